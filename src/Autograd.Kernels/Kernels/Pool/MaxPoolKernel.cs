using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Whether a pool writes where the largest elements stand, or the elements alone.</summary>
internal interface IPoolPlaces
{
    static abstract bool Wanted { get; }
}

/// <summary>Values and places.</summary>
internal readonly struct WithPlaces : IPoolPlaces
{
    public static bool Wanted => true;
}

/// <summary>Values alone: nobody reads places where nothing is recorded, and they are two thirds of what is written.</summary>
internal readonly struct WithoutPlaces : IPoolPlaces
{
    public static bool Wanted => false;
}

/// <summary>
/// The largest element of every window and where it stands in its plane. As in PyTorch, the first of equal ones; of several NaNs,
/// which are larger than any number, the last.
/// </summary>
internal static unsafe class MaxPoolKernel
{
    /// <summary>Pools planes that lie one behind the other.</summary>
    public static void Run<T, TAxis>(in PoolShape<TAxis> shape, int planes, ReadOnlySpan<T> x, Span<T> y, Span<long> indices)
        where T : unmanaged, INumber<T>
        where TAxis : struct, IPoolAxis
    {
        Bounds.Room<long>(indices, planes * (long)shape.OutputCount);
        Run<T, TAxis, WithPlaces>(shape, planes, x, y, indices);
    }

    /// <summary>The values alone; they have the same bits.</summary>
    public static void Run<T, TAxis>(in PoolShape<TAxis> shape, int planes, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, INumber<T>
        where TAxis : struct, IPoolAxis => Run<T, TAxis, WithoutPlaces>(shape, planes, x, y, []);

    private static void Run<T, TAxis, TPlaces>(in PoolShape<TAxis> shape, int planes, ReadOnlySpan<T> x, Span<T> y, Span<long> indices)
        where T : unmanaged, INumber<T>
        where TAxis : struct, IPoolAxis
        where TPlaces : struct, IPoolPlaces
    {
        Bounds.Room(x, planes * (long)shape.InputCount);
        Bounds.Room<T>(y, planes * (long)shape.OutputCount);
        fixed (T* px = x, py = y)
        fixed (long* pi = indices)
        {
            if (typeof(TAxis) == typeof(StridedAxis) && shape.Width.Output >= PoolPairs.LeastWidth && shape.InputCount <= int.MaxValue)
            {
                ref readonly var windows = ref Unsafe.As<PoolShape<TAxis>, PoolShape<StridedAxis>>(ref Unsafe.AsRef(in shape));
                if (sizeof(T) == sizeof(int)) Registers<T, int, TPlaces>(windows, planes, px, py, pi);
                else if (sizeof(T) == sizeof(long)) Registers<T, long, TPlaces>(windows, planes, px, py, pi);
                if (sizeof(T) is sizeof(int) or sizeof(long)) return;
            }
            var job = new Job<T, TAxis, TPlaces> { Shape = shape, Planes = planes, X = px, Y = py, Indices = pi };
            job.PerPart = WorkParts.PiecesOf(planes * (long)shape.OutputCount * shape.Most, planes);
            Workers.For((int)((planes + job.PerPart - 1) / job.PerPart), job);
        }
    }

    private static void Registers<T, TIndex, TPlaces>(in PoolShape<StridedAxis> windows, int planes, T* x, T* y, long* indices)
        where T : unmanaged, INumber<T>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TPlaces : struct, IPoolPlaces
    {
        if (PoolPairs.Fits<T>(windows)) new MaxPoolPairs<T, TIndex, TPlaces>(windows, planes, x, y, indices).RunAll();
        else new RowJob<T, TIndex, TPlaces> { Planes = planes, X = x, Y = y, Indices = indices }.RunAll(windows);
    }

    private struct Job<T, TAxis, TPlaces> : IJob
        where T : unmanaged, INumber<T>
        where TAxis : struct, IPoolAxis
        where TPlaces : struct, IPoolPlaces
    {
        public PoolShape<TAxis> Shape;
        public int Planes;
        public nint PerPart;
        public T* X;
        public T* Y;
        public long* Indices;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            nint outputs = Shape.OutputCount, end = Math.Min(Planes, (part + 1) * PerPart);
            for (nint plane = part * PerPart; plane < end; plane++)
            {
                T* x = X + (plane * Shape.InputCount);
                var window = new PoolWindow<TAxis>(Shape);
                for (nint o = plane * outputs; o < (plane + 1) * outputs; o++)
                {
                    window.Next();
                    nint at = Largest(window, x);
                    Y[o] = x[at];
                    if (TPlaces.Wanted) Indices[o] = at;
                }
            }
        }

        private readonly nint Largest(in PoolWindow<TAxis> window, T* x)
        {
            var (depth, height, width) = (window.Depth, window.Height, window.Width);
            nint at = ((((nint)depth.First * Shape.Height.Input) + height.First) * Shape.Width.Input) + width.First;
            T most = x[at];
            for (int d = depth.First; d < depth.End; d += Shape.Depth.Step)
            {
                for (int h = height.First; h < height.End; h += Shape.Height.Step)
                {
                    nint row = (((nint)d * Shape.Height.Input) + h) * Shape.Width.Input;
                    for (int w = width.First; w < width.End; w += Shape.Width.Step)
                    {
                        T value = x[row + w];
                        if (!(value > most) && !T.IsNaN(value)) continue;
                        most = value;
                        at = row + w;
                    }
                }
            }
            return at;
        }
    }

    /// <summary>Planes by registers of outputs.</summary>
    private struct RowJob<T, TIndex, TPlaces> : IJob
        where T : unmanaged, INumber<T>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TPlaces : struct, IPoolPlaces
    {
        public int Planes;
        public T* X;
        public T* Y;
        public long* Indices;
        private PoolShape<StridedAxis> shape;
        private MaxPoolRows<T, TIndex, TPlaces> rows;
        private nint perPart;

        public void RunAll(in PoolShape<StridedAxis> windows)
        {
            shape = windows;
            // Of integers, the least one.
            rows = new(windows, T.CreateSaturating(double.NegativeInfinity));
            perPart = WorkParts.PiecesOf(Planes * (long)shape.OutputCount * shape.Most, Planes);
            Workers.For((int)((Planes + perPart - 1) / perPart), this);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            using var copied = new Scratch<T>(rows.RowsCount);
            using var taps = new Scratch<nint>(rows.TapsCount);
            using var starts = new Scratch<TIndex>(rows.PlacesCount);
            using var firsts = new Scratch<TIndex>(rows.PlacesCount);
            using var values = new Scratch<T>(rows.WindowsCount);
            using var places = new Scratch<TIndex>(rows.PlacesCount);
            rows.Taps(taps.Start);
            rows.Starts(starts.Start, firsts.Start);
            nint end = Math.Min(Planes, (part + 1) * perPart);
            for (nint plane = part * perPart; plane < end; plane++)
            {
                rows.Copy(X + (plane * shape.InputCount), copied.Start);
                rows.AlongRows(copied.Start, taps.Start, starts.Start, firsts.Start, values.Start, places.Start);
                rows.OverRows(values.Start, places.Start, Y + (plane * shape.OutputCount), Indices + (plane * shape.OutputCount));
            }
        }
    }
}
