using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// A tile of the outputs of one group: a range of positions of one image, or all positions of a run of images side by side, whose
/// elements of y are then gathered to a matrix of their own.
/// </summary>
internal readonly unsafe struct ConvTile<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ConvShape s;
    private readonly ConvTiles tiles;
    private readonly int image;
    private readonly int images;
    private readonly int group;
    private readonly nint from;
    private readonly int positions;

    public ConvTile(in ConvShape s, in ConvTiles tiles, int run, int group, int tile)
    {
        (this.s, this.tiles, this.group) = (s, tiles, group);
        image = run * tiles.Images;
        images = tiles.ImagesOf(run, s.Batch);
        from = (nint)tile * tiles.Columns;
        positions = (int)Math.Min(tiles.Columns, s.Window.OutputCount - from);
    }

    /// <summary>The columns of the tile's matrices.</summary>
    public int Columns => images * positions;

    /// <summary>The distance of the rows of the tile of y.</summary>
    public nint OutputPitch => tiles.Images > 1 ? tiles.Pitch : s.Window.OutputCount;

    /// <summary>The distance of the rows of the patches.</summary>
    public nint PatchPitch => tiles.Packs ? tiles.Pitch : s.Window.InputCount;

    /// <summary>The patches of a block of channels: packed, or the input as it lies.</summary>
    public T* Patches(T* x, int c, int channels, T* scratch)
    {
        if (!tiles.Packs) return Input(x, image, c) + from;
        for (int i = 0; i < images; i++) PatchKernel.Pack(s.Window, Input(x, image + i, c), channels, from, positions, scratch + (i * positions), tiles.Pitch);
        return scratch;
    }

    /// <summary>Adds patches of a block of channels to the images.</summary>
    public void AddPatches(T* x, int c, int channels, T* patches)
    {
        for (int i = 0; i < images; i++) PatchKernel.Add(s.Window, Input(x, image + i, c), channels, from, positions, patches + (i * positions), tiles.Pitch);
    }

    /// <summary>Where the tile of y stands, or where it is gathered.</summary>
    public T* Output(T* y, T* gathered) => tiles.Images > 1 ? gathered : Output(y, image);

    /// <summary>The tile of y for reading: gathered from several images, or as it lies.</summary>
    public T* Gather(T* y, T* gathered)
    {
        if (tiles.Images == 1) return Output(y, image);
        for (int i = 0; i < images; i++) Copy(Output(y, image + i), s.Window.OutputCount, gathered + (i * positions), tiles.Pitch);
        return gathered;
    }

    /// <summary>Brings a tile of y that was computed for several images to each of them.</summary>
    public void Spread(T* gathered, T* y)
    {
        if (tiles.Images == 1) return;
        for (int i = 0; i < images; i++) Copy(gathered + (i * positions), tiles.Pitch, Output(y, image + i), s.Window.OutputCount);
    }

    private T* Input(T* x, int image, int c) => x + (((((nint)image * s.Groups) + group) * s.Channels) + c) * s.Window.InputCount;

    private T* Output(T* y, int image) => y + ((((nint)image * s.Groups) + group) * s.Filters * s.Window.OutputCount) + from;

    private void Copy(T* source, nint sourcePitch, T* target, nint targetPitch)
    {
        for (int m = 0; m < s.Filters; m++, source += sourcePitch, target += targetPitch)
            new ReadOnlySpan<T>(source, positions).CopyTo(new Span<T>(target, positions));
    }
}
