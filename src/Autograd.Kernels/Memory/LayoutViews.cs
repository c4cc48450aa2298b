namespace Autograd.Memory;

/// <summary>The views: each a function from a layout to a layout. Dimensions are already checked and non-negative.</summary>
/// <remarks>Offsets and strides are computed checked; the layout itself refuses to reach outside of [0, 2^31 - 2].</remarks>
internal static class LayoutViews
{
    extension(Layout layout)
    {
        /// <summary>Output dimension d is input dimension dims[d].</summary>
        public Layout Permute(ReadOnlySpan<int> dims)
        {
            Span<int> sizes = stackalloc int[dims.Length], strides = stackalloc int[dims.Length];
            for (int d = 0; d < dims.Length; d++)
            {
                sizes[d] = layout.Sizes[dims[d]];
                strides[d] = layout.Strides[dims[d]];
            }
            return Layout.Strided(sizes, strides, layout.Offset);
        }

        public Layout Transpose(int a, int b)
        {
            Span<int> dims = stackalloc int[layout.Rank];
            for (int d = 0; d < dims.Length; d++) dims[d] = d;
            (dims[a], dims[b]) = (b, a);
            return layout.Permute(dims);
        }

        /// <summary>Repeats sizes of 1, and new dimensions on the left, with stride 0; null when the sizes do not fit.</summary>
        public Layout? TryExpand(ReadOnlySpan<int> sizes)
        {
            if (layout.Sizes.SequenceEqual(sizes)) return layout;
            Layout.CheckRank(sizes.Length);
            int added = sizes.Length - layout.Rank;
            if (added < 0) return null;
            Span<int> strides = stackalloc int[sizes.Length];
            for (int d = 0; d < sizes.Length; d++)
            {
                int size = d < added ? 1 : layout.Sizes[d - added];
                if (size == sizes[d]) strides[d] = d < added ? 0 : layout.Strides[d - added];
                else if (size != 1) return null;
            }
            return Layout.Strided(sizes, strides, layout.Offset);
        }

        /// <summary>Elements start, start + step, ... along a dimension, <paramref name="length"/> of them.</summary>
        public Layout Slice(int dim, int start, int length, int step = 1)
        {
            Span<int> sizes = stackalloc int[layout.Rank], strides = stackalloc int[layout.Rank];
            layout.Sizes.CopyTo(sizes);
            layout.Strides.CopyTo(strides);
            int offset = length == 0 ? layout.Offset : checked(layout.Offset + start * strides[dim]);
            sizes[dim] = length;
            // One element has no neighbour: its stride may not overflow.
            strides[dim] = length <= 1 ? strides[dim] : checked(strides[dim] * step);
            return Layout.Strided(sizes, strides, offset);
        }

        /// <summary>One index of a dimension, which goes away.</summary>
        public Layout Select(int dim, int index)
        {
            Span<int> sizes = stackalloc int[layout.Rank - 1], strides = stackalloc int[layout.Rank - 1];
            for (int d = 0, to = 0; d < layout.Rank; d++)
            {
                if (d == dim) continue;
                sizes[to] = layout.Sizes[d];
                strides[to++] = layout.Strides[d];
            }
            return Layout.Strided(sizes, strides, checked(layout.Offset + index * layout.Strides[dim]));
        }

        /// <summary>A new dimension of size 1 at <paramref name="dim"/>.</summary>
        public Layout Unsqueeze(int dim)
        {
            Span<int> sizes = stackalloc int[layout.Rank + 1], strides = stackalloc int[layout.Rank + 1];
            for (int d = 0, from = 0; d < sizes.Length; d++)
            {
                sizes[d] = d == dim ? 1 : layout.Sizes[from];
                strides[d] = d == dim ? (from < layout.Rank ? (int)Math.Min((long)layout.Sizes[from] * layout.Strides[from], int.MaxValue) : 1) : layout.Strides[from];
                if (d != dim) from++;
            }
            return Layout.Strided(sizes, strides, layout.Offset);
        }

        /// <summary>Without the marked dimensions, which have size 1.</summary>
        public Layout Squeeze(ReadOnlySpan<bool> gone)
        {
            Span<int> sizes = stackalloc int[layout.Rank], strides = stackalloc int[layout.Rank];
            int rank = 0;
            for (int d = 0; d < layout.Rank; d++)
            {
                if (gone[d]) continue;
                sizes[rank] = layout.Sizes[d];
                strides[rank++] = layout.Strides[d];
            }
            return Layout.Strided(sizes[..rank], strides[..rank], layout.Offset);
        }

