namespace Autograd.Kernels;

/// <summary>The filters of a convolution by address: as they lie, or turned round for the transpose in x.</summary>
/// <remarks>Tap k of channel c of filter m of group g is at <c>g groupStride + m filterStride + c channelStride + k tapStride</c>.</remarks>
internal readonly unsafe struct ConvFilters<T>
    where T : unmanaged
{
    // Channels of a block that is read at a time: 8 of 512 filters of 3 x 3 are 147 KB, in the second cache.
    private const int FewChannels = 8;

    private readonly T* first;
    private readonly nint groupStride;
    private readonly nint filterStride;
    private readonly nint channelStride;
    private readonly nint tapStride;

    private ConvFilters(T* first, nint groupStride, nint filterStride, nint channelStride, nint tapStride)
    {
        this.first = first;
        this.groupStride = groupStride;
        this.filterStride = filterStride;
        this.channelStride = channelStride;
        this.tapStride = tapStride;
    }

    /// <summary>w[m, c, k] of the shape.</summary>
    public static ConvFilters<T> Of(in ConvShape s, T* w) => new(w, s.Filters * s.Rows, s.Rows, s.Window.KernelCount, 1);

    /// <summary>w[c, m, K - 1 - k]: filters for the channels of the shape, of as many channels as it has filters.</summary>
    public static ConvFilters<T> Flipped(in ConvShape s, T* w) =>
        new(w + s.Window.KernelCount - 1, s.Filters * s.Rows, s.Window.KernelCount, s.Rows, -1);

    /// <summary>From one filter to the next.</summary>
    public nint FilterStride => filterStride;

    /// <summary>From one channel to the next.</summary>
    public nint ChannelStride => channelStride;

    /// <summary>From one tap to the next.</summary>
    public nint TapStride => tapStride;

    /// <summary>The first tap of a channel of a filter.</summary>
    public T* At(int group, int filter, int channel) => first + (group * groupStride) + (filter * filterStride) + (channel * channelStride);

    /// <summary>The elements of all panels of a group.</summary>
    public static nint PanelsCount<V>(in ConvShape s)
        where V : unmanaged => MatMulPack<T, V>.PanelsCount(s.Filters, (int)s.Rows);

    /// <summary>Packs the filters of all groups for all threads: for each group panels <c>[C K, rows of a tile]</c>, one after the other.</summary>
    public void Pack<V>(in ConvShape s, T* to)
        where V : unmanaged
    {
        nint taps = s.Window.KernelCount;
        // Rows that go on from channel to channel are one long row each.
        if (channelStride == taps * tapStride) Workers.For(s.Groups * PanelsOf<V>(s), new RowPacking<V> { S = s, Filters = this, To = to });
        else Workers.For(s.Groups * BlocksOf(s), new BlockPacking<V> { S = s, Filters = this, To = to });
    }

    private static int PanelsOf<V>(in ConvShape s)
        where V : unmanaged => (s.Filters + MatMulTile<T, V>.Rows - 1) / MatMulTile<T, V>.Rows;

    private static int BlocksOf(in ConvShape s) => (s.Channels + FewChannels - 1) / FewChannels;

    /// <summary>A panel of long rows.</summary>
    private struct RowPacking<V> : IJob
        where V : unmanaged
    {
        public ConvShape S;
        public ConvFilters<T> Filters;
        public T* To;

        public readonly void Run(int part)
        {
            var (group, panel) = Math.DivRem(part, PanelsOf<V>(S));
            int m = panel * MatMulTile<T, V>.Rows;
            T* from = Filters.first + (group * Filters.groupStride) + (m * Filters.filterStride);
            T* to = To + (group * PanelsCount<V>(S)) + (m * S.Rows);
            MatMulPack<T, V>.Panels(from, Filters.filterStride, Filters.tapStride, Math.Min(MatMulTile<T, V>.Rows, S.Filters - m), (int)S.Rows, to);
        }
    }

    /// <summary>A few channels of all panels: what is read lies together.</summary>
    private struct BlockPacking<V> : IJob
        where V : unmanaged
    {
        public ConvShape S;
        public ConvFilters<T> Filters;
        public T* To;

        public readonly void Run(int part)
        {
            var (group, block) = Math.DivRem(part, BlocksOf(S));
            int height = MatMulTile<T, V>.Rows, taps = (int)S.Window.KernelCount, end = Math.Min(S.Channels, (block + 1) * FewChannels);
            T* from = Filters.first + (group * Filters.groupStride);
            T* to = To + (group * PanelsCount<V>(S));
            for (int m = 0; m < S.Filters; m += height)
            {
                for (int c = block * FewChannels; c < end; c++)
                {
                    T* filters = from + (m * Filters.filterStride) + (c * Filters.channelStride);
                    MatMulPack<T, V>.Panels(filters, Filters.filterStride, Filters.tapStride, Math.Min(height, S.Filters - m), taps, to + (m * S.Rows) + ((nint)c * taps * height));
                }
            }
        }
    }
}
