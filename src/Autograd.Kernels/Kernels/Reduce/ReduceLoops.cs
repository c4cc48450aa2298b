using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>The two loops of every reduction: along contiguous pieces, and across neighbouring groups.</summary>
/// <remarks>
/// The order is that of 64 bytes on every processor, whatever width computes: element i of a chunk belongs to lane i mod L
/// (L elements fill 64 bytes); a lane combines its elements in runs of 16, then the runs; lane l is folded with lane
/// l + L/2, then l + L/4, down to one. So a sum of 4096 float32 has passed 16 + 16 + 4 roundings and not 4096.
/// A method that holds a loop calls nothing: a call would spill its accumulators in every turn.
/// </remarks>
internal static unsafe class ReduceLoops<T, M>
    where T : unmanaged, INumber<T>
    where M : struct, IMonoid
{
    /// <summary>Elements of a lane that are combined before the lane's total sees them.</summary>
    public const int RunLength = 16;

    private const MethodImplOptions Loop = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;
    private const int RegisterBytes = 64;

    /// <summary>The lanes of the order: elements of 64 bytes.</summary>
    public static int Lanes => RegisterBytes / sizeof(T);

    /// <summary>Elements of a group of which every lane takes one run.</summary>
    public static int RunElements => RunLength * Lanes;

    /// <summary>The narrowest columns that <see cref="RunOfColumns"/> takes.</summary>
    public static int MinColumns => Lane128<T>.Count;

    /// <summary>Reduces <paramref name="rows"/> contiguous pieces of at most one chunk, four at a time to hide the latency of an addition.</summary>
    /// <param name="x">The first element of the first piece.</param>
    /// <param name="stride">From one piece to the next.</param>
    /// <param name="rows">The number of pieces.</param>
    /// <param name="n">Elements in a piece, up to a chunk.</param>
    /// <param name="end">The end of readable memory.</param>
    /// <param name="results">Where the first result goes.</param>
    /// <param name="resultStep">From one result to the next.</param>
    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows(T* x, nint stride, int rows, int n, T* end, T* results, nint resultStep)
    {
        delegate*<T**, nint, nint, T, T, T*, T*, void> four =
            Vector512.IsHardwareAccelerated ? &Four<Lane512<T>> : Vector256.IsHardwareAccelerated ? &Four<Lane256<T>> : &Four<Lane128<T>>;
        int width = Vector512.IsHardwareAccelerated ? Lanes : Vector256.IsHardwareAccelerated ? Lanes / 2 : Lanes / 4;
        int left = n % Lanes, full = n - left;
        T* order = stackalloc T[Lanes], pads = stackalloc T[4 * Lanes], sums = stackalloc T[4 * Lanes];
        T** at = stackalloc T*[8];
        Vector512<T>.Indices.Store(order);
        T rest = T.CreateTruncating(left), identity = M.Identity<T>();
        for (int row = 0; row < rows; row += 4)
        {
            int count = Math.Min(4, rows - row);
            for (int k = 0; k < 4; k++)
            {
                // Fewer than four: the last one again, in the shadow of its own latency.
                at[k] = x + ((row + Math.Min(k, count - 1)) * stride);
                at[4 + k] = at[k] + full;
                if (left == 0 || at[4 + k] + Lanes <= end) continue;
                Unsafe.CopyBlockUnaligned(pads + (k * Lanes), at[4 + k], (uint)(left * sizeof(T)));
                at[4 + k] = pads + (k * Lanes);
            }
            for (int lane = 0; lane < Lanes; lane += width) four(at, lane, full, rest, identity, order, sums);
            for (int k = 0; k < count; k++) results[(row + k) * resultStep] = Fold(sums + (k * Lanes));
        }
    }

    /// <summary>
    /// Chooses the registers for columns: the widest that the columns fill. Other widths of register give the same bits.
    /// </summary>
    /// <param name="x">The first element of the first group.</param>
    /// <param name="offsets">Where each element of a group lies, counted from its first.</param>
    /// <param name="n">Elements of each group, at most <see cref="RunElements"/>: one run a lane.</param>
    /// <param name="width">The number of groups, at least <see cref="MinColumns"/>.</param>
    /// <param name="strip">Lanes by registers: the totals so far.</param>
    /// <param name="first">Whether there are no totals yet.</param>
    public static void RunOfColumns(T* x, int* offsets, int n, int width, T* strip, bool first)
    {
        if (Vector512.IsHardwareAccelerated && width >= Lane512<T>.Count) Columns<Lane512<T>>(x, offsets, n, width, M.Identity<T>(), strip, first);
        else if (Vector256.IsHardwareAccelerated && width >= Lane256<T>.Count) Columns<Lane256<T>>(x, offsets, n, width, M.Identity<T>(), strip, first);
        else Columns<Lane128<T>>(x, offsets, n, width, M.Identity<T>(), strip, first);
    }

    /// <summary>Folds the totals of <see cref="RunOfColumns"/> for groups of <paramref name="n"/> elements.</summary>
    public static void FoldColumns(T* strip, int n, int width, T* results)
    {
        if (Vector512.IsHardwareAccelerated && width >= Lane512<T>.Count) FoldColumns<Lane512<T>>(strip, n, width, M.Identity<T>(), results);
        else if (Vector256.IsHardwareAccelerated && width >= Lane256<T>.Count) FoldColumns<Lane256<T>>(strip, n, width, M.Identity<T>(), results);
        else FoldColumns<Lane128<T>>(strip, n, width, M.Identity<T>(), results);
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
                for (int o = 0; o < outputs; o++) a[o] = Bits(M.Combine(Lane128<T>.Splat(a[o]), Lane128<T>.Splat(b[o]))).ToScalar();
            }
        }
    }

    /// <summary>Some lanes of four pieces: <paramref name="at"/> holds their starts, then what is left behind whole 64 bytes.</summary>
    [MethodImpl(Loop)]
    private static void Four<V>(T** at, nint lane, nint full, T rest, T identity, T* order, T* sums)
        where V : struct, ILane<V, T>
    {
        T* x0 = at[0] + lane, x1 = at[1] + lane, x2 = at[2] + lane, x3 = at[3] + lane;
        V e = V.Splat(identity);
        V t0 = e, t1 = e, t2 = e, t3 = e;
        for (nint run = 0; ; run += RunElements)
        {
            V r0 = e, r1 = e, r2 = e, r3 = e;
            nint stop = Math.Min(run + RunElements, full);
            for (nint i = run; i < stop; i += Lanes)
            {
                r0 = M.Combine(r0, V.Load(x0 + i));
                r1 = M.Combine(r1, V.Load(x1 + i));
                r2 = M.Combine(r2, V.Load(x2 + i));
                r3 = M.Combine(r3, V.Load(x3 + i));
            }
            bool last = stop - run < RunElements;
            if (last && rest != T.Zero)
            {
                Mask<V> keep = V.Load(order + lane) < V.Splat(rest);
                r0 = M.Combine(r0, V.Select(keep, V.Load(at[4] + lane), e));
                r1 = M.Combine(r1, V.Select(keep, V.Load(at[5] + lane), e));
                r2 = M.Combine(r2, V.Select(keep, V.Load(at[6] + lane), e));
                r3 = M.Combine(r3, V.Select(keep, V.Load(at[7] + lane), e));
            }
            t0 = M.Combine(t0, r0);
            t1 = M.Combine(t1, r1);
            t2 = M.Combine(t2, r2);
            t3 = M.Combine(t3, r3);
            if (last) break;
        }
        V.Store(t0, sums + lane);
        V.Store(t1, sums + lane + Lanes);
        V.Store(t2, sums + lane + (2 * Lanes));
        V.Store(t3, sums + lane + (3 * Lanes));
    }

    /// <summary>The last register ends with the last column: it overlaps the one before and has totals of its own.</summary>
    [MethodImpl(Loop)]
    private static void Columns<V>(T* x, int* offsets, nint n, nint width, T identity, T* strip, bool first)
        where V : struct, ILane<V, T>
    {
        V e = V.Splat(identity);
        nint last = width - V.Count;
        for (nint lane = 0; lane < Lanes && lane < n; lane++)
        {
            for (nint v = 0; ; v = Math.Min(v + V.Count, last), strip += V.Count)
            {
                V run = e;
                for (nint i = lane; i < n; i += Lanes) run = M.Combine(run, V.Load(x + offsets[i] + v));
                V.Store(first ? run : M.Combine(V.Load(strip), run), strip);
                if (v == last) break;
            }
            strip += V.Count;
        }
    }

    [MethodImpl(Loop)]
    private static void FoldColumns<V>(T* strip, int n, nint width, T identity, T* results)
        where V : struct, ILane<V, T>
    {
        nint pitch = (width + V.Count - 1) / V.Count * V.Count;
        nint used = (nint)Math.Min((uint)Lanes, BitOperations.RoundUpToPowerOf2((uint)n));
        V e = V.Splat(identity);
        for (nint v = Math.Min(n, Lanes) * pitch; v < used * pitch; v += V.Count) V.Store(e, strip + v);
        for (nint half = used / 2; half > 0; half /= 2)
        {
            for (nint v = 0; v < half * pitch; v += V.Count) V.Store(M.Combine(V.Load(strip + v), V.Load(strip + v + (half * pitch))), strip + v);
        }
        nint last = width - V.Count;
        for (nint v = 0; ; v = Math.Min(v + V.Count, last), strip += V.Count)
        {
            V.Store(V.Load(strip), results + v);
            if (v == last) return;
        }
    }

    /// <summary>Lane l with lane l + L/2, then l + L/4, down to one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Fold(T* lanes)
    {
        int quarter = Lanes / 4;
        Lane128<T> a = M.Combine(Lane128<T>.Load(lanes), Lane128<T>.Load(lanes + (2 * quarter)));
        Lane128<T> b = M.Combine(Lane128<T>.Load(lanes + quarter), Lane128<T>.Load(lanes + (3 * quarter)));
        Vector128<T> v = Bits(M.Combine(a, b));
        v = Bits(M.Combine(Of(v), Of(Vector128.Shuffle(v.AsUInt64(), Vector128.Create(1UL, 0UL)).As<ulong, T>())));
        if (sizeof(T) <= 4) v = Bits(M.Combine(Of(v), Of(Vector128.Shuffle(v.AsUInt32(), Vector128.Create(1u, 0, 3, 2)).As<uint, T>())));
        if (sizeof(T) <= 2) v = Bits(M.Combine(Of(v), Of(Vector128.ShiftRightLogical(v.AsUInt32(), 16).As<uint, T>())));
        if (sizeof(T) == 1) v = Bits(M.Combine(Of(v), Of(Vector128.ShiftRightLogical(v.AsUInt16(), 8).As<ushort, T>())));
        return v.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Bits(Lane128<T> v) => Unsafe.BitCast<Lane128<T>, Vector128<T>>(v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane128<T> Of(Vector128<T> v) => Unsafe.BitCast<Vector128<T>, Lane128<T>>(v);
}
