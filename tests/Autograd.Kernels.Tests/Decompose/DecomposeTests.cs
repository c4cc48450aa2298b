using System.Numerics;
using Autograd.Kernels;

namespace Autograd.Kernels.Tests.Decompose;

/// <summary>
/// Decompositions multiplied out again: |A - product| is a small multiple of size times precision times |A| (backward stability), and
/// orthonormal columns are so to precision. Sizes on both sides of the blocks.
/// </summary>
public sealed class DecomposeTests
{
    public static TheoryData<int, int> Sizes() => new()
    {
        { 1, 1 }, { 2, 2 }, { 5, 5 }, { 32, 32 }, { 33, 33 }, { 100, 100 }, { 40, 7 }, { 7, 40 }, { 70, 65 }, { 65, 70 }, { 3, 1 }, { 1, 3 },
    };

    public static TheoryData<int> Squares() => [1, 2, 5, 31, 33, 64, 100];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Lu_multiplied_out_is_the_matrix(int m, int n)
    {
        Lu<double>(m, n);
        Lu<float>(m, n);
    }

    [Theory]
    [MemberData(nameof(Squares))]
    public void Solutions_satisfy_the_system(int n)
    {
        Solve<double>(n);
        Solve<float>(n);
    }

    [Theory]
    [MemberData(nameof(Squares))]
    public void Cholesky_multiplied_out_is_the_matrix(int n)
    {
        Cholesky<double>(n);
        Cholesky<float>(n);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Qr_multiplied_out_is_the_matrix_and_Q_is_orthonormal(int m, int n)
    {
        Qr<double>(m, n);
        Qr<float>(m, n);
    }

    [Theory]
    [MemberData(nameof(Squares))]
    public void Eigenvectors_multiplied_out_are_the_matrix(int n)
    {
        Eigh<double>(n, rank: n);
        Eigh<float>(n, rank: n);
        Eigh<double>(n, rank: n / 2);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Singular_vectors_multiplied_out_are_the_matrix(int m, int n)
    {
        Svd<double>(m, n, rank: Math.Min(m, n));
        Svd<float>(m, n, rank: Math.Min(m, n));
        Svd<double>(m, n, rank: Math.Min(m, n) / 2);
    }

    [Fact]
    public void Small_singular_values_keep_their_digits()
    {
        // Rows of sizes 1 and 1e-30, orthogonal.
        double[] w = [1, 1, 1e-30, -1e-30];
        var (z, s) = (new double[4], new double[2]);
        Assert.True(SvdKernel.TryDecompose(new Matrix<double>(w, 2, 2), new Matrix<double>(z, 2, 2), s));
        Assert.Equal(Math.Sqrt(2), s[0], 1e-15);
        Assert.Equal(Math.Sqrt(2) * 1e-30, s[1], 1e-45);
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void Extreme_units_change_the_values_and_not_the_vectors(double unit)
    {
        double[] a = [2, 1, 1, 3];
        var (w, v, s, z) = (new double[2], new double[4], new double[2], new double[4]);
        Assert.True(EighKernel.TryDecompose(new Matrix<double>(Array.ConvertAll(a, x => x * unit), 2, 2), w, new Matrix<double>(v, 2, 2)));
        Assert.Equal((5 + Math.Sqrt(5)) / 2, w[1] / unit, 1e-14);
        Assert.True(SvdKernel.TryDecompose(new Matrix<double>(Array.ConvertAll(a, x => x * unit), 2, 2), new Matrix<double>(z, 2, 2), s));
        Assert.Equal((5 + Math.Sqrt(5)) / 2, s[0] / unit, 1e-14);
    }

    [Fact]
    public void The_exponential_of_a_rotation_turns()
    {
        foreach (double angle in (double[])[0.1, 3, 40])
        {
            var result = new double[4];
            ExpKernel.Run(new Matrix<double>([0, -angle, angle, 0], 2, 2), new Matrix<double>(result, 2, 2));
            Assert.Equal(Math.Cos(angle), result[0], 1e-13);
            Assert.Equal(Math.Sin(angle), result[2], 1e-13);
        }
    }

    private static void Lu<T>(int m, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int k = Math.Min(m, n);
        var a = Draw<T>(m, n);
        var factored = (T[])a.Clone();
        var pivots = new int[k];
        LuKernel.Factor(new Matrix<T>(factored, m, n), pivots);
        T[] lower = new T[m * k], upper = new T[k * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < k; j++) lower[i * k + j] = i == j ? T.One : i > j ? factored[i * n + j] : T.Zero;
        }
        for (int i = 0; i < k; i++)
        {
            for (int j = i; j < n; j++) upper[i * n + j] = factored[i * n + j];
        }
        // The pivot is the largest of its column: nothing in L exceeds 1.
        Assert.All(lower, x => Assert.True(T.Abs(x) <= T.One));
        var product = Multiply(lower, upper, m, k, n);
        LuKernel.PermuteBack(pivots, new Matrix<double>(product, m, n));
        Near<T>(a, product, k);
    }

    private static void Solve<T>(int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var a = Draw<T>(n, n);
        for (int i = 0; i < n; i++) a[i * n + (i + 1) % n] += T.CreateTruncating(n);
        var b = Draw<T>(n, 3);
        foreach (bool adjoint in (bool[])[false, true])
        {
            var (lu, x, pivots) = ((T[])a.Clone(), (T[])b.Clone(), new int[n]);
            LuKernel.Factor(new Matrix<T>(lu, n, n), pivots);
            LuKernel.Solve(new Matrix<T>(lu, n, n), pivots, adjoint, new Matrix<T>(x, n, 3));
            Near<T>(b, Multiply(adjoint ? Transpose(a, n, n) : a, x, n, n, 3), n);
        }
    }

    private static void Cholesky<T>(int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var b = Draw<T>(n, n);
        var a = Array.ConvertAll(Multiply(b, Transpose(b, n, n), n, n, n), T.CreateTruncating);
        for (int i = 0; i < n; i++) a[i * n + i] += T.One;
        var l = (T[])a.Clone();
        Assert.Equal(-1, CholeskyKernel.Factor(new Matrix<T>(l, n, n)));
        Near<T>(a, Multiply(l, Transpose(l, n, n), n, n, n), n);
    }

    private static void Qr<T>(int m, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int k = Math.Min(m, n);
        var a = Draw<T>(m, n);
        var (factored, tau, q, r) = ((T[])a.Clone(), new T[k], new T[m * m], new T[m * n]);
        QrKernel.Factor(new Matrix<T>(factored, m, n), tau);
        QrKernel.Form(new Matrix<T>(factored, m, n), tau, new Matrix<T>(q, m, m));
        for (int i = 0; i < k; i++)
        {
            for (int j = i; j < n; j++) r[i * n + j] = factored[i * n + j];
        }
        Near<T>(a, Multiply(q, r, m, m, n), m);
        Orthonormal(q, m);
    }

    private static void Eigh<T>(int n, int rank)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var b = Draw<T>(n, Math.Max(rank, 1));
        var a = Array.ConvertAll(Multiply(b, Transpose(b, n, Math.Max(rank, 1)), n, Math.Max(rank, 1), n), T.CreateTruncating);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++) a[j * n + i] = a[i * n + j];
        }
        var (w, v) = (new T[n], new T[n * n]);
        Assert.True(EighKernel.TryDecompose(new Matrix<T>((T[])a.Clone(), n, n), w, new Matrix<T>(v, n, n)));
        Assert.Equal(w.Order(), w);
        Near<T>(a, Multiply(Scaled(v, w, n, n), Transpose(v, n, n), n, n, n), n);
        Orthonormal(v, n);
    }

    private static void Svd<T>(int m, int n, int rank)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int k = Math.Min(m, n), l = Math.Max(m, n);
        var a = rank == k ? Draw<T>(k, l) : Array.ConvertAll(Multiply(Draw<T>(k, Math.Max(rank, 1)), Draw<T>(Math.Max(rank, 1), l), k, Math.Max(rank, 1), l), T.CreateTruncating);
        var (w, z, s) = (new T[l * l], new T[k * k], new T[k]);
        a.CopyTo(w, 0);
        Assert.True(SvdKernel.TryDecompose(new Matrix<T>(w, l, l), new Matrix<T>(z, k, k), s));
        Assert.Equal(s.OrderDescending(), s);
        Near<T>(a, Multiply(Scaled(Transpose(z, k, k), s, k, k), w[..(k * l)], k, k, l), l);
        Orthonormal(w, l);
        Orthonormal(z, k);
    }

    private static T[] Draw<T>(int m, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(m * 1000 + n);
        return [.. Enumerable.Range(0, m * n).Select(_ => T.CreateTruncating(2 * random.NextDouble() - 1))];
    }

    private static T[] Transpose<T>(T[] a, int m, int n) => [.. Enumerable.Range(0, m * n).Select(i => a[i % m * n + i / m])];

    /// <summary>Columns times numbers.</summary>
    private static T[] Scaled<T>(T[] a, T[] s, int m, int n)
        where T : unmanaged, IFloatingPointIeee754<T> => [.. Enumerable.Range(0, m * n).Select(i => a[i] * s[i % n])];

    private static double[] Multiply<T>(T[] a, T[] b, int m, int k, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var c = new double[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int p = 0; p < k; p++)
            {
                double x = double.CreateTruncating(a[i * k + p]);
                for (int j = 0; j < n; j++) c[i * n + j] += x * double.CreateTruncating(b[p * n + j]);
            }
        }
        return c;
    }

    private static void Orthonormal<T>(T[] q, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var one = new T[n * n];
        for (int i = 0; i < n; i++) one[i * n + i] = T.One;
        Near<T>(one, Multiply(q, Transpose(q, n, n), n, n, n), n);
    }

    private static void Near<T>(T[] expected, double[] actual, int size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double eps = double.CreateTruncating(T.BitIncrement(T.One) - T.One);
        double largest = expected.Max(x => Math.Abs(double.CreateTruncating(x)));
        for (int i = 0; i < actual.Length; i++)
        {
            double error = Math.Abs(double.CreateTruncating(expected[i]) - actual[i]);
            Assert.True(error <= 4 * (size + 4) * eps * largest, $"element {i} is off by {error / (eps * largest)} roundings of {largest}");
        }
    }
}
