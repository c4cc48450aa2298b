using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// The transpose in w: w[m, c, k] = sum over n, o of y[n, m, o] x[n, c, o S + k D - P]. For every group and block of channels, image
/// after image and tile after tile: W += y patches^T, <c>[M, tile] x [tile, C K]</c>. Where there are few blocks, runs of images are
/// summed apart and then added in their order: how many runs is a matter of sizes alone.
/// </summary>
internal unsafe struct ConvWeight<T> : IJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A large sum has at least that many parts, where its images allow.
    private const int Parts = 16;

    // What the sums of runs may take together.
    private const int RunBytes = 4 << 20;

    public ConvShape S;
    public T* X;
    public T* Y;
    public T* W;
    private ConvTiles tiles;
    private int runs;

    public void RunAll()
    {
        tiles = ConvTiles.Of<T>(S);
        int pieces = S.Groups * tiles.Blocks;
        runs = 1;
        if (WorkParts.IsSmall(S.Products))
        {
            for (int piece = 0; piece < pieces; piece++) Run(piece);
            return;
        }
        runs = (int)Math.Clamp(RunBytes / (S.WeightCount * sizeof(T)), 1, Math.Min(S.Batch, (Parts + pieces - 1) / pieces));
        if (runs == 1)
        {
            Workers.For(pieces, this);
            return;
        }
        using var sums = new Scratch<T>(runs * S.WeightCount);
        var total = new Span<T>(W, (int)S.WeightCount);
        var job = this with { W = sums.Start };
        Workers.For(pieces * runs, job);
        new ReadOnlySpan<T>(sums.Start, total.Length).CopyTo(total);
        for (int run = 1; run < runs; run++) TensorPrimitives.Add(total, new ReadOnlySpan<T>(sums.Start + (run * S.WeightCount), total.Length), total);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        using var scratch = S.IsPointwise ? default : new Scratch<T>(tiles.PatchCount);
        int run = part % runs, piece = part / runs;
        nint inputs = S.Window.InputCount, outputs = S.Window.OutputCount, taps = S.Window.KernelCount;
        nint group = piece / tiles.Blocks;
        int c = piece % tiles.Blocks * tiles.Channels;
        int channels = Math.Min(tiles.Channels, S.Channels - c);
        T* w = W + (run * S.WeightCount) + (group * S.Filters * S.Rows) + (c * taps);
        bool isBegun = false;
        for (nint n = (nint)S.Batch * run / runs; n < (nint)S.Batch * (run + 1) / runs; n++)
        {
            nint image = (n * S.Groups) + group;
            T* x = X + (((image * S.Channels) + c) * inputs);
            for (int tile = 0; tile < tiles.Count; tile++, isBegun = true)
            {
                nint from = (nint)tile * tiles.Columns;
                int columns = (int)Math.Min(tiles.Columns, outputs - from);
                T* b = x + from;
                nint pitch = inputs;
                if (!S.IsPointwise)
                {
                    PatchKernel.Pack(S.Window, x, channels, from, columns, scratch.Start, tiles.Pitch);
                    b = scratch.Start;
                    pitch = tiles.Pitch;
                }
                T* y = Y + (image * S.Filters * outputs) + from;
                ConvProduct.Run(S.Filters, channels * taps, columns, y, outputs, 1, b, 1, pitch, w, S.Rows, isBegun);
            }
        }
    }
}
