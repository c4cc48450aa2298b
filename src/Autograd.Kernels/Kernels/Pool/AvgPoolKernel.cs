using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>By what the sum of a window is divided: its inputs, its inputs and padding, or a number.</summary>
/// <param name="CountsPadding">Whether padding counts.</param>
/// <param name="Override">The number for every window, or null.</param>
internal readonly record struct PoolDivisor(bool CountsPadding, int? Override)
{
    /// <summary>A window's divisor is the product of those of its three dimensions.</summary>
    public double Of(PoolSpan span) => Override is not null ? 1 : CountsPadding ? span.Size : span.Count;
}

/// <summary>The sum of every window, in double precision, by its divisor; and the transpose, which adds a share of each output to what it saw.</summary>
/// <remarks>A row of outputs at a time: the rows of the input that it sees add up first, by registers, and then the windows within their sum.</remarks>
internal static unsafe class AvgPoolKernel
{
    /// <summary>y = the means of the windows of x; planes lie one behind the other.</summary>
    public static void Average<T, TAxis>(in PoolShape<TAxis> shape, PoolDivisor divisor, int planes, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TAxis : struct, IPoolAxis
    {
        Bounds.Room(x, planes * (long)shape.InputCount);
        Bounds.Room<T>(y, planes * (long)shape.OutputCount);
        fixed (T* px = x, py = y) Run(shape, divisor, planes, px, py, spreads: false);
    }

    /// <summary>x = the sum of the shares of the windows that saw it.</summary>
    public static void Spread<T, TAxis>(in PoolShape<TAxis> shape, PoolDivisor divisor, int planes, ReadOnlySpan<T> y, Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TAxis : struct, IPoolAxis
    {
        Bounds.Room<T>(x, planes * (long)shape.InputCount);
        Bounds.Room(y, planes * (long)shape.OutputCount);
        fixed (T* px = x, py = y) Run(shape, divisor, planes, px, py, spreads: true);
    }

    private static void Run<T, TAxis>(in PoolShape<TAxis> shape, PoolDivisor divisor, int planes, T* x, T* y, bool spreads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TAxis : struct, IPoolAxis
    {
        if (typeof(TAxis) == typeof(StridedAxis))
        {
            ref readonly var windows = ref Unsafe.As<PoolShape<TAxis>, PoolShape<StridedAxis>>(ref Unsafe.AsRef(in shape));
            if (PoolPairs.Fits<T>(windows))
            {
                new AvgPoolPairs<T>(windows, divisor, planes, x, y, spreads).RunAll();
                return;
            }
        }
        new Job<T, TAxis> { Shape = shape, Divisor = divisor, Planes = planes, X = x, Y = y, Spreads = spreads }.RunAll();
    }

    private struct Job<T, TAxis> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
        where TAxis : struct, IPoolAxis
    {
        public PoolShape<TAxis> Shape;
        public PoolDivisor Divisor;
        public int Planes;
        public T* X;
        public T* Y;
        public bool Spreads;
        private nint perPart;

        public void RunAll()
        {
            perPart = WorkParts.PiecesOf(Planes * (long)Shape.OutputCount * Shape.Most, Planes);
            Workers.For((int)((Planes + perPart - 1) / perPart), this);
        }

        public readonly void Run(int part)
        {
            int outputs = Shape.Width.Output;
            using var spans = new Scratch<PoolSpan>(outputs);
            using var divisors = new Scratch<double>(outputs);
            using var totals = new Scratch<double>(outputs);
            using var sums = new Scratch<double>(Shape.Width.Input);
            for (int w = 0; w < outputs; w++)
            {
                spans.Start[w] = Shape.Width.At(w);
                divisors.Start[w] = Divisor.Of(spans.Start[w]);
            }
            var rows = new AvgPoolRows<T>(Shape.Height.Input, Shape.Width.Input, outputs, spans.Start, divisors.Start, totals.Start, sums.Start);
            nint end = Math.Min(Planes, (part + 1) * perPart);
            for (nint plane = part * perPart; plane < end; plane++)
            {
                T* x = X + (plane * Shape.InputCount), y = Y + (plane * Shape.OutputCount);
                if (Spreads) new Span<T>(x, (int)Shape.InputCount).Clear();
                for (int d = 0; d < Shape.Depth.Output; d++)
                {
                    PoolSpan depth = Shape.Depth.At(d);
                    for (int h = 0; h < Shape.Height.Output; h++, y += outputs)
                    {
                        PoolSpan height = Shape.Height.At(h);
                        double others = Divisor.Override ?? (Divisor.Of(depth) * Divisor.Of(height));
                        if (Spreads) rows.Spread(x, depth, height, others, y);
                        else rows.Average(x, depth, height, others, y);
                    }
                }
            }
        }
    }
}
