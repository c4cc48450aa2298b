using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// The few smallest packed keys of a row: once as many are kept as are wanted, a register of elements none of which comes before the last one kept is
/// passed over by one comparison.
/// </summary>
/// <remarks>
/// The comparison of elements only lets too much through (a NaN on either side, whichever way the order goes); what decides is the packed key,
/// which is exact. Equal elements behind the last one kept come after it, for their index is larger.
/// </remarks>
internal static unsafe class SortFew
{
    // Beyond what is wanted; a selection among all that are kept takes its place again.
    private const int Spare = 64;

    // So few are kept in order: an insertion moves less than a selection reads, and the last one kept is exact at every element.
    private const int MostInserted = 32;

    /// <summary>Rows that are long enough beside what is wanted of them.</summary>
    public static bool IsFew(int n, int wanted) => wanted <= n / 8;

    /// <summary>Room for the keys of <see cref="Smallest{T, TPacked}"/>.</summary>
    public static int Room(int wanted) => (2 * wanted) + Spare;

    /// <summary>Moves the smallest keys of a row to the front of <paramref name="kept"/>, in no order.</summary>
    public static void Smallest<T, TPacked>(T* x, int n, int wanted, bool descending, Span<TPacked> kept)
        where T : unmanaged
        where TPacked : unmanaged, IBinaryInteger<TPacked>
    {
        if (wanted <= MostInserted)
        {
            SmallestInOrder(x, n, descending, kept[..wanted]);
            return;
        }
        TPacked worst = TPacked.AllBitsSet;
        T threshold = default;
        bool isFull = false;
        int at = 0, count = 0;
        while (at < n)
        {
            if (isFull) at = descending ? SkipLower(x, at, n, threshold) : SkipHigher(x, at, n, threshold);
            int block = Math.Min(Vector<T>.Count, n - at);
            if (count + block > kept.Length)
            {
                SortSelect.Smallest(kept[..count], wanted);
                count = wanted;
                worst = kept[0];
                foreach (var key in kept[1..wanted]) worst = TPacked.Max(worst, key);
                threshold = x[int.CreateTruncating(worst)];
                isFull = true;
                continue;
            }
            count = Append(x, at, block, descending, worst, kept, count);
            at += block;
        }
        SortSelect.Smallest(kept[..count], wanted);
    }

    private static void SmallestInOrder<T, TPacked>(T* x, int n, bool descending, Span<TPacked> kept)
        where T : unmanaged
        where TPacked : unmanaged, IBinaryInteger<TPacked>
    {
        kept.Fill(TPacked.AllBitsSet);
        Insert(x, 0, kept.Length, descending, kept);
        for (int at = kept.Length; at < n; at += Vector<T>.Count)
        {
            T threshold = x[int.CreateTruncating(kept[^1])];
            at = descending ? SkipLower(x, at, n, threshold) : SkipHigher(x, at, n, threshold);
            Insert(x, at, Math.Min(at + Vector<T>.Count, n), descending, kept);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Insert<T, TPacked>(T* x, int start, int end, bool descending, Span<TPacked> kept)
        where T : unmanaged
        where TPacked : unmanaged, IBinaryInteger<TPacked>
    {
        for (int i = start; i < end; i++)
        {
            TPacked key = Pack<T, TPacked>(x[i], i, descending);
            int place = kept.Length - 1;
            if (key >= kept[place]) continue;
            for (; place > 0 && kept[place - 1] > key; place--) kept[place] = kept[place - 1];
            kept[place] = key;
        }
    }

    /// <summary>The key of an element in its upper half, turned round where the largest come first, its index in the lower.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TPacked Pack<T, TPacked>(T x, int index, bool descending)
        where T : unmanaged
        where TPacked : unmanaged, IBinaryInteger<TPacked>
    {
        int half = sizeof(TPacked) * 4;
        TPacked flip = descending ? TPacked.AllBitsSet << half : TPacked.Zero;
        return ((TPacked.CreateTruncating(SortSelect.Key(x)) << half) ^ flip) | TPacked.CreateTruncating(index);
    }

    // Each key is written; one that does not count is written over by the next.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Append<T, TPacked>(T* x, int at, int block, bool descending, TPacked worst, Span<TPacked> kept, int count)
        where T : unmanaged
        where TPacked : unmanaged, IBinaryInteger<TPacked>
    {
        for (int i = at; i < at + block; i++)
        {
            TPacked key = Pack<T, TPacked>(x[i], i, descending);
            kept[count] = key;
            count += key < worst ? 1 : 0;
        }
        return count;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int SkipLower<T>(T* x, int at, int n, T threshold)
        where T : unmanaged
    {
        var last = new Vector<T>(threshold);
        while (at + Vector<T>.Count <= n && Vector.LessThanOrEqualAll(Vector.Load(x + at), last)) at += Vector<T>.Count;
        return at;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int SkipHigher<T>(T* x, int at, int n, T threshold)
        where T : unmanaged
    {
        var last = new Vector<T>(threshold);
        while (at + Vector<T>.Count <= n && Vector.GreaterThanOrEqualAll(Vector.Load(x + at), last)) at += Vector<T>.Count;
        return at;
    }
}