        /// <summary>The diagonal of two dimensions, as a new last one.</summary>
        public Layout Diagonal(int shift, int dim1, int dim2)
        {
            long row = Math.Max(-(long)shift, 0), column = Math.Max(shift, 0);
            int length = (int)Math.Max(0, Math.Min(layout.Sizes[dim1] - row, layout.Sizes[dim2] - column));
            Span<int> sizes = stackalloc int[layout.Rank - 1], strides = stackalloc int[layout.Rank - 1];
            int to = 0;
            for (int d = 0; d < layout.Rank; d++)
            {
                if (d == dim1 || d == dim2) continue;
                sizes[to] = layout.Sizes[d];
                strides[to++] = layout.Strides[d];
            }
            sizes[to] = length;
            // Only a diagonal of one element comes to the bound: nobody steps along it.
            strides[to] = (int)Math.Min((long)layout.Strides[dim1] + layout.Strides[dim2], int.MaxValue);
            long start = length == 0 ? 0 : row * layout.Strides[dim1] + column * layout.Strides[dim2];
            return Layout.Strided(sizes, strides, checked((int)(layout.Offset + start)));
        }

        /// <summary>Windows of <paramref name="size"/> elements every <paramref name="step"/> along a dimension, as a new last one.</summary>
        public Layout Unfold(int dim, int size, int step)
        {
            if (layout.Rank == 0) return Layout.Strided([size], [1], layout.Offset);
            Span<int> sizes = stackalloc int[layout.Rank + 1], strides = stackalloc int[layout.Rank + 1];
            layout.Sizes.CopyTo(sizes);
            layout.Strides.CopyTo(strides);
            sizes[dim] = (layout.Sizes[dim] - size) / step + 1;
            strides[^1] = strides[dim];
            sizes[^1] = size;
            strides[dim] = sizes[dim] <= 1 ? strides[dim] : checked(strides[dim] * step);
            return Layout.Strided(sizes, strides, layout.Offset);
        }

        /// <summary>
        /// The same elements in row-major order under other sizes, without a copy; null where strides do not allow it.
        /// Dimensions that lie end to end (stride[d] = size[d+1] stride[d+1]) form groups; a new shape may regroup only inside one.
        /// </summary>
        public Layout? TryView(ReadOnlySpan<int> sizes)
        {
            Layout.CheckRank(sizes.Length);
            Span<int> strides = stackalloc int[sizes.Length];
            if (layout.Count == 0 || layout.IsContiguous)
                return Layout.Strided(sizes, Layout.RowMajorStrides(sizes), layout.Offset);

            int to = sizes.Length - 1;
            long groupStride = layout.Strides[^1], groupSize = 1, viewed = 1;
            for (int d = layout.Rank - 1; d >= 0; d--)
            {
                groupSize *= layout.Sizes[d];
                bool ends = d == 0 || (layout.Sizes[d - 1] != 1 && layout.Strides[d - 1] != groupSize * groupStride);
                if (!ends) continue;
                while (to >= 0 && (viewed < groupSize || sizes[to] == 1))
                {
                    strides[to] = (int)Math.Min(viewed * groupStride, int.MaxValue);
                    viewed *= sizes[to--];
                }
                if (viewed != groupSize) return null;
                if (d > 0)
                {
                    groupStride = layout.Strides[d - 1];
                    groupSize = viewed = 1;
                }
            }
            return to == -1 ? Layout.Strided(sizes, strides, layout.Offset) : null;
        }
    }

    /// <summary>The sizes to which two shapes broadcast, aligned at the right; null when they do not.</summary>
    public static int[]? TryBroadcast(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var sizes = new int[Math.Max(a.Length, b.Length)];
        for (int d = 1; d <= sizes.Length; d++)
        {
            int x = d <= a.Length ? a[^d] : 1, y = d <= b.Length ? b[^d] : 1;
            if (x != y && x != 1 && y != 1) return null;
            sizes[^d] = x == 1 ? y : x;
        }
        return sizes;
    }
}
