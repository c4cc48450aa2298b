using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// y[n, m, o] = b[m] + sum over c, k of w[m, c, k] x[n, c, o S + k D - P]: for every group and tile of positions, the product of the
/// filters <c>[M, C K]</c> with the tile's patches <c>[C K, tile]</c>.
/// </summary>
internal unsafe struct ConvForward<T> : IJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public ConvShape S;
    public T* X;
    public T* W;
    public T* Bias;
    public T* Y;
    private ConvTiles tiles;
    private nint pieces;
    private nint perPart;

    public void RunAll()
    {
        tiles = ConvTiles.Of<T>(S);
        pieces = (nint)tiles.Runs * S.Groups * tiles.Count;
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
            var (run, group) = Math.DivRem((int)(i / tiles.Count), S.Groups);
            Tile(new ConvTile<T>(S, tiles, run, group, (int)(i % tiles.Count)), group, patches.Start, gathered.Start);
        }
    }

    private readonly void Tile(in ConvTile<T> tile, int group, T* patches, T* gathered)
    {
        nint taps = S.Window.KernelCount;
        T* w = W + ((nint)group * S.Filters * S.Rows);
        T* y = tile.Output(Y, gathered);
        bool isBegun = Bias != null || S.Channels == 0;
        if (isBegun) ConvProduct.Fill(y, tile.OutputPitch, S.Filters, tile.Columns, Bias == null ? null : Bias + ((nint)group * S.Filters));
        for (int c = 0; c < S.Channels; c += tiles.Channels, isBegun = true)
        {
            int channels = Math.Min(tiles.Channels, S.Channels - c);
            T* b = tile.Patches(X, c, channels, patches);
            ConvProduct.Run(S.Filters, tile.Columns, channels * taps, w + (c * taps), S.Rows, 1, b, tile.PatchPitch, 1, y, tile.OutputPitch, isBegun);
        }
        tile.Spread(gathered, Y);
    }
}
