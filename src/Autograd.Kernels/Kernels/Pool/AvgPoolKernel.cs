using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>By what the sum of a window is divided: its inputs, its inputs and padding, or a number.</summary>
/// <param name="CountsPadding">Whether padding counts.</param>
/// <param name="Override">The number for every window, or null.</param>
internal readonly record struct PoolDivisor(bool CountsPadding, int? Override)
{
    public double Of<TAxis>(in PoolWindow<TAxis> window)
        where TAxis : struct, IPoolAxis => Override ?? (CountsPadding ? window.Size : window.Count);
}

/// <summary>The sum of every window, in double precision, by its divisor; and the transpose, which adds a share of each output to what it saw.</summary>
internal static unsafe class AvgPoolKernel
{
    /// <summary>y = the means of the windows of x; planes lie one behind the other.</summary>
    public static void Average<T, TAxis>(in PoolShape<TAxis> shape, PoolDivisor divisor, int planes, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TAxis : struct, IPoolAxis
    {
        Bounds.Room(x, planes * (long)shape.InputCount);
        Bounds.Room<T>(y, planes * (long)shape.OutputCount);
        fixed (T* px = x, py = y) new Job<T, TAxis, Averages<T>> { Shape = shape, Divisor = divisor, Planes = planes, X = px, Y = py }.RunAll();
    }

    /// <summary>x = the sum of the shares of the windows that saw it.</summary>
    public static void Spread<T, TAxis>(in PoolShape<TAxis> shape, PoolDivisor divisor, int planes, ReadOnlySpan<T> y, Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TAxis : struct, IPoolAxis
    {
        Bounds.Room<T>(x, planes * (long)shape.InputCount);
        Bounds.Room(y, planes * (long)shape.OutputCount);
        x[..(int)(planes * shape.InputCount)].Clear();
        fixed (T* px = x, py = y) new Job<T, TAxis, Shares<T>> { Shape = shape, Divisor = divisor, Planes = planes, X = px, Y = py }.RunAll();
    }

    private struct Job<T, TAxis, TMap> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
        where TAxis : struct, IPoolAxis
        where TMap : struct, IPoolMap<T>
    {
        public PoolShape<TAxis> Shape;
        public PoolDivisor Divisor;
        public int Planes;
        public T* X;
        public T* Y;
        private nint perPart;

        public void RunAll()
        {
            perPart = WorkParts.PiecesOf(Planes * (long)Shape.OutputCount * Shape.Most, Planes);
            Workers.For((int)((Planes + perPart - 1) / perPart), this);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            nint outputs = Shape.OutputCount, end = Math.Min(Planes, (part + 1) * perPart);
            for (nint plane = part * perPart; plane < end; plane++)
            {
                T* x = X + (plane * Shape.InputCount);
                var window = new PoolWindow<TAxis>(Shape);
                for (nint o = plane * outputs; o < (plane + 1) * outputs; o++)
                {
                    window.Next();
                    TMap.Run(window, x, (nint)Shape.Height.Input * Shape.Width.Input, Shape.Width.Input, ref Y[o], Divisor.Of(window));
                }
            }
        }
    }

    /// <summary>What passes between an output and the inputs that it sees.</summary>
    private interface IPoolMap<T>
        where T : unmanaged
    {
        static abstract void Run<TAxis>(in PoolWindow<TAxis> window, T* x, nint plane, nint row, ref T y, double divisor)
            where TAxis : struct, IPoolAxis;
    }

    private readonly struct Averages<T> : IPoolMap<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static void Run<TAxis>(in PoolWindow<TAxis> window, T* x, nint plane, nint row, ref T y, double divisor)
            where TAxis : struct, IPoolAxis
        {
            var (depth, height, width) = (window.Depth, window.Height, window.Width);
            double sum = 0;
            for (int d = depth.First; d < depth.End; d++)
            {
                // Whole rows follow one another.
                bool isWhole = width.Count == row;
                int rows = isWhole ? 1 : height.End - height.First;
                nint count = isWhole ? (height.End - height.First) * row : width.Count;
                T* from = x + (d * plane) + (height.First * row) + width.First;
                for (int h = 0; h < rows; h++, from += row) sum += PoolSum.Of(from, count);
            }
            y = T.CreateTruncating(sum / divisor);
        }
    }

    private readonly struct Shares<T> : IPoolMap<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Rows shorter than that are done before a call has begun.
        private const int LeastSpan = 16;

        public static void Run<TAxis>(in PoolWindow<TAxis> window, T* x, nint plane, nint row, ref T y, double divisor)
            where TAxis : struct, IPoolAxis
        {
            var (depth, height, width) = (window.Depth, window.Height, window.Width);
            T share = T.CreateTruncating(double.CreateTruncating(y) / divisor);
            for (int d = depth.First; d < depth.End; d++)
            {
                for (int h = height.First; h < height.End; h++)
                {
                    T* to = x + (d * plane) + (h * row);
                    if (width.Count >= LeastSpan) TensorPrimitives.Add(new ReadOnlySpan<T>(to + width.First, width.Count), share, new Span<T>(to + width.First, width.Count));
                    else for (int w = width.First; w < width.End; w++) to[w] += share;
                }
            }
        }
    }
}
