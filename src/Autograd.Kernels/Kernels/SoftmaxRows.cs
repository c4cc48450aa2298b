using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>An elementwise body over a row: a and b are its elements, c0, c1, c2 numbers that belong to the row.</summary>
internal interface IRowBody<T>
    where T : unmanaged
{
    static abstract Vector512<T> Run(Vector512<T> a, Vector512<T> b, Vector512<T> c0, Vector512<T> c1, Vector512<T> c2);
}

/// <summary>A matrix by its first element and the distance of its rows; <see cref="End"/> is the end of its accessible memory.</summary>
internal readonly unsafe struct Rows<T>(T* start, nint pitch, T* end)
    where T : unmanaged
{
    public readonly T* Start = start;
    public readonly nint Pitch = pitch;
    public readonly T* End = end;
}

/// <summary>Row-wise passes over a block of rows that fits the first cache.</summary>
internal static unsafe class SoftmaxRows
{
    /// <summary>y[r, i] = body(a[r, i], b[r, i], c0[r], c1[r], c2[r]); a null column of numbers is zeros.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Map<T, TBody>(Rows<T> a, Rows<T> b, T* c0, T* c1, T* c2, Rows<T> y, int rows, int n)
        where T : unmanaged
        where TBody : struct, IRowBody<T>
    {
        int lanes = Vector512<T>.Count;
        int full = n - (n % lanes);
        for (int r = 0; r < rows; r++)
        {
            T* pa = a.Start + (r * a.Pitch);
            T* pb = b.Start + (r * b.Pitch);
            T* py = y.Start + (r * y.Pitch);
            Vector512<T> v0 = c0 == null ? default : Vector512.Create(c0[r]);
            Vector512<T> v1 = c1 == null ? default : Vector512.Create(c1[r]);
            Vector512<T> v2 = c2 == null ? default : Vector512.Create(c2[r]);
            // One text for whole and partial registers, so that the body is compiled once.
            for (int i = 0; i < n; i += lanes)
            {
                bool partial = i >= full;
                Vector512<T> va = partial ? Load(pa + i, n - i, a.End) : Vector512.Load(pa + i);
                Vector512<T> vb = partial ? Load(pb + i, n - i, b.End) : Vector512.Load(pb + i);
                Vector512<T> value = TBody.Run(va, vb, v0, v1, v2);
                if (!partial || py + i + lanes <= y.End) value.Store(py + i);
                else Unsafe.CopyBlockUnaligned(py + i, &value, (uint)((n - i) * sizeof(T)));
            }
        }
    }

    /// <summary>Reduces each row in the order of <see cref="ReduceKernel"/>.</summary>
    public static void Reduce<T, TOp>(Rows<T> x, int rows, int n, T* centers, T* results)
        where T : unmanaged, INumber<T>
        where TOp : struct, IReduction<T>
    {
        if (n <= ReduceKernel.Chunk)
        {
            ReduceLoops<T, TOp>.Rows(x.Start, x.Pitch, rows, n, x.End, centers, 1, results, 1);
            return;
        }
        int chunks = ((n - 1) / ReduceKernel.Chunk) + 1;
        int tail = n - ((chunks - 1) * ReduceKernel.Chunk);
        Span<T> partials = chunks <= 256 ? stackalloc T[chunks] : new T[chunks];
        fixed (T* p = partials)
        {
            for (int r = 0; r < rows; r++)
            {
                T* row = x.Start + (r * x.Pitch);
                T* center = centers == null ? null : centers + r;
                ReduceLoops<T, TOp>.Rows(row, ReduceKernel.Chunk, chunks - 1, ReduceKernel.Chunk, x.End, center, 0, p, 1);
                ReduceLoops<T, TOp>.Rows(row + ((nint)(chunks - 1) * ReduceKernel.Chunk), 0, 1, tail, x.End, center, 0, p + chunks - 1, 1);
                ReduceLoops<T, TOp>.Pairwise(p, chunks, 1);
                results[r] = *p;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Exp<T>(Vector512<T> x)
        where T : unmanaged =>
        Unsafe.BitCast<Lane512<T>, Vector512<T>>(Lane512<T>.Exp(Unsafe.BitCast<Vector512<T>, Lane512<T>>(x)));

    private static Vector512<T> Load<T>(T* x, int count, T* end)
        where T : unmanaged
    {
        if (x + Vector512<T>.Count <= end) return Vector512.Load(x);
        Vector512<T> padded = Vector512<T>.Zero;
        Unsafe.CopyBlockUnaligned(&padded, x, (uint)(count * sizeof(T)));
        return padded;
    }
}

/// <summary>Sum of exp(x - center).</summary>
internal readonly struct ExpSumReduction<T> : IReduction<T>
    where T : unmanaged, INumber<T>
{
    public static T Identity => T.Zero;

    public static bool IsLong => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Map(Vector512<T> x, Vector512<T> center) => SoftmaxRows.Exp(x - center);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Combine(Vector512<T> a, Vector512<T> b) => a + b;
}
