using System.Numerics;

namespace Autograd.Kernels;

/// <summary>All filters are transformed first, and stay in a cache; each strip of squares is then transformed where it is multiplied by them.</summary>
internal unsafe struct ConvWinogradByStrips<T, V> : IJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where V : unmanaged
{
    public WinogradStrips<T, V> Strips;
    public ConvFilters<T> Filters;
    private T* panels;
    private nint perPart;

    public void RunAll()
    {
        ConvShape s = Strips.Shape;
        using var packed = new Scratch<T>(WinogradFilters<T, V>.Count(s.Filters, s.Channels));
        panels = packed.Start;
        new WinogradFilters<T, V> { S = s, Filters = Filters, Group = Strips.Group, To = panels }.RunAll();
        perPart = WorkParts.PiecesOf(s.Products, Strips.Count);
        Workers.For((int)((Strips.Count + perPart - 1) / perPart), this);
    }

    public readonly void Run(int part)
    {
        ConvShape s = Strips.Shape;
        nint perPlace = WinogradFilters<T, V>.CountOfPlace(s.Filters, s.Channels), end = Math.Min(Strips.Count, (part + 1) * perPart);
        using var copied = new Scratch<T>(WinogradStrips<T, V>.CopiedCount);
        using var inputs = new Scratch<T>(Strips.InputsCount);
        using var sums = new Scratch<T>(Strips.SumsCount);
        for (nint strip = part * perPart; strip < end; strip++)
        {
            WinogradPieces pieces = Strips.Pieces(strip);
            Strips.Inputs(pieces, copied.Start, inputs.Start);
            for (int m = 0; m < s.Filters; m += WinogradStrips<T, V>.BlockFilters)
            {
                int count = Math.Min(WinogradStrips<T, V>.BlockFilters, s.Filters - m);
                Strips.Product(panels + ((nint)m * s.Channels), perPlace, m, count, inputs.Start, sums.Start, pieces);
                Strips.Store(m, count, sums.Start, pieces);
            }
        }
    }
}
