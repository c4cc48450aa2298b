using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Matrices of which a triangle is kept.</summary>
internal static class TriangleKernel
{
    /// <summary>Copies matrices (the last two dimensions) and clears what lies below (<paramref name="upper"/>) or above a diagonal.</summary>
    /// <param name="data">The storage.</param>
    /// <param name="layout">Rank two or more.</param>
    /// <param name="diagonal">0 for the main diagonal, positive above it; the diagonal itself stays.</param>
    /// <param name="upper"><c>triu</c>, otherwise <c>tril</c>.</param>
    /// <param name="output">Contiguous.</param>
    public static void Keep<T>(ReadOnlySpan<T> data, Layout layout, int diagonal, bool upper, Span<T> output)
        where T : unmanaged
    {
        CopyKernel.Copy(data, layout, output);
        int rows = layout.Sizes[^2];
        int columns = layout.Sizes[^1];
        if (layout.Count == 0) return;
        for (int r = 0; r < layout.Count / columns; r++)
        {
            long first = (r % rows) + (long)diagonal;
            Span<T> row = output.Slice(r * columns, columns);
            if (upper) row[..(int)Math.Clamp(first, 0, columns)].Clear();
            else row[(int)Math.Clamp(first + 1, 0, columns)..].Clear();
        }
    }
}
