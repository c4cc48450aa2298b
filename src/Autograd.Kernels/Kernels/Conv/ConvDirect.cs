using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// y[n, m, o] = b[m] + sum over c, k of w[m, c, k] x[n, c, o S + k D - P], without patches: for every image, group and band of outputs a
/// <see cref="ConvGrid"/> of the inputs, of which every tap reads a strip of outputs as it lies. A row (c, k) of the matrix product's B is
/// an offset; the filters are packed once, as panels <c>[C K, rows of a tile]</c>.
/// </summary>
internal static unsafe class ConvDirect
{
    // Packing the filters and the copies take a microsecond: half of what that many multiply-adds take.
    private const long LeastProducts = 1 << 18;

    // Of what is computed that many of a hundred are outputs, or patches are packed without the positions between them.
    private const int LeastShare = 66;

    // The rows of a tile.
    private const int LeastFilters = 8;

    // One row of outputs may read many planes of a volume; patches are blocks of some channels.
    private const int MostBytes = 2 << 20;

    // A large convolution has at least that many bands, where its size allows.
    private const int Parts = 16;

    /// <summary>
    /// Whether this is the faster way: enough work, patches that overlap, and few positions between the rows of outputs. It does not depend on
    /// the batch: an image has the same bits in any.
    /// </summary>
    public static bool Pays<T>(in ConvShape s)
        where T : unmanaged
    {
        if (s.IsPointwise || s.Channels == 0 || (s with { Batch = 1 }).Products < LeastProducts) return false;
        var grid = ConvGrid.Of<T>(s, s.Channels, nint.MaxValue);
        int lanes = Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256.IsHardwareAccelerated ? Vector256<T>.Count : Vector128<T>.Count;
        long computed = (grid.Positions + lanes - 1) / lanes * lanes * grid.Bands;
        int panels = (s.Filters + LeastFilters - 1) / LeastFilters * LeastFilters;
        return (long)s.Window.OutputCount * 100 * s.Filters >= computed * LeastShare * panels && (long)grid.ChannelCount * s.Channels * sizeof(T) <= MostBytes;
    }

    /// <summary>The bands of the outputs: enough for many threads, where there are few images.</summary>
    public static ConvGrid GridOf<T>(in ConvShape s)
        where T : unmanaged
    {
        nint bandsOfImage = (nint)((Parts + ((long)s.Batch * s.Groups) - 1) / ((long)s.Batch * s.Groups));
        return ConvGrid.Of<T>(s, s.Channels, (s.Window.OutputCount + bandsOfImage - 1) / bandsOfImage);
    }

    public static void Run<T>(in ConvShape s, T* x, in ConvFilters<T> filters, T* bias, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) new ConvDirect<T, Vector512<T>> { S = s, X = x, Bias = bias, Y = y }.RunAll(filters);
        else if (Vector256.IsHardwareAccelerated) new ConvDirect<T, Vector256<T>> { S = s, X = x, Bias = bias, Y = y }.RunAll(filters);
        else new ConvDirect<T, Vector128<T>> { S = s, X = x, Bias = bias, Y = y }.RunAll(filters);
    }
}

/// <inheritdoc cref="ConvDirect"/>
internal unsafe struct ConvDirect<T, V> : IJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where V : unmanaged
{
    public ConvShape S;
    public T* X;
    public T* Bias;
    public T* Y;
    private ConvGrid grid;
    private nint* offsets;
    private T* panels;
    private nint pieces;
    private nint perPart;

    private readonly nint Strips => (grid.Positions + MatMulTile<T, V>.Columns - 1) / MatMulTile<T, V>.Columns;

    private readonly nint Pitch => Strips * MatMulTile<T, V>.Columns;

    private readonly nint PanelsOfGroup => ConvFilters<T>.PanelsCount<V>(S);

    public void RunAll(in ConvFilters<T> filters)
    {
        grid = ConvDirect.GridOf<T>(S);
        using var table = new Scratch<nint>(S.Rows);
        using var packed = new Scratch<T>(S.Groups * PanelsOfGroup);
        offsets = table.Start;
        panels = packed.Start;
        grid.Offsets(S.Channels, offsets);
        filters.Pack<V>(S, panels);
        pieces = (nint)S.Batch * S.Groups * grid.Bands;
        perPart = WorkParts.PiecesOf(S.Products, pieces);
        Workers.For((int)((pieces + perPart - 1) / perPart), this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        nint inputs = S.Channels * grid.ChannelCount;
        // The last strip reads beyond the last output of the last channel.
        using var room = new Scratch<T>(inputs + MatMulTile<T, V>.Columns);
        using var sums = new Scratch<T>(S.Filters * Pitch);
        new Span<T>(room.Start + inputs, MatMulTile<T, V>.Columns).Clear();
        nint first = part * perPart, end = Math.Min(pieces, first + perPart);
        for (nint i = first; i < end; i++)
        {
            nint imageAndGroup = i / grid.Bands;
            int band = (int)(i % grid.Bands), group = (int)(imageAndGroup % S.Groups);
            grid.Fill(X + (imageAndGroup * S.Channels * S.Window.InputCount), S.Channels, band, room.Start);
            if (Bias != null) ConvProduct.Fill(sums.Start, Pitch, S.Filters, (int)Pitch, Bias + ((nint)group * S.Filters));
            Product(group, room.Start, sums.Start);
            grid.Store(sums.Start, Pitch, S.Filters, band, Y + (imageAndGroup * S.Filters * S.Window.OutputCount));
        }
    }

    /// <summary>All tiles of a band: strips, runs of k within, and panels of filters within those.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Product(int group, T* inputs, T* sums)
    {
        int height = MatMulTile<T, V>.Rows, width = MatMulTile<T, V>.Columns, depth = (int)S.Rows, runs = MatMulOperands<T>.Depth(depth);
        nint pitch = Pitch;
        for (nint at = 0; at < grid.Positions; at += width)
        {
            bool isNarrow = grid.Positions - at <= MatMulTile<T, V>.Lanes;
            for (int k = 0; k < depth; k += runs)
            {
                bool isBegun = k > 0 || Bias != null;
                nint startPitch = isBegun ? pitch : 0;
                T* a = panels + (group * PanelsOfGroup) + ((nint)k * height);
                T* c = sums + at;
                int run = Math.Min(runs, depth - k);
                for (int m = 0; m < S.Filters; m += height, a += (nint)depth * height, c += height * pitch)
                {
                    T* start = isBegun ? c : null;
                    int rows = Math.Min(height, S.Filters - m);
                    if (isNarrow) MatMulTile<T, V, OneRegister, ReadsPanelAndTable>.Run(run, a, 0, 0, rows, inputs + at, 0, c, pitch, start, startPitch, offsets + k);
                    else MatMulTile<T, V, TwoRegisters, ReadsPanelAndTable>.Run(run, a, 0, 0, rows, inputs + at, 0, c, pitch, start, startPitch, offsets + k);
                }
            }
        }
    }
}
