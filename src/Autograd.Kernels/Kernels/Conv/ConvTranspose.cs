using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// The transpose in x: x[n, c, i] = b[c] + sum over m, k and o with o S + k D - P = i of w[m, c, k] y[n, m, o]. For every run of
/// images, group and block of channels, tile after tile: patches = W^T y, <c>[C K, M] x [M, tile]</c>, added where they belong. A block
/// of channels is written by one thread, tiles ascending.
/// </summary>
internal unsafe struct ConvTranspose<T> : IJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public ConvShape S;
    public T* Y;
    public T* W;
    public T* Bias;
    public T* X;
    private ConvTiles tiles;
    private nint pieces;
    private nint perPart;

    public void RunAll()
    {
        tiles = ConvTiles.Of<T>(S);
        pieces = (nint)tiles.Runs * S.Groups * tiles.Blocks;
        perPart = WorkParts.PiecesOf(S.Products, pieces);
        Workers.For((int)((pieces + perPart - 1) / perPart), this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        using var patches = new Scratch<T>(tiles.PatchCount);
        using var gathered = new Scratch<T>(tiles.GatheredCount);
        nint first = part * perPart, end = Math.Min(pieces, first + perPart);
        for (nint i = first; i < end; i++)
        {
            var (run, group) = Math.DivRem((int)(i / tiles.Blocks), S.Groups);
            Block(run, group, (int)(i % tiles.Blocks) * tiles.Channels, patches.Start, gathered.Start);
        }
    }

    private readonly void Block(int run, int group, int c, T* patches, T* gathered)
    {
        nint inputs = S.Window.InputCount, taps = S.Window.KernelCount;
        int channels = Math.Min(tiles.Channels, S.Channels - c);
        T* w = W + ((nint)group * S.Filters * S.Rows) + (c * taps);
        T* bias = Bias == null ? null : Bias + ((nint)group * S.Channels) + c;
        for (int i = 0; i < tiles.ImagesOf(run, S.Batch); i++)
        {
            nint image = ((((nint)run * tiles.Images) + i) * S.Groups) + group;
            // A product that is not of patches writes every element by itself.
            if (tiles.Packs || bias != null) ConvProduct.Fill(X + (((image * S.Channels) + c) * inputs), inputs, channels, (int)inputs, bias);
        }
        for (int number = 0; number < tiles.Count; number++)
        {
            var tile = new ConvTile<T>(S, tiles, run, group, number);
            T* y = tile.Gather(Y, gathered);
            T* to = tiles.Packs ? patches : tile.Patches(X, c, channels, patches);
            ConvProduct.Run(channels * taps, tile.Columns, S.Filters, w, 1, S.Rows, y, tile.OutputPitch, 1, to, tile.PatchPitch, !tiles.Packs && bias != null);
            if (tiles.Packs) tile.AddPatches(X, c, channels, patches);
        }
    }
}
