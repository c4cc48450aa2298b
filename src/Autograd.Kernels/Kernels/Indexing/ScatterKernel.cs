using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Writes by indices: <c>scatter</c>, <c>scatter_add</c>, <c>index_add</c> and assignment through advanced indexing.</summary>
/// <remarks>
/// One thread, in the row-major order of the indices: where an index comes twice, the last value stays (or the values are added
/// in that order), so the bits do not depend on threads.
/// </remarks>
internal static unsafe class ScatterKernel
{
    /// <summary>target[i, index[i, j, k], k] = source[i, j, k] (for dimension 1).</summary>
    /// <param name="target">The storage that is written.</param>
    /// <param name="layout">The layout of the target.</param>
    /// <param name="dim">The indexed dimension.</param>
    /// <param name="index">Offsets of <see cref="GatherIndex.TryOffsets"/> with the stride of <paramref name="dim"/>.</param>
    /// <param name="sizes">The shape of the index.</param>
    /// <param name="source">The storage of the values.</param>
    /// <param name="from">The layout of the values; at least as large as the index in every dimension.</param>
    public static void Scatter<T>(Span<T> target, Layout layout, int dim, ReadOnlySpan<int> index, ReadOnlySpan<int> sizes, ReadOnlySpan<T> source, Layout from)
        where T : unmanaged
    {
        int done = 0;
        var (to, read) = Places(target, layout, dim, index, sizes, source, from);
        var walk = new Strided(to, read);
        fixed (T* t = target)
        fixed (T* s = source)
        fixed (int* at = index)
        {
            while (walk.Next())
            {
                ScatterRun(t + walk.Offset(0), walk.Stride(0), at + done, s + walk.Offset(1), walk.Stride(1), walk.RunLength);
                done += walk.RunLength;
            }
        }
    }

    /// <summary>target[i, index[i, j, k], k] += source[i, j, k] (for dimension 1); parameters as in <see cref="Scatter{T}"/>.</summary>
    public static void ScatterAdd<T>(Span<T> target, Layout layout, int dim, ReadOnlySpan<int> index, ReadOnlySpan<int> sizes, ReadOnlySpan<T> source, Layout from)
        where T : unmanaged, INumber<T>
    {
        int done = 0;
        var (to, read) = Places(target, layout, dim, index, sizes, source, from);
        var walk = new Strided(to, read);
        fixed (T* t = target)
        fixed (T* s = source)
        fixed (int* at = index)
        {
            while (walk.Next())
            {
                AddRun(t + walk.Offset(0), walk.Stride(0), at + done, s + walk.Offset(1), walk.Stride(1), walk.RunLength);
                done += walk.RunLength;
            }
        }
    }

    /// <summary>target[before(b) + offsets[m] + after(a)] = source[b, m, a]: the adjoint of <see cref="GatherKernel.Read{T}"/> that overwrites.</summary>
    public static void Write<T>(Span<T> target, Layout before, ReadOnlySpan<int> offsets, Layout after, ReadOnlySpan<T> source)
        where T : unmanaged
    {
        using var starts = new Scratch<int>(before.Count);
        using var inside = new Scratch<int>(after.IsContiguous ? 0 : after.Count);
        GatherKernel.Offsets(before, starts.Span);
        if (!after.IsContiguous) GatherKernel.Offsets(after, inside.Span);
        foreach (int b in starts.Span)
        {
            foreach (int m in offsets)
            {
                if (after.IsContiguous) source[..after.Count].CopyTo(target[(b + m + after.Offset)..]);
                else for (int i = 0; i < after.Count; i++) target[b + m + inside.Start[i]] = source[i];
                source = source[after.Count..];
            }
        }
    }

    /// <summary>target[before(b) + offsets[m] + after(a)] += source[b, m, a]: the adjoint of <see cref="GatherKernel.Read{T}"/>.</summary>
    public static void Accumulate<T>(Span<T> target, Layout before, ReadOnlySpan<int> offsets, Layout after, ReadOnlySpan<T> source)
        where T : unmanaged, INumber<T>
    {
        if (offsets.IsEmpty || before.Count == 0 || after.Count == 0) return;
        GatherKernel.CheckBlocks<T>(target, before, offsets, after);
        Bounds.Room(source, (long)before.Count * offsets.Length * after.Count);
        using var starts = new Scratch<int>(before.Count);
        using var inside = new Scratch<int>(after.IsContiguous ? 0 : after.Count);
        GatherKernel.Offsets(before, starts.Span);
        if (!after.IsContiguous) GatherKernel.Offsets(after, inside.Span);
        fixed (T* t = target)
        fixed (T* s = source)
        {
            T* from = s;
            foreach (int b in starts.Span)
            {
                foreach (int m in offsets)
                {
                    if (after.IsContiguous) AddBlock(t + b + m + after.Offset, from, after.Count);
                    else for (int i = 0; i < after.Count; i++) t[b + m + inside.Start[i]] += from[i];
                    from += after.Count;
                }
            }
        }
    }

    /// <summary>Where an index of these sizes steps through target and source, all of it inside of them.</summary>
    private static (Layout Target, Layout Source) Places<T>(
        ReadOnlySpan<T> target, Layout layout, int dim, ReadOnlySpan<int> index, ReadOnlySpan<int> sizes, ReadOnlySpan<T> source, Layout from)
    {
        Layout to = GatherIndex.Along(layout, dim, sizes), read = Layout.Strided(sizes, from.Strides, from.Offset);
        Bounds.Check(target, layout);
        Bounds.Check(target, to);
        Bounds.Check(source, read);
        Bounds.Room(index, to.Count);
        return (to, read);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ScatterRun<T>(T* t, nint step, int* index, T* s, nint from, int count)
        where T : unmanaged
    {
        for (int i = 0; i < count; i++, t += step, s += from) t[index[i]] = *s;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddRun<T>(T* t, nint step, int* index, T* s, nint from, int count)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < count; i++, t += step, s += from) t[index[i]] += *s;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock<T>(T* t, T* s, int count)
        where T : unmanaged, INumber<T>
    {
        int i = 0;
        // A single addition an element: registers and single elements give the same bits.
        for (; i + Vector<T>.Count <= count; i += Vector<T>.Count) (Vector.Load(t + i) + Vector.Load(s + i)).Store(t + i);
        for (; i < count; i++) t[i] += s[i];
    }
}
