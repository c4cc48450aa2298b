using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// y[n, m, o] = b[m] + sum over c, k of w[m, c, k] x[n, c, o S + k D - P]: for every image, group and tile of positions, the product
/// of the filters <c>[M, C K]</c> with the tile's patches <c>[C K, tile]</c>.
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
        pieces = (nint)S.Batch * S.Groups * tiles.Count;
        perPart = WorkParts.PiecesOf(S.Products, pieces);
        Workers.For((int)((pieces + perPart - 1) / perPart), this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        using var scratch = S.IsPointwise ? default : new Scratch<T>(tiles.PatchCount);
        nint first = part * perPart, end = Math.Min(pieces, first + perPart);
        for (nint i = first; i < end; i++) Tile(i / tiles.Count, (int)(i % tiles.Count), scratch.Start);
    }

    private readonly void Tile(nint image, int tile, T* patches)
    {
        nint inputs = S.Window.InputCount, outputs = S.Window.OutputCount, taps = S.Window.KernelCount;
        nint group = image % S.Groups, from = (nint)tile * tiles.Columns;
        int columns = (int)Math.Min(tiles.Columns, outputs - from);
        T* w = W + (group * S.Filters * S.Rows);
        T* y = Y + (image * S.Filters * outputs) + from;
        bool isBegun = Bias != null || S.Channels == 0;
        if (isBegun) ConvProduct.Fill(y, outputs, S.Filters, columns, Bias == null ? null : Bias + (group * S.Filters));
        for (int c = 0; c < S.Channels; c += tiles.Channels, isBegun = true)
        {
            int channels = Math.Min(tiles.Channels, S.Channels - c);
            T* x = X + (((image * S.Channels) + c) * inputs);
            T* b = x + from;
            nint pitch = inputs;
            if (!S.IsPointwise)
            {
                PatchKernel.Pack(S.Window, x, channels, from, columns, patches, tiles.Pitch);
                b = patches;
                pitch = tiles.Pitch;
            }
            ConvProduct.Run(S.Filters, columns, channels * taps, w + (c * taps), S.Rows, 1, b, pitch, 1, y, outputs, isBegun);
        }
    }
}
