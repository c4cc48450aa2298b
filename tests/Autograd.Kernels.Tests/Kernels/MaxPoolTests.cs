using System.Numerics;
using System.Runtime.InteropServices;
using Autograd.Kernels;

namespace Autograd.Kernels.Tests.Kernels;

/// <summary>The largest of windows, registers of outputs and single ones, against the definition.</summary>
public class MaxPoolTests
{
    /// <summary>Input, kernel, stride, padding, dilation of every dimension, and how many outputs there are beyond those that fit (<c>ceil_mode</c>).</summary>
    public static TheoryData<int[], int> Shapes => new()
    {
        { [9, 2, 2, 0, 1, 40, 2, 2, 0, 1], 0 },
        { [13, 3, 2, 1, 1, 37, 3, 2, 1, 1], 0 },
        { [12, 3, 1, 1, 1, 33, 3, 1, 1, 1], 0 },
        { [11, 3, 2, 1, 2, 41, 3, 3, 1, 2], 0 },
        { [7, 2, 2, 0, 1, 35, 2, 2, 0, 1], 1 },
        { [5, 2, 1, 0, 1, 6, 3, 2, 1, 1, 20, 4, 3, 2, 1], 0 },
        { [100, 5, 2, 2, 3], 0 },
        { [6, 2, 2, 0, 1, 6, 2, 2, 0, 1], 0 },
        { [9, 3, 2, 0, 1, 14, 3, 2, 0, 1], 0 },
        { [9, 4, 3, 0, 1, 21, 5, 3, 0, 1], 0 },
        { [8, 1, 1, 0, 1, 8, 1, 1, 0, 1], 0 },
        { [14, 2, 2, 0, 1, 14, 2, 2, 0, 1], 0 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void TheFirstOfTheLargestAndTheLastNaN(int[] sizes, int beyond)
    {
        var axes = new StridedAxis[3];
        for (int i = 0; i < 3; i++)
        {
            int at = (i * 5) - 15 + sizes.Length;
            axes[i] = at < 0 ? new(1, 1, 1, 1, 0, 1) : Axis(sizes.AsSpan(at, 5), beyond);
        }
        var shape = new PoolShape<StridedAxis>(axes[0], axes[1], axes[2]);
        Follows<float>(shape, hasNaN: true);
        Follows<double>(shape, hasNaN: true);
        Follows<int>(shape, hasNaN: false);
        Follows<long>(shape, hasNaN: false);
    }

    private static StridedAxis Axis(ReadOnlySpan<int> a, int beyond) =>
        new(a[0], ((a[0] + (2 * a[3]) - ((a[1] - 1) * a[4]) - 1) / a[2]) + 1 + beyond, a[1], a[2], a[3], a[4]);

    private static void Follows<T>(PoolShape<StridedAxis> shape, bool hasNaN)
        where T : unmanaged, INumber<T>
    {
        const int Planes = 3;
        var random = new System.Random(1);
        // Few different values: many are equal.
        T[] x = [.. Enumerable.Range(0, Planes * (int)shape.InputCount).Select(_ => T.CreateSaturating(random.Next(9) == 0 ? double.NegativeInfinity : random.Next(-3, 3)))];
        if (hasNaN) for (int i = 0; i < x.Length; i += 17) x[i] = T.CreateTruncating(double.NaN);
        var y = new T[Planes * shape.OutputCount];
        var indices = new long[y.Length];
        MaxPoolKernel.Run<T, StridedAxis>(shape, Planes, x, y, indices);
        var alone = new T[y.Length];
        MaxPoolKernel.Run<T, StridedAxis>(shape, Planes, x, alone);
        Assert.Equal(MemoryMarshal.AsBytes<T>(y), MemoryMarshal.AsBytes<T>(alone));
        for (int o = 0; o < y.Length; o++)
        {
            var (plane, place) = Math.DivRem(o, (int)shape.OutputCount);
            var (row, w) = Math.DivRem(place, shape.Width.Output);
            var (d, h) = Math.DivRem(row, shape.Height.Output);
            long expected = Largest(shape, x.AsSpan(plane * (int)shape.InputCount), shape.Depth.At(d), shape.Height.At(h), shape.Width.At(w));
            Assert.Equal(expected, indices[o]);
            Assert.Equal(x[(plane * (int)shape.InputCount) + expected], y[o]);
        }
    }

    private static long Largest<T>(in PoolShape<StridedAxis> shape, ReadOnlySpan<T> x, PoolSpan depth, PoolSpan height, PoolSpan width)
        where T : unmanaged, INumber<T>
    {
        int largest = -1;
        for (int d = depth.First; d < depth.End; d += shape.Depth.Step)
        {
            for (int h = height.First; h < height.End; h += shape.Height.Step)
            {
                for (int w = width.First; w < width.End; w += shape.Width.Step)
                {
                    int at = (((d * shape.Height.Input) + h) * shape.Width.Input) + w;
                    if (largest < 0 || T.IsNaN(x[at]) || x[at] > x[largest]) largest = at;
                }
            }
        }
        return largest;
    }
}
