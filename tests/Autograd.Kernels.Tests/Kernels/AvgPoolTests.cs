using System.Numerics;
using System.Runtime.InteropServices;
using Autograd.Kernels;

namespace Autograd.Kernels.Tests.Kernels;

/// <summary>The means of windows and their transpose, by pairs of registers and row after row, against the definition: the same bits.</summary>
public class AvgPoolTests
{
    private const int Planes = 3;

    /// <summary>Input, output, kernel, stride, padding of the height and of the width.</summary>
    public static TheoryData<int[], int[]> Shapes => new()
    {
        { [2, 1, 2, 2, 0], [8, 4, 2, 2, 0] },
        { [9, 4, 2, 2, 0], [40, 20, 2, 2, 0] },
        { [8, 4, 2, 2, 0], [41, 20, 2, 2, 0] },
        { [7, 3, 2, 2, 0], [13, 6, 2, 2, 0] },
        { [6, 3, 2, 2, 0], [32, 16, 2, 2, 0] },
        { [56, 28, 2, 2, 0], [56, 28, 2, 2, 0] },
        { [11, 3, 2, 2, 0], [90, 33, 2, 2, 0] },
        { [7, 4, 2, 2, 0], [35, 18, 2, 2, 0] },
        { [6, 3, 2, 2, 0], [6, 3, 2, 2, 0] },
        { [8, 4, 2, 2, 1], [20, 11, 2, 2, 1] },
        { [9, 4, 3, 2, 0], [21, 10, 3, 2, 0] },
        { [9, 8, 2, 1, 0], [21, 20, 2, 1, 0] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void RowsFirstThenWithinThem(int[] height, int[] width)
    {
        var shape = new PoolShape<StridedAxis>(new(1, 1, 1, 1, 0, 1), Axis(height), Axis(width));
        foreach (var divisor in (PoolDivisor[])[new(true, null), new(false, null), new(true, 3), new(false, -7)])
        {
            Follows<float>(shape, divisor);
            Follows<double>(shape, divisor);
        }
    }

    private static StridedAxis Axis(int[] a) => new(a[0], a[1], a[2], a[3], a[4], 1);

    private static void Follows<T>(PoolShape<StridedAxis> shape, PoolDivisor divisor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = Numbers<T>(Planes * (int)shape.InputCount), y = Numbers<T>(Planes * (int)shape.OutputCount);
        var means = new T[y.Length];
        var spread = new T[x.Length];
        // What was there before does not matter.
        Array.Fill(spread, T.One);
        AvgPoolKernel.Average<T, StridedAxis>(shape, divisor, Planes, x, means);
        AvgPoolKernel.Spread<T, StridedAxis>(shape, divisor, Planes, y, spread);
        Assert.Equal(MemoryMarshal.AsBytes<T>(Means(shape, divisor, x)), MemoryMarshal.AsBytes<T>(means));
        Assert.Equal(MemoryMarshal.AsBytes<T>(Spread(shape, divisor, y)), MemoryMarshal.AsBytes<T>(spread));
    }

    private static T[] Numbers<T>(int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new System.Random(1);
        // Zeros of both signs, and sums that are not exact.
        return [.. Enumerable.Range(0, n).Select(i => i % 19 == 5 ? T.NaN : i % 37 == 8 ? T.PositiveInfinity : random.Next(3) == 0 ? T.NegativeZero : T.CreateTruncating(random.NextDouble() - 0.5))];
    }

    private static T[] Means<T>(PoolShape<StridedAxis> shape, PoolDivisor divisor, T[] x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var y = new T[Planes * shape.OutputCount];
        for (int o = 0; o < y.Length; o++)
        {
            var (row, w) = Math.DivRem(o, shape.Width.Output);
            var (plane, h) = Math.DivRem(row, shape.Height.Output);
            PoolSpan rows = shape.Height.At(h), columns = shape.Width.At(w);
            double total = 0;
            for (int j = columns.First; j < columns.End; j++)
            {
                double sum = 0;
                for (int i = rows.First; i < rows.End; i++) sum += double.CreateTruncating(x[(((plane * shape.Height.Input) + i) * shape.Width.Input) + j]);
                total += sum;
            }
            y[o] = T.CreateTruncating(total / Divisor(divisor, rows, columns));
        }
        return y;
    }

    private static T[] Spread<T>(PoolShape<StridedAxis> shape, PoolDivisor divisor, T[] y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = new T[Planes * shape.InputCount];
        for (int row = 0; row < Planes * shape.Height.Output; row++)
        {
            var (plane, h) = Math.DivRem(row, shape.Height.Output);
            PoolSpan rows = shape.Height.At(h);
            var shares = new T[shape.Width.Input];
            for (int w = 0; w < shape.Width.Output; w++)
            {
                PoolSpan columns = shape.Width.At(w);
                T share = T.CreateTruncating(double.CreateTruncating(y[(row * shape.Width.Output) + w]) / Divisor(divisor, rows, columns));
                for (int j = columns.First; j < columns.End; j++) shares[j] += share;
            }
            for (int i = rows.First; i < rows.End; i++)
            {
                for (int j = 0; j < shares.Length; j++) x[(((plane * shape.Height.Input) + i) * shape.Width.Input) + j] += shares[j];
            }
        }
        return x;
    }

    private static double Divisor(PoolDivisor divisor, PoolSpan rows, PoolSpan columns) => divisor.Override ?? (divisor.Of(rows) * divisor.Of(columns));
}
