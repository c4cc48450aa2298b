using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// exp A by scaling and squaring: the Pade approximant of degree 13 of A / 2^s, squared s times (Higham, 2005, algorithm 2.3).
/// </summary>
internal static class ExpKernel
{
    // The largest 1-norm at which the approximant has the precision of float64 (Higham, table 2.3).
    private const double Theta = 5.371920351148152;

    private static readonly double[] Pade =
    [
        64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
        670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    ];

    /// <summary>Writes exp A.</summary>
    /// <param name="a">[n, n].</param>
    /// <param name="result">[n, n], rows without gaps; not the memory of <paramref name="a"/>.</param>
    public static void Run<T>(Matrix<T> a, Matrix<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = a.Rows, size = n * n;
        double norm = Norm(a);
        if (!double.IsFinite(norm))
        {
            for (int i = 0; i < n; i++) result.Row(i).Fill(T.NaN);
            return;
        }
        int squarings = norm > Theta ? (int)Math.Ceiling(Math.Log2(norm / Theta)) : 0;
        using var room = new Scratch<T>(6L * size);
        using var exchanges = new Scratch<int>(n);
        Matrix<T> x = Slot(room, 0, n), x2 = Slot(room, 1, n), x4 = Slot(room, 2, n), x6 = Slot(room, 3, n), u = Slot(room, 4, n), v = Slot(room, 5, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) x[i, j] = T.ScaleB(a[i, j], -squarings);
        }
        MatMul.Run(x, x, x2);
        MatMul.Run(x2, x2, x4);
        MatMul.Run(x4, x2, x6);
        // U = X (X6 (b13 X6 + b11 X4 + b9 X2) + b7 X6 + b5 X4 + b3 X2 + b1 I), V the same with the even coefficients and without X.
        Combine(13, result, x6, x4, x2, isFinal: false);
        Combine(7, u, x6, x4, x2, isFinal: true);
        MatMul.Run(x6, result, u, accumulate: true);
        MatMul.Run(x, u, result);
        Combine(12, u, x6, x4, x2, isFinal: false);
        Combine(6, v, x6, x4, x2, isFinal: true);
        MatMul.Run(x6, u, v, accumulate: true);
        // (V - U) R = V + U.
        for (int i = 0; i < size; i++)
        {
            T odd = result.Data[i], even = v.Data[i];
            (v.Data[i], result.Data[i]) = (even - odd, even + odd);
        }
        LuKernel.Factor(v, exchanges.Span[..n]);
        LuKernel.Solve(v, exchanges.Span[..n], adjoint: false, result);
        for (int i = 0; i < squarings; i++)
        {
            result.Data[..size].CopyTo(u.Data);
            MatMul.Run(u, u, result);
        }
    }

    private static Matrix<T> Slot<T>(Scratch<T> room, int slot, int n)
        where T : unmanaged => new(room.Span.Slice(slot * n * n, n * n), n, n);

    /// <summary>b[k] X6 + b[k-2] X4 + b[k-4] X2, and b[k-6] I where the sum ends there.</summary>
    private static void Combine<T>(int k, Matrix<T> target, Matrix<T> x6, Matrix<T> x4, Matrix<T> x2, bool isFinal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T six = T.CreateTruncating(Pade[k]), four = T.CreateTruncating(Pade[k - 2]), two = T.CreateTruncating(Pade[k - 4]);
        for (int i = 0; i < target.Rows * target.Columns; i++) target.Data[i] = six * x6.Data[i] + four * x4.Data[i] + two * x2.Data[i];
        if (!isFinal) return;
        for (int i = 0; i < target.Rows; i++) target[i, i] += T.CreateTruncating(Pade[k - 6]);
    }

    /// <summary>The largest sum of magnitudes of a column.</summary>
    private static double Norm<T>(Matrix<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double largest = 0;
        for (int j = 0; j < a.Columns; j++)
        {
            double sum = 0;
            for (int i = 0; i < a.Rows; i++) sum += double.CreateTruncating(T.Abs(a[i, j]));
            largest = Math.Max(largest, sum);
        }
        return largest;
    }
}
