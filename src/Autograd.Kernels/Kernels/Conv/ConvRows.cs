using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// y[n, m, o] = b[m] + sum over c, k of w[m, c, k] x[n, c, o S + k D - P] where an output has few taps, as in the first layer of a network: every
/// row of outputs is tiles of its own, written where they belong.
/// </summary>
/// <remarks>
/// Inputs are copied as for <see cref="ConvDirect"/> (<see cref="ConvGrid"/>). With few taps its sums would be written, read and written again in
/// less time than they take: here a tile that reaches beyond its row writes there what the next row writes over.
/// </remarks>
internal static unsafe class ConvRows
{
    // More taps than that hide the copy of the sums; one run of k holds them.
    private const int MostRows = 256;

    // The rows of a tile.
    private const int LeastFilters = 8;

    // Of what a row computes that many of a hundred are outputs.
    private const int LeastShare = 75;

    /// <summary>Whether this is the faster way. It does not depend on the batch: an image has the same bits in any.</summary>
    public static bool Pays<T>(in ConvShape s)
        where T : unmanaged
    {
        if (s.IsPointwise || s.Rows == 0 || s.Rows > MostRows || s.Filters < LeastFilters) return false;
        int lanes = Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256.IsHardwareAccelerated ? Vector256<T>.Count : Vector128<T>.Count;
        long outputs = s.Window.Width.Output;
        return outputs >= lanes && outputs * 100 >= (outputs + lanes - 1) / lanes * lanes * LeastShare;
    }

    public static void Run<T>(in ConvShape s, T* x, in ConvFilters<T> filters, T* bias, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) new ConvRows<T, Vector512<T>> { S = s, X = x, Bias = bias, Y = y }.RunAll(filters);
        else if (Vector256.IsHardwareAccelerated) new ConvRows<T, Vector256<T>> { S = s, X = x, Bias = bias, Y = y }.RunAll(filters);
        else new ConvRows<T, Vector128<T>> { S = s, X = x, Bias = bias, Y = y }.RunAll(filters);
    }
}

/// <inheritdoc cref="ConvRows"/>
internal unsafe struct ConvRows<T, V> : IJob
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

    private static int Height => MatMulTile<T, V>.Rows;

    private static int Width => MatMulTile<T, V>.Columns;

    public void RunAll(in ConvFilters<T> filters)
    {
        grid = ConvDirect.GridOf<T>(S);
        using var table = new Scratch<nint>(S.Rows);
        using var packed = new Scratch<T>(S.Groups * ConvFilters<T>.PanelsCount<V>(S));
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
        // The last tile reads beyond the last output of the last channel.
        using var room = new Scratch<T>(inputs + Width);
        using var biases = new Scratch<T>(Bias == null ? 0 : (nint)S.Filters * Width);
        using var last = new Scratch<T>((nint)Height * Width);
        new Span<T>(room.Start + inputs, Width).Clear();
        nint first = part * perPart, end = Math.Min(pieces, first + perPart);
        int begun = -1;
        for (nint i = first; i < end; i++)
        {
            nint imageAndGroup = i / grid.Bands;
            int band = (int)(i % grid.Bands), group = (int)(imageAndGroup % S.Groups);
            if (Bias != null && group != begun) ConvProduct.Fill(biases.Start, Width, S.Filters, Width, Bias + ((nint)group * S.Filters));
            begun = group;
            grid.Fill(X + (imageAndGroup * S.Channels * S.Window.InputCount), S.Channels, band, room.Start);
            Band(band, panels + (group * ConvFilters<T>.PanelsCount<V>(S)), room.Start, biases.Start, last.Start, Y + (imageAndGroup * S.Filters * S.Window.OutputCount));
        }
    }

    /// <summary>All rows of a band, for a panel of filters after the other.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Band(int band, T* a, T* inputs, T* biases, T* last, T* y)
    {
        var (depths, heights, widths) = grid.OutputsOf(band);
        nint plane = S.Window.OutputCount, before = plane / grid.Outputs * band * grid.Rows;
        for (int m = 0; m < S.Filters; m += Height, a += S.Rows * Height)
        {
            int rows = Math.Min(Height, S.Filters - m);
            T* start = biases == null ? null : biases + ((nint)m * Width);
            T* c = y + (m * plane) + before, end = c + ((nint)depths * heights * widths);
            for (int d = 0; d < depths; d++)
            {
                for (int h = 0; h < heights; h++, c += widths)
                {
                    T* b = inputs + grid.Place(d, h);
                    for (int w = 0; w < widths; w += Width)
                    {
                        int columns = Math.Min(Width, widths - w), written = columns <= MatMulTile<T, V>.Lanes ? MatMulTile<T, V>.Lanes : Width;
                        // Behind the last row of a band another thread writes, or another filter has written.
                        bool fits = c + w + written <= end;
                        T* to = fits ? c + w : last;
                        nint pitch = fits ? plane : Width, startPitch = start == null ? 0 : Width;
                        if (written == Width) MatMulTile<T, V, TwoRegisters, ReadsPanelAndTable>.Run((int)S.Rows, a, 0, 0, rows, b + w, 0, to, pitch, start, startPitch, offsets);
                        else MatMulTile<T, V, OneRegister, ReadsPanelAndTable>.Run((int)S.Rows, a, 0, 0, rows, b + w, 0, to, pitch, start, startPitch, offsets);
                        if (fits) continue;
                        for (int r = 0; r < rows; r++) Unsafe.CopyBlockUnaligned(c + w + (r * plane), last + (r * Width), (uint)(columns * sizeof(T)));
                    }
                }
            }
        }
    }
}
