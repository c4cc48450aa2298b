using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// The transpose in x: x[n, c, i] = b[c] + sum over m, k and o with o S + k D - P = i of w[m, c, k] y[n, m, o]. For every image, group
/// and block of channels, tile after tile: patches = W^T y, <c>[C K, M] x [M, tile]</c>, added where they belong. A block of channels
/// is written by one thread, tiles ascending.
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
        pieces = (nint)S.Batch * S.Groups * tiles.Blocks;
        perPart = WorkParts.PiecesOf(S.Products, pieces);
        Workers.For((int)((pieces + perPart - 1) / perPart), this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        using var scratch = S.IsPointwise ? default : new Scratch<T>(tiles.PatchCount);
        nint first = part * perPart, end = Math.Min(pieces, first + perPart);
        for (nint i = first; i < end; i++) Block(i / tiles.Blocks, (int)(i % tiles.Blocks) * tiles.Channels, scratch.Start);
    }

    private readonly void Block(nint image, int c, T* patches)
    {
        nint inputs = S.Window.InputCount, outputs = S.Window.OutputCount, taps = S.Window.KernelCount;
        nint group = image % S.Groups;
        int channels = Math.Min(tiles.Channels, S.Channels - c);
        T* w = W + (group * S.Filters * S.Rows) + (c * taps);
        T* x = X + (((image * S.Channels) + c) * inputs);
        T* bias = Bias == null ? null : Bias + (group * S.Channels) + c;
        // A pointwise product writes every element by itself.
        if (!S.IsPointwise || bias != null) ConvProduct.Fill(x, inputs, channels, (int)inputs, bias);
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            nint from = (nint)tile * tiles.Columns;
            int columns = (int)Math.Min(tiles.Columns, outputs - from);
            T* y = Y + (image * S.Filters * outputs) + from;
            if (S.IsPointwise)
            {
                ConvProduct.Run(channels, columns, S.Filters, w, 1, S.Rows, y, outputs, 1, x + from, inputs, bias != null);
                continue;
            }
            ConvProduct.Run(channels * taps, columns, S.Filters, w, 1, S.Rows, y, outputs, 1, patches, tiles.Pitch, false);
            PatchKernel.Add(S.Window, x, channels, from, columns, patches, tiles.Pitch);
        }
    }
}
