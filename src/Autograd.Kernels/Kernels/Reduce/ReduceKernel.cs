using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Reduces any set of dimensions of a strided tensor: every element through a formula, all of a group by a monoid.</summary>
/// <remarks>
/// The order is defined by the logical index alone, so the bits depend neither on layout, position and batch size nor on threads:
/// a group's elements e_0 .. e_(n-1) in row-major order are cut into chunks of 4096; a chunk is reduced as
/// <see cref="ReduceLoops{T, M}"/> says; chunks are combined pairwise. The error of a sum grows as 36 + log2(n / 4096) roundings.
/// </remarks>
internal static unsafe class ReduceKernel
{
    /// <summary>Elements of a chunk: 16 KB of float32.</summary>
    public const int Chunk = 4096;

    /// <summary>Reduces the dimensions of <paramref name="mask"/> (bit d for dimension d); an empty group gives the identity.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <typeparam name="M">What combines.</typeparam>
    /// <param name="data">The storage.</param>
    /// <param name="layout">Where its elements lie; at most 64 dimensions.</param>
    /// <param name="mask">The reduced dimensions.</param>
    /// <param name="output">One element a group, row-major over the dimensions that remain.</param>
    public static void Reduce<T, M>(ReadOnlySpan<T> data, Layout layout, ulong mask, Span<T> output)
        where T : unmanaged, INumber<T>
        where M : struct, IMonoid
    {
        if (layout.IsContiguous && layout.Count is > 0 and <= Chunk && mask == AllDims(layout.Rank))
        {
            Bounds.Check(data, layout);
            Bounds.Room<T>(output, 1);
            // One group of one chunk: nothing to plan.
            fixed (T* x = data)
            fixed (T* o = output)
                ReduceLoops<T, M>.Rows(x + layout.Offset, layout.Count, 1, layout.Count, x + data.Length, o, 1);
            return;
        }
        Run<T, M>(default, data, layout, mask, default, output);
    }

    /// <summary>The reduction of f(x).</summary>
    public static void Reduce<T, M, F>(F f, ReadOnlySpan<T> data, Layout layout, ulong mask, Span<T> output)
        where T : unmanaged, INumber<T>
        where M : struct, IMonoid
        where F : struct, IUnaryFormula =>
        Run<T, M>(StripMap<T>.Unary(ref f), data, layout, mask, default, output);

    /// <summary>The reduction of f(x, c), with <paramref name="centers"/> the number c of each group.</summary>
    public static void ReduceBy<T, M, F>(F f, ReadOnlySpan<T> data, Layout layout, ulong mask, ReadOnlySpan<T> centers, Span<T> output)
        where T : unmanaged, INumber<T>
        where M : struct, IMonoid
        where F : struct, IBinaryFormula =>
        Run<T, M>(StripMap<T>.Binary(ref f), data, layout, mask, centers, output);

    /// <summary>The number of elements in each group.</summary>
    public static int GroupLength(Layout layout, ulong mask)
    {
        int n = 1;
        for (int d = 0; d < layout.Rank; d++) n *= (mask >> d & 1) != 0 ? layout.Sizes[d] : 1;
        return n;
    }

    /// <summary>The mask of all dimensions: a shift by 64 would shift by nothing.</summary>
    private static ulong AllDims(int rank) => rank == 0 ? 0 : ulong.MaxValue >> (Layout.MaxRank - rank);

    private static void Run<T, M>(StripMap<T> map, ReadOnlySpan<T> data, Layout layout, ulong mask, ReadOnlySpan<T> centers, Span<T> output)
        where T : unmanaged, INumber<T>
        where M : struct, IMonoid
    {
        Bounds.Check(data, layout);
        Span<int> scratch = stackalloc int[ReducePlan.Scratch(layout)];
        fixed (int* cells = scratch)
        fixed (T* x = data)
        fixed (T* o = output)
        fixed (T* c = centers)
        {
            ReducePlan plan = ReducePlan.Make(layout, mask, cells);
            if (plan.Outputs == 0) return;
            Bounds.Room<T>(output, plan.Outputs);
            if (!centers.IsEmpty) Bounds.Room(centers, plan.Outputs);
            if (plan.Length == 0)
            {
                output[..plan.Outputs].Fill(M.Identity<T>());
                return;
            }
            var job = new ReduceJob<T, M>(plan, map, x + layout.Offset, x + data.Length, c);
            if (job.Chunks == 1)
            {
                Workers.For(job.Cut(layout.Count, o), job);
                return;
            }
            using var sums = new Scratch<T>((long)job.Chunks * plan.Outputs);
            Workers.For(job.Cut(layout.Count, sums.Start), job);
            ReduceLoops<T, M>.Pairwise(sums.Start, job.Chunks, plan.Outputs);
            sums.Span[..plan.Outputs].CopyTo(output);
        }
    }
}
