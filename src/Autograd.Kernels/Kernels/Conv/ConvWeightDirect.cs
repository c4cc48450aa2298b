using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// The transpose in w without patches: w[m, c, k] = sum over n, o of y[n, m, o] x[n, c, o S + k D - P] is, for every band of a
/// <see cref="ConvGrid"/>, a scalar product of y, spread to the places of the grid with zeros between, and of the grid from the tap's offset
/// on. Parts of the batch by blocks of channels are summed apart and then added in their order: how many is a matter of sizes alone.
/// </summary>
internal static unsafe class ConvWeightDirect
{
    public static bool Pays<T>(in ConvShape s)
        where T : unmanaged => s.Rows >= LeastColumns && ConvDirect.Pays<T>(s) && ConvGrid.Of<T>(s, s.Channels, MostPositions).Positions >= LeastPositions;

    // Four rows of y are then 24 KB of the first cache, beside the channels of x that pass by.
    public const int MostPositions = 1536;

    // The sums of the lanes at the end of a tile cost as much as some 300 positions: patches are faster where there are fewer than four
    // times as many, or where few columns share the spread copy of y.
    private const int LeastPositions = 1200;
    private const int LeastColumns = 64;

    public static void Run<T>(in ConvShape s, T* x, T* y, T* w)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) new ConvWeightDirect<T, Vector512<T>> { S = s, X = x, Y = y, W = w }.RunAll();
        else if (Vector256.IsHardwareAccelerated) new ConvWeightDirect<T, Vector256<T>> { S = s, X = x, Y = y, W = w }.RunAll();
        else new ConvWeightDirect<T, Vector128<T>> { S = s, X = x, Y = y, W = w }.RunAll();
        // A place between the rows multiplies an input that the tap does not read by zero: NaN, where that is not finite.
        if (!TensorPrimitives.IsFiniteAll(new ReadOnlySpan<T>(w, (int)s.WeightCount))) new ConvWeight<T> { S = s, X = x, Y = y, W = w }.RunAll();
    }
}

/// <inheritdoc cref="ConvWeightDirect"/>
internal unsafe struct ConvWeightDirect<T, V> : IJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where V : unmanaged
{
    // A large sum has at least that many parts, where its sizes allow.
    private const int Parts = 16;

    // What the sums of parts of the batch may take together.
    private const int SumBytes = 4 << 20;

    // Channels of a block that copies y once more for itself.
    private const int LeastChannels = 16;

    public ConvShape S;
    public T* X;
    public T* Y;
    public T* W;
    private ConvGrid grid;
    private nint* offsets;
    private int sums;
    private int blocks;

    private readonly nint Pitch => (grid.Positions + MatMulTile<T, V>.Lanes - 1) / MatMulTile<T, V>.Lanes * MatMulTile<T, V>.Lanes;

    public void RunAll()
    {
        grid = ConvGrid.Of<T>(S, S.Channels, ConvWeightDirect.MostPositions);
        sums = (int)Math.Clamp(SumBytes / (S.WeightCount * sizeof(T)), 1, Math.Min(S.Batch, (Parts + S.Groups - 1) / S.Groups));
        blocks = Math.Clamp((Parts + (S.Groups * sums) - 1) / (S.Groups * sums), 1, Math.Max(1, S.Channels / LeastChannels));
        using var table = new Scratch<nint>(S.Rows);
        using var parts = new Scratch<T>(sums > 1 ? sums * S.WeightCount : 0);
        offsets = table.Start;
        grid.Offsets(S.Channels, offsets);
        var total = new Span<T>(W, (int)S.WeightCount);
        Workers.For(S.Groups * sums * blocks, sums > 1 ? this with { W = parts.Start } : this);
        if (sums == 1) return;
        new ReadOnlySpan<T>(parts.Start, total.Length).CopyTo(total);
        for (int sum = 1; sum < sums; sum++) TensorPrimitives.Add(total, new ReadOnlySpan<T>(parts.Start + (sum * S.WeightCount), total.Length), total);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        var (piece, block) = Math.DivRem(part, blocks);
        var (group, sum) = Math.DivRem(piece, sums);
        int c0 = (int)((long)S.Channels * block / blocks), channels = (int)((long)S.Channels * (block + 1) / blocks) - c0;
        nint inputs = channels * grid.ChannelCount, taps = S.Window.KernelCount;
        // The last registers read beyond the last place of the last channel.
        using var room = new Scratch<T>(inputs + MatMulTile<T, V>.Lanes);
        using var spread = new Scratch<T>(S.Filters * Pitch);
        new Span<T>(room.Start + inputs, MatMulTile<T, V>.Lanes).Clear();
        T* w = W + (sum * S.WeightCount) + ((nint)group * S.Filters * S.Rows) + (c0 * taps);
        for (int m = 0; m < S.Filters; m++) new Span<T>(w + (m * S.Rows), (int)(channels * taps)).Clear();
        for (int n = (int)((long)S.Batch * sum / sums); n < (int)((long)S.Batch * (sum + 1) / sums); n++)
        {
            nint imageAndGroup = ((nint)n * S.Groups) + group;
            for (int band = 0; band < grid.Bands; band++)
            {
                grid.Fill(X + (((imageAndGroup * S.Channels) + c0) * S.Window.InputCount), channels, band, room.Start);
                grid.Spread(Y + (imageAndGroup * S.Filters * S.Window.OutputCount), S.Filters, band, spread.Start, Pitch);
                Products(spread.Start, room.Start, (int)(channels * taps), w);
            }
        }
    }

    // The offsets of any block of channels are those of the first.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Products(T* y, T* x, int columns, T* w)
    {
        int height = ConvDots<T, V>.Rows, width = ConvDots<T, V>.Columns;
        for (int m = 0; m < S.Filters; m += height)
        {
            for (int j = 0; j < columns; j += width)
                ConvDots<T, V>.Run(y + (m * Pitch), Pitch, Math.Min(height, S.Filters - m), x, offsets + j, Math.Min(width, columns - j), Pitch, w + (m * S.Rows) + j, S.Rows);
        }
    }
}
