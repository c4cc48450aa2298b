using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// The means of windows of 2 x 2 that touch one another, <c>[H, W] -> [H / 2, W / 2]</c>, and their transpose. Two rows of the input are read as
/// they lie, split into their even and odd elements, and written as one row; back, a row of shares is doubled along itself and written twice.
/// </summary>
/// <remarks>
/// The sums are those of <see cref="AvgPoolRows{T}"/>, in its order and in double precision: the rows add up first, then the two of a window. Its
/// sums begin with zero, which is seen where all terms are -0: here the zero is added at the end.
/// </remarks>
internal readonly unsafe struct AvgPoolPairs<T> : IJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int planes;
    private readonly T* x;
    private readonly T* y;
    private readonly bool spreads;
    private readonly double divisor;
    private readonly StridedAxis height;
    private readonly StridedAxis width;
    private readonly nint perPart;

    public AvgPoolPairs(in PoolShape<StridedAxis> shape, PoolDivisor divisor, int planes, T* x, T* y, bool spreads)
    {
        this.planes = planes;
        this.x = x;
        this.y = y;
        this.spreads = spreads;
        this.divisor = divisor.Override ?? (divisor.Of(shape.Depth.At(0)) * divisor.Of(shape.Height.At(0)) * divisor.Of(shape.Width.At(0)));
        (height, width) = (shape.Height, shape.Width);
        perPart = WorkParts.PiecesOf(planes * (long)shape.OutputCount * shape.Most, planes);
    }

    private static int Lanes => Vector512<T>.Count;

    private int Registers => (width.Output + Lanes - 1) / Lanes;

    public void RunAll() => Workers.For((int)((planes + perPart - 1) / perPart), this);

    public void Run(int part)
    {
        nint first = part * perPart, end = Math.Min(planes, first + perPart);
        if (spreads) Spread(first, end);
        else Average(first, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Average(nint first, nint end)
    {
        int registers = Registers, across = 2 * registers * Lanes;
        nint inputs = (nint)height.Input * width.Input, outputs = (nint)height.Output * width.Output;
        T* target = y + (first * outputs), targetEnd = y + (end * outputs), sourceEnd = x + (planes * inputs);
        using var rest = new Scratch<T>((2 * across) + (registers * Lanes));
        T* copied = rest.Start, last = copied + (2 * across);
        for (nint plane = first; plane < end; plane++)
        {
            T* upper = x + (plane * inputs);
            for (int h = 0; h < height.Output; h++, upper += 2 * width.Input, target += width.Output)
            {
                T* lower = upper + width.Input;
                // What is written beyond the row is written over by the next one.
                if (target + (registers * Lanes) <= targetEnd && lower + across <= sourceEnd)
                {
                    Means(upper, lower, registers, divisor, target);
                    continue;
                }
                for (int i = 0; i < 2 * width.Output; i++) (copied[i], copied[across + i]) = (upper[i], lower[i]);
                Means(copied, copied + across, registers, divisor, last);
                for (int i = 0; i < width.Output; i++) target[i] = last[i];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread(nint first, nint end)
    {
        int registers = Registers, across = 2 * registers * Lanes, seen = 2 * width.Output;
        nint inputs = (nint)height.Input * width.Input, outputs = (nint)height.Output * width.Output;
        T* source = y + (first * outputs), sourceEnd = y + (planes * outputs), targetEnd = x + (end * inputs);
        using var rest = new Scratch<T>(across + (registers * Lanes));
        T* shares = rest.Start, copied = shares + across;
        for (nint plane = first; plane < end; plane++)
        {
            T* upper = x + (plane * inputs), planeEnd = upper + inputs;
            for (int h = 0; h < height.Output; h++, source += width.Output, upper += 2 * width.Input)
            {
                // What is written beyond the row is written over by the next one.
                if (upper + across <= targetEnd && source + (registers * Lanes) <= sourceEnd)
                {
                    Shares(source, registers, divisor, upper);
                }
                else
                {
                    for (int i = 0; i < width.Output; i++) copied[i] = source[i];
                    Shares(copied, registers, divisor, shares);
                    for (int i = 0; i < seen; i++) upper[i] = shares[i];
                }
                for (int i = seen; i < width.Input; i++) upper[i] = T.Zero;
                new ReadOnlySpan<T>(upper, width.Input).CopyTo(new Span<T>(upper + width.Input, width.Input));
            }
            new Span<T>(upper, (int)(planeEnd - upper)).Clear();
        }
    }

    /// <summary>Registers of outputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Means(T* upper, T* lower, int registers, double divisor, T* y)
    {
        for (; registers > 0; registers--, upper += 2 * Lanes, lower += 2 * Lanes, y += Lanes)
        {
            Pairs.Split(upper, out Vector512<T> left, out Vector512<T> right);
            Pairs.Split(lower, out Vector512<T> leftBelow, out Vector512<T> rightBelow);
            if (typeof(T) == typeof(float))
            {
                Vector512<double> low = Vector512.WidenLower(left.AsSingle()) + Vector512.WidenLower(leftBelow.AsSingle());
                Vector512<double> high = Vector512.WidenUpper(left.AsSingle()) + Vector512.WidenUpper(leftBelow.AsSingle());
                low += Vector512.WidenLower(right.AsSingle()) + Vector512.WidenLower(rightBelow.AsSingle());
                high += Vector512.WidenUpper(right.AsSingle()) + Vector512.WidenUpper(rightBelow.AsSingle());
                Vector512.Narrow((low + Vector512<double>.Zero) / divisor, (high + Vector512<double>.Zero) / divisor).As<float, T>().Store(y);
            }
            else
            {
                Vector512<double> sum = (left + leftBelow).AsDouble() + (right + rightBelow).AsDouble();
                ((sum + Vector512<double>.Zero) / divisor).As<double, T>().Store(y);
            }
        }
    }

    /// <summary>x[2 w] = x[2 w + 1] = y[w] / divisor, by registers of outputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Shares(T* y, int registers, double divisor, T* x)
    {
        for (; registers > 0; registers--, y += Lanes, x += 2 * Lanes)
        {
            Vector512<T> share = Vector512.Load(y);
            if (typeof(T) == typeof(float))
            {
                Vector512<double> low = Vector512.WidenLower(share.AsSingle()) / divisor, high = Vector512.WidenUpper(share.AsSingle()) / divisor;
                share = Vector512.Narrow(low, high).As<float, T>();
            }
            else
            {
                share = (share.AsDouble() / divisor).As<double, T>();
            }
            share += Vector512<T>.Zero;
            Pairs.Join(share, share, x);
        }
    }
}
