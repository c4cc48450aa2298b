using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// All squares are transformed first; a block of filters is then transformed where it is multiplied by them. For many filters of few squares:
/// those of 512 channels by 512 would be 17 MB, written and read once more.
/// </summary>
internal unsafe struct ConvWinogradByFilters<T, V> : IJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where V : unmanaged
{
    // A block of transformed filters beside a strip of the inputs in the second cache.
    private const int MostBytes = 1 << 20;

    public WinogradStrips<T, V> Strips;
    public ConvFilters<T> Filters;
    private T* inputs;
    private int block;
    private bool multiplies;

    public void RunAll()
    {
        ConvShape s = Strips.Shape;
        int height = MatMulTile<T, V>.Rows;
        block = Math.Clamp(MostBytes / (Winograd.Places * sizeof(T) * s.Channels * height) * height, height, WinogradStrips<T, V>.BlockFilters);
        using var transformed = new Scratch<T>(Strips.Count * (long)Strips.InputsCount);
        inputs = transformed.Start;
        Workers.For(Strips.Count, this);
        multiplies = true;
        Workers.For((s.Filters + block - 1) / block, this);
    }

    public readonly void Run(int part)
    {
        if (multiplies) Multiply(part * block);
        else Transform(part);
    }

    private readonly void Transform(int strip)
    {
        using var copied = new Scratch<T>(WinogradStrips<T, V>.CopiedCount);
        Strips.Inputs(Strips.Pieces(strip), copied.Start, inputs + (strip * Strips.InputsCount));
    }

    private readonly void Multiply(int m)
    {
        ConvShape s = Strips.Shape;
        int count = Math.Min(block, s.Filters - m);
        nint perPlace = WinogradFilters<T, V>.CountOfPlace(count, s.Channels);
        using var panels = new Scratch<T>(WinogradFilters<T, V>.Count(count, s.Channels));
        using var sums = new Scratch<T>(Strips.SumsCount);
        new WinogradFilters<T, V> { S = s, Filters = Filters, Group = Strips.Group, To = panels.Start }.Run(m, count);
        for (int strip = 0; strip < Strips.Count; strip++)
        {
            WinogradPieces pieces = Strips.Pieces(strip);
            Strips.Product(panels.Start, perPlace, m, count, inputs + (strip * Strips.InputsCount), sums.Start, pieces);
            Strips.Store(m, count, sums.Start, pieces);
        }
    }
}
