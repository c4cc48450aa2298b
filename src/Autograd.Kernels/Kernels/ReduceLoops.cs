using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>The two inner loops of every reduction: along contiguous groups, and across neighbouring groups.</summary>
/// <remarks>
/// Both give the same bits: element i of a chunk goes to lane i mod L (L elements fill 64 bytes), lanes take their elements in
/// ascending order, and lane l is folded with lane l + L/2, then l + L/4, down to one.
/// </remarks>
internal static unsafe class ReduceLoops<T, TOp>
    where T : unmanaged, INumber<T>
    where TOp : struct, IReduction<T>
{
    /// <summary>Columns of a strip: L lanes of it are one chunk, 16 KB of float32, half a first-level cache.</summary>
    public static int StripWidth => ReduceKernel.Chunk / Lanes;

    private static int Lanes => Vector512<T>.Count;

    /// <summary>Reduces <paramref name="rows"/> contiguous pieces of at most one chunk, four at a time to hide the latency of an addition.</summary>
    /// <param name="x">The first element of the first piece.</param>
    /// <param name="stride">From one piece to the next.</param>
    /// <param name="rows">The number of pieces.</param>
    /// <param name="n">Elements in a piece, up to a chunk.</param>
    /// <param name="end">The end of readable memory.</param>
    /// <param name="centers">The number that belongs to each piece, or null.</param>
    /// <param name="centerStep">1, or 0 if the pieces are of one group.</param>
    /// <param name="results">Where the first result goes.</param>
    /// <param name="resultStep">From one result to the next.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows(T* x, nint stride, int rows, int n, T* end, T* centers, nint centerStep, T* results, nint resultStep)
    {
        int full = n - (n % Lanes);
        Vector512<T> identity = Vector512.Create(TOp.Identity);
        Vector512<T> valid = Vector512.LessThan(Vector512<T>.Indices, Vector512.Create(T.CreateTruncating(n - full)));
        int row = 0;
        for (; !TOp.IsLong && row + 4 <= rows; row += 4)
        {
            T* x1 = x + stride;
            T* x2 = x1 + stride;
            T* x3 = x2 + stride;
            Vector512<T> c0 = Center(centers, centerStep, row);
            Vector512<T> c1 = Center(centers, centerStep, row + 1);
            Vector512<T> c2 = Center(centers, centerStep, row + 2);
            Vector512<T> c3 = Center(centers, centerStep, row + 3);
            Vector512<T> a0 = identity;
            Vector512<T> a1 = identity;
            Vector512<T> a2 = identity;
            Vector512<T> a3 = identity;
            for (int i = 0; i < full; i += Lanes)
            {
                a0 = TOp.Combine(a0, TOp.Map(Vector512.Load(x + i), c0));
                a1 = TOp.Combine(a1, TOp.Map(Vector512.Load(x1 + i), c1));
                a2 = TOp.Combine(a2, TOp.Map(Vector512.Load(x2 + i), c2));
                a3 = TOp.Combine(a3, TOp.Map(Vector512.Load(x3 + i), c3));
            }
            if (full < n)
            {
                a0 = TOp.Combine(a0, Vector512.ConditionalSelect(valid, TOp.Map(Partial(x + full, n - full, end), c0), identity));
                a1 = TOp.Combine(a1, Vector512.ConditionalSelect(valid, TOp.Map(Partial(x1 + full, n - full, end), c1), identity));
                a2 = TOp.Combine(a2, Vector512.ConditionalSelect(valid, TOp.Map(Partial(x2 + full, n - full, end), c2), identity));
                a3 = TOp.Combine(a3, Vector512.ConditionalSelect(valid, TOp.Map(Partial(x3 + full, n - full, end), c3), identity));
            }
            results[row * resultStep] = Fold(a0);
            results[(row + 1) * resultStep] = Fold(a1);
            results[(row + 2) * resultStep] = Fold(a2);
            results[(row + 3) * resultStep] = Fold(a3);
            x = x3 + stride;
        }
        for (; row < rows; row++, x += stride)
        {
            Vector512<T> c = Center(centers, centerStep, row);
            Vector512<T> a = identity;
            for (int i = 0; i < full; i += Lanes) a = TOp.Combine(a, TOp.Map(Vector512.Load(x + i), c));
            if (full < n) a = TOp.Combine(a, Vector512.ConditionalSelect(valid, TOp.Map(Partial(x + full, n - full, end), c), identity));
            results[row * resultStep] = Fold(a);
        }
    }

    /// <summary>Reduces one chunk of <paramref name="width"/> neighbouring groups, whose elements lie side by side.</summary>
    /// <param name="x">The first element of the first group.</param>
    /// <param name="offsets">Where each element of a group lies, counted from its first.</param>
    /// <param name="n">Elements in the chunk.</param>
    /// <param name="width">Groups, at most <see cref="StripWidth"/>.</param>
    /// <param name="end">The end of readable memory.</param>
    /// <param name="centers">The number that belongs to each group, or null.</param>
    /// <param name="strip">Scratch of one chunk.</param>
    /// <param name="results">One result a group.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Columns(T* x, int* offsets, int n, int width, T* end, T* centers, T* strip, T* results)
    {
        int used = (int)Math.Min((uint)Lanes, BitOperations.RoundUpToPowerOf2((uint)n));
        int full = width - (width % Lanes);
        int pitch = full == width ? full : full + Lanes;
        new Span<T>(strip, used * pitch).Fill(TOp.Identity);
        Vector512<T> tailCenter = centers != null && full < width ? Partial(centers + full, width - full, centers + width) : default;
        for (int i = 0; i < n; i++)
        {
            T* lane = strip + ((i & (used - 1)) * pitch);
            T* row = x + offsets[i];
            int v = 0;
            for (; v < full; v += Lanes)
            {
                Vector512<T> center = centers != null ? Vector512.Load(centers + v) : default;
                TOp.Combine(Vector512.Load(lane + v), TOp.Map(Vector512.Load(row + v), center)).Store(lane + v);
            }
            if (v < width) TOp.Combine(Vector512.Load(lane + v), TOp.Map(Partial(row + v, width - v, end), tailCenter)).Store(lane + v);
        }
        for (int half = used / 2; half > 0; half /= 2)
        {
            T* upper = strip + (half * pitch);
            for (int v = 0; v < half * pitch; v += Lanes) TOp.Combine(Vector512.Load(strip + v), Vector512.Load(upper + v)).Store(strip + v);
        }
        new ReadOnlySpan<T>(strip, width).CopyTo(new Span<T>(results, width));
    }

    /// <summary>Folds the partial results of all chunks into the first row, neighbours first: ((0 1) (2 3)) ((4 5) ...</summary>
    public static void Pairwise(T* partials, int chunks, int outputs)
    {
        for (long step = 1; step < chunks; step *= 2)
        {
            for (long chunk = 0; chunk + step < chunks; chunk += 2 * step)
            {
                T* a = partials + (chunk * outputs);
                T* b = a + (step * outputs);
                for (int o = 0; o < outputs; o++) a[o] = TOp.Combine(Vector512.CreateScalarUnsafe(a[o]), Vector512.CreateScalarUnsafe(b[o])).ToScalar();
            }
        }
    }

    /// <summary>Loads up to 64 bytes of which only the first <paramref name="count"/> elements count; the others are anything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> Partial(T* x, int count, T* end)
    {
        if (x + Lanes <= end) return Vector512.Load(x);
        Vector512<T> padded = Vector512<T>.Zero;
        Unsafe.CopyBlockUnaligned(&padded, x, (uint)(count * sizeof(T)));
        return padded;
    }

    /// <summary>Lane l with lane l + L/2, then l + L/4, down to one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Fold(Vector512<T> v)
    {
        v = TOp.Combine(v, v.GetUpper().ToVector512Unsafe());
        v = TOp.Combine(v, Wide(v.GetLower().GetUpper()));
        v = TOp.Combine(v, Wide(Vector128.Shuffle(v.GetLower().GetLower().AsUInt64(), Vector128.Create(1UL, 0UL)).As<ulong, T>()));
        if (sizeof(T) <= 4) v = TOp.Combine(v, Wide(Vector128.Shuffle(v.GetLower().GetLower().AsUInt32(), Vector128.Create(1u, 0, 3, 2)).As<uint, T>()));
        if (sizeof(T) <= 2) v = TOp.Combine(v, Wide(Vector128.ShiftRightLogical(v.GetLower().GetLower().AsUInt32(), 16).As<uint, T>()));
        if (sizeof(T) == 1) v = TOp.Combine(v, Wide(Vector128.ShiftRightLogical(v.GetLower().GetLower().AsUInt16(), 8).As<ushort, T>()));
        return v.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Center(T* centers, nint step, int row) => centers == null ? default : Vector512.Create(centers[row * step]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Wide(Vector128<T> v) => v.ToVector256Unsafe().ToVector512Unsafe();
}
