using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// The largest elements of windows of 2 x 2 that touch one another: <c>[H, W] -> [H / 2, W / 2]</c>. Two rows of the input are read as they lie,
/// split into their even and odd elements, and written as one row: nothing is copied, every element is read once.
/// </summary>
/// <remarks>
/// The rule is that of <see cref="MaxPoolRows{T, TIndex, TPlaces}"/>, in the order of the window: of two neighbours the later one counts if it is larger or NaN.
/// </remarks>
internal readonly unsafe struct MaxPoolPairs<T, TIndex, TPlaces> : IJob
    where T : unmanaged, INumber<T>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
    where TPlaces : struct, IPoolPlaces
{
    private readonly int planes;
    private readonly T* x;
    private readonly T* y;
    private readonly long* indices;
    private readonly StridedAxis height;
    private readonly StridedAxis width;
    private readonly nint perPart;

    public MaxPoolPairs(in PoolShape<StridedAxis> shape, int planes, T* x, T* y, long* indices)
    {
        this.planes = planes;
        this.x = x;
        this.y = y;
        this.indices = indices;
        (height, width) = (shape.Height, shape.Width);
        perPart = WorkParts.PiecesOf(planes * (long)shape.OutputCount * shape.Most, planes);
    }

    private static int Lanes => Vector512<T>.Count;

    private int Registers => (width.Output + Lanes - 1) / Lanes;

    public void RunAll() => Workers.For((int)((planes + perPart - 1) / perPart), this);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int part)
    {
        nint first = part * perPart, end = Math.Min(planes, first + perPart);
        int registers = Registers;
        nint inputs = (nint)height.Input * width.Input, outputs = (nint)height.Output * width.Output;
        T* target = y + (first * outputs), targetEnd = y + (end * outputs), sourceEnd = x + (planes * inputs);
        long* places = indices + (first * outputs);
        using var rest = new Scratch<T>(5 * registers * Lanes);
        using var restPlaces = new Scratch<long>(TPlaces.Wanted ? registers * Lanes : 0);
        T* copied = rest.Start, last = copied + (4 * registers * Lanes);
        for (nint plane = first; plane < end; plane++)
        {
            nint place = 0;
            T* upper = x + (plane * inputs);
            for (int h = 0; h < height.Output; h++, upper += 2 * width.Input, place += 2 * width.Input, target += width.Output, places += width.Output)
            {
                T* lower = upper + width.Input;
                // What is written beyond the row is written over by the next one.
                if (target + (registers * Lanes) <= targetEnd && lower + (2 * registers * Lanes) <= sourceEnd)
                {
                    Row(upper, lower, registers, place, width.Input, target, places);
                    continue;
                }
                for (int i = 0; i < 2 * width.Output; i++) (copied[i], copied[(2 * registers * Lanes) + i]) = (upper[i], lower[i]);
                Row(copied, copied + (2 * registers * Lanes), registers, place, width.Input, last, restPlaces.Start);
                for (int i = 0; i < width.Output; i++) target[i] = last[i];
                if (!TPlaces.Wanted) continue;
                for (int i = 0; i < width.Output; i++) places[i] = restPlaces.Start[i];
            }
        }
    }

    /// <summary>Registers of outputs; <paramref name="place"/> is where the first of them begins in its plane, <paramref name="across"/> the elements of a row.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Row(T* upper, T* lower, int registers, nint place, int across, T* y, long* indices)
    {
        Vector512<TIndex> at = (Vector512<TIndex>.Indices * TIndex.CreateTruncating(2)) + Vector512.Create(TIndex.CreateTruncating(place));
        Vector512<TIndex> below = Vector512.Create(TIndex.CreateTruncating(across)), step = Vector512.Create(TIndex.CreateTruncating(2 * Lanes));
        for (; registers > 0; registers--, upper += 2 * Lanes, lower += 2 * Lanes, y += Lanes, indices += Lanes)
        {
            Pairs.Split(upper, out Vector512<T> most, out Vector512<T> right);
            Pairs.Split(lower, out Vector512<T> mostBelow, out Vector512<T> rightBelow);
            Vector512<T> isRight = Counts(right, most), isRightBelow = Counts(rightBelow, mostBelow);
            most = Vector512.ConditionalSelect(isRight, right, most);
            mostBelow = Vector512.ConditionalSelect(isRightBelow, rightBelow, mostBelow);
            Vector512<T> isBelow = Counts(mostBelow, most);
            Vector512.ConditionalSelect(isBelow, mostBelow, most).Store(y);
            if (!TPlaces.Wanted) continue;
            // A comparison that holds is -1.
            Vector512<TIndex> best = Vector512.ConditionalSelect(isBelow.As<T, TIndex>(), at + below - isRightBelow.As<T, TIndex>(), at - isRight.As<T, TIndex>());
            Put(best, indices);
            at += step;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Counts(Vector512<T> later, Vector512<T> earlier) => Vector512.GreaterThan(later, earlier) | ~Vector512.Equals(later, later);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector512<TIndex> places, long* indices)
    {
        if (typeof(TIndex) == typeof(long))
        {
            places.AsInt64().Store(indices);
            return;
        }
        (Vector512<long> lower, Vector512<long> upper) = Vector512.Widen(places.AsInt32());
        lower.Store(indices);
        upper.Store(indices + Vector512<long>.Count);
    }
}
