using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Rows whose elements lie side by side, mapped and reduced: what was mapped lives in a strip of one chunk.</summary>
internal static unsafe class RowPieces
{
    /// <summary>Reduces map(a, b) of each row.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <typeparam name="M">What combines.</typeparam>
    /// <param name="map">What every element passes first.</param>
    /// <param name="a">The rows.</param>
    /// <param name="b">The second operand of a formula of two.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="n">Elements of a row, at most one chunk.</param>
    /// <param name="results">Where the first result goes.</param>
    /// <param name="step">From one result to the next.</param>
    [SkipLocalsInit]
    public static void Reduce<T, M>(StripMap<T> map, RowOperand<T> a, RowOperand<T> b, int rows, int n, T* results, nint step)
        where T : unmanaged, INumber<T>
        where M : struct, IMonoid
    {
        if (map.IsNone)
        {
            ReduceLoops<T, M>.Rows(a.Start, a.Pitch, rows, n, a.End, results, step);
            return;
        }
        int room = ReduceKernel.Chunk + ReduceLoops<T, M>.Lanes;
        T* strip = stackalloc T[room];
        int together = Math.Max(1, ReduceKernel.Chunk / n);
        for (int row = 0; row < rows; row += together)
        {
            int count = Math.Min(together, rows - row);
            map.Rows(a.From(row), b.From(row), strip, n, count, n);
            ReduceLoops<T, M>.Rows(strip, n, count, n, strip + room, results + (row * step), step);
        }
    }

    /// <summary>Reduces the chunks of one long row, each to a result of its own; the last may be shorter.</summary>
    public static void ReduceChunks<T, M>(StripMap<T> map, RowOperand<T> a, RowOperand<T> b, int n, T* results, nint step)
        where T : unmanaged, INumber<T>
        where M : struct, IMonoid
    {
        int full = n / ReduceKernel.Chunk, whole = full * ReduceKernel.Chunk;
        Reduce<T, M>(map, a.Cut(0, ReduceKernel.Chunk), b.Cut(0, ReduceKernel.Chunk), full, ReduceKernel.Chunk, results, step);
        if (whole < n) Reduce<T, M>(map, a.Cut(whole, 0), b.Cut(whole, 0), 1, n - whole, results + (full * step), step);
    }

    /// <summary>Reduces rows of any length in the order of <see cref="ReduceKernel"/>.</summary>
    public static void ReduceAny<T, M>(StripMap<T> map, RowOperand<T> a, RowOperand<T> b, int rows, int n, T* results)
        where T : unmanaged, INumber<T>
        where M : struct, IMonoid
    {
        if (n <= ReduceKernel.Chunk)
        {
            Reduce<T, M>(map, a, b, rows, n, results, 1);
            return;
        }
        int chunks = ((n - 1) / ReduceKernel.Chunk) + 1;
        using var partials = new Scratch<T>(chunks);
        for (int r = 0; r < rows; r++)
        {
            ReduceChunks<T, M>(map, a.From(r), b.From(r), n, partials.Start, 1);
            ReduceLoops<T, M>.Pairwise(partials.Start, chunks, 1);
            results[r] = *partials.Start;
        }
    }
}
