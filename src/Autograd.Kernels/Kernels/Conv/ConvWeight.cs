using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// The transpose in w: w[m, c, k] = sum over n, o of y[n, m, o] x[n, c, o S + k D - P]. For every group and block of channels, image
/// after image and tile after tile: W += y patches^T, <c>[M, tile] x [tile, C K]</c>. Where there are few blocks, parts of the batch are
/// summed apart and then added in their order: how many is a matter of sizes alone.
/// </summary>
internal unsafe struct ConvWeight<T> : IJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A large sum has at least that many parts, where its images allow.
    private const int Parts = 16;

    // What the sums of parts of the batch may take together.
    private const int SumBytes = 4 << 20;

    public ConvShape S;
    public T* X;
    public T* Y;
    public T* W;
    private ConvTiles tiles;
    private int sums;

    public void RunAll()
    {
        tiles = ConvTiles.Of<T>(S);
        int pieces = S.Groups * tiles.Blocks;
        sums = 1;
        if (WorkParts.IsSmall(S.Products))
        {
            for (int piece = 0; piece < pieces; piece++) Run(piece);
            return;
        }
        sums = (int)Math.Clamp(SumBytes / (S.WeightCount * sizeof(T)), 1, Math.Min(tiles.Runs, (Parts + pieces - 1) / pieces));
        if (sums == 1)
        {
            Workers.For(pieces, this);
            return;
        }
        using var scratch = new Scratch<T>(sums * S.WeightCount);
        var total = new Span<T>(W, (int)S.WeightCount);
        Workers.For(pieces * sums, this with { W = scratch.Start });
        new ReadOnlySpan<T>(scratch.Start, total.Length).CopyTo(total);
        for (int sum = 1; sum < sums; sum++) TensorPrimitives.Add(total, new ReadOnlySpan<T>(scratch.Start + (sum * S.WeightCount), total.Length), total);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        using var patches = new Scratch<T>(tiles.PatchCount);
        using var gathered = new Scratch<T>(tiles.GatheredCount);
        var (piece, sum) = Math.DivRem(part, sums);
        var (group, block) = Math.DivRem(piece, tiles.Blocks);
        nint taps = S.Window.KernelCount;
        int c = block * tiles.Channels, channels = Math.Min(tiles.Channels, S.Channels - c);
        T* w = W + (sum * S.WeightCount) + ((nint)group * S.Filters * S.Rows) + (c * taps);
        bool isBegun = false;
        for (int run = (int)((long)tiles.Runs * sum / sums); run < (long)tiles.Runs * (sum + 1) / sums; run++)
        {
            for (int number = 0; number < tiles.Count; number++, isBegun = true)
            {
                var tile = new ConvTile<T>(S, tiles, run, group, number);
                T* b = tile.Patches(X, c, channels, patches.Start);
                T* y = tile.Gather(Y, gathered.Start);
                ConvProduct.Run(S.Filters, channels * taps, tile.Columns, y, tile.OutputPitch, 1, b, 1, tile.PatchPitch, w, S.Rows, isBegun);
            }
        }
    }
}
