using System.Numerics;
using System.Runtime.InteropServices;
using Autograd.Memory;

namespace Autograd.Kernels.Tests;

/// <summary>The three maps of a convolution against their definition, on any number of threads, with little memory of their own.</summary>
[Collection("Workers")]
public sealed class ConvTests : IDisposable
{
    private readonly int before = Workers.Count;

    /// <summary>Batch, groups, channels and filters of a group; then for every dimension input, kernel, stride, padding, dilation.</summary>
    public static TheoryData<int[]> Shapes =>
    [
        [2, 1, 3, 4, 7, 3, 1, 1, 1, 6, 2, 2, 0, 1],
        [1, 2, 2, 3, 9, 3, 2, 2, 2],
        [3, 1, 1, 2, 3, 2, 1, 1, 1, 4, 3, 1, 2, 1, 5, 2, 3, 1, 2],
        [2, 5, 1, 1, 33, 3, 1, 1, 1, 37, 5, 1, 2, 1],
        [2, 3, 1, 2, 11, 3, 2, 1, 1, 40, 3, 3, 4, 2],
        [2, 2, 1, 1, 3, 24, 1, 12, 1, 30, 24, 1, 12, 1],
        [1, 1, 3, 2, 3, 2, 4, 0, 1],
        [2, 1, 40, 9, 6, 1, 1, 0, 1, 7, 1, 1, 0, 1],
        [2, 1, 5, 3, 8, 1, 3, 1, 1],
        // Depthwise with planes that fill registers: more padding than taps, dilations, three dimensions, several filters.
        [2, 3, 1, 2, 20, 2, 1, 3, 1, 21, 3, 1, 4, 1],
        [2, 2, 1, 1, 4, 2, 2, 1, 1, 9, 3, 1, 2, 2, 40, 3, 1, 2, 2],
        [1, 2, 1, 3, 90, 5, 1, 0, 3],
        // More than one block of channels; more than one tile of positions; both and several parts.
        [2, 1, 70, 5, 6, 3, 1, 1, 1, 6, 3, 1, 1, 1],
        [1, 1, 2, 3, 60, 3, 1, 1, 1, 61, 3, 1, 0, 1],
        [6, 1, 64, 17, 19, 3, 1, 1, 1, 20, 3, 1, 1, 1],
        [20, 1, 3, 8, 33, 5, 2, 2, 1, 33, 5, 2, 2, 1],
        // Planes so small that images share a tile, the last of them with fewer; pointwise, and in two groups.
        [37, 1, 70, 9, 3, 3, 1, 1, 1, 2, 3, 1, 1, 1],
        [21, 2, 30, 11, 2, 1, 1, 0, 1, 2, 1, 1, 0, 1],
        [5, 1, 6, 4, 8, 3, 1, 1, 1, 8, 3, 1, 0, 1],
        // Wide planes, without patches: bands, strides and dilations, groups, one and three dimensions; scalar products for the filters.
        [3, 1, 8, 16, 40, 3, 1, 1, 1, 45, 3, 1, 1, 1],
        [2, 2, 9, 15, 40, 3, 2, 1, 1, 61, 5, 3, 2, 1],
        [2, 1, 16, 8, 40, 3, 1, 2, 2, 47, 4, 1, 0, 1],
        [2, 1, 12, 16, 2000, 9, 2, 4, 3],
        [1, 1, 6, 16, 12, 3, 1, 1, 1, 20, 3, 1, 0, 1, 24, 3, 2, 1, 1],
    ];

    public void Dispose() => Workers.Count = before;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void EveryMapFollowsItsDefinition(int[] sizes)
    {
        Follows<double>(Shape(sizes), 1e-12);
        Follows<float>(Shape(sizes), 1e-4);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void TheNumberOfThreadsChangesNoBit(int[] sizes)
    {
        var problem = new Problem<float>(Shape(sizes));
        Workers.Count = 1;
        var alone = problem.Run();
        foreach (int threads in (ReadOnlySpan<int>)[2, 5])
        {
            Workers.Count = threads;
            var together = problem.Run();
            Assert.Equal(Bits(alone.Y), Bits(together.Y));
            Assert.Equal(Bits(alone.X), Bits(together.X));
            Assert.Equal(Bits(alone.W), Bits(together.W));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void AnImageHasTheSameBitsInAnyBatch(int[] sizes)
    {
        var batch = new Problem<float>(Shape(sizes));
        var alone = new Problem<float>(Shape([1, .. sizes[1..]]));
        int last = sizes[0] - 1;
        batch.X.AsSpan(last * alone.X.Length).CopyTo(alone.X);
        batch.Y.AsSpan(last * alone.Y.Length).CopyTo(alone.Y);
        var (all, one) = (batch.Run(), alone.Run());
        Assert.Equal(Bits(all.Y[(last * one.Y.Length)..]), Bits(one.Y));
        Assert.Equal(Bits(all.X[(last * one.X.Length)..]), Bits(one.X));
    }

    [Fact]
    public void PatchesOfABatchAreNeverThereAtOnce()
    {
        // 64 x 8 x 48 x 48 inputs are 4.5 MB; their patches would be 40 MB.
        var problem = new Problem<float>(Shape([64, 1, 8, 8, 48, 3, 1, 1, 1, 48, 3, 1, 1, 1]));
        Workers.Count = 2;
        BlockPool.Shared.FreeEverything();
        long live = BlockPool.Shared.LiveBytes;
        problem.Run();
        Assert.Equal(live, BlockPool.Shared.LiveBytes);
        // What waits in the pool is all that was taken at a time: a tile for each thread, and the runs of a weight's sum.
        Assert.InRange(BlockPool.Shared.FreeBytes, 1, 2 << 20);
    }

    private static ConvShape Shape(int[] s)
    {
        var axes = new WindowAxis[(s.Length - 4) / 5];
        for (int i = 0; i < axes.Length; i++)
        {
            var a = s.AsSpan(4 + (5 * i), 5);
            axes[i] = new WindowAxis(a[0], ((a[0] + (2 * a[3]) - ((a[1] - 1) * a[4]) - 1) / a[2]) + 1, a[1], a[2], a[3], a[4]);
        }
        return new ConvShape(s[0], s[1], s[2], s[3], WindowShape.Of(axes));
    }

    private static void Follows<T>(ConvShape s, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var problem = new Problem<T>(s);
        var actual = problem.Run();
        double[] y = new double[actual.Y.Length], x = new double[actual.X.Length], w = new double[actual.W.Length];
        for (int i = 0; i < y.Length; i++) y[i] = double.CreateTruncating(problem.YBias[i / (int)s.Window.OutputCount % (s.Groups * s.Filters)]);
        for (int i = 0; i < x.Length; i++) x[i] = double.CreateTruncating(problem.XBias[i / (int)s.Window.InputCount % (s.Groups * s.Channels)]);
        problem.Visit((i, j, k) =>
        {
            y[j] += double.CreateTruncating(problem.X[i]) * double.CreateTruncating(problem.W[k]);
            x[i] += double.CreateTruncating(problem.Y[j]) * double.CreateTruncating(problem.W[k]);
            w[k] += double.CreateTruncating(problem.X[i]) * double.CreateTruncating(problem.Y[j]);
        });
        Close(y, actual.Y, tolerance);
        Close(x, actual.X, tolerance);
        Close(w, actual.W, tolerance);
    }

    private static void Close<T>(double[] expected, T[] actual, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double scale = expected.Max(Math.Abs) + 1;
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i] / scale, double.CreateTruncating(actual[i]) / scale, tolerance);
    }

    private static byte[] Bits(float[] x) => MemoryMarshal.AsBytes<float>(x).ToArray();

    private sealed class Problem<T>(ConvShape s)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T[] X { get; } = Values((int)s.InputCount, 1);

        public T[] Y { get; } = Values((int)s.OutputCount, 2);

        public T[] W { get; } = Values((int)s.WeightCount, 3);

        public T[] YBias { get; } = Values(s.Groups * s.Filters, 4);

        public T[] XBias { get; } = Values(s.Groups * s.Channels, 5);

        /// <summary>The three maps, into memory that was something else before.</summary>
        public (T[] Y, T[] X, T[] W) Run()
        {
            var (y, x, w) = (Values(Y.Length, 6), Values(X.Length, 7), Values(W.Length, 8));
            ConvKernel.Forward<T>(s, X, W, YBias, y);
            ConvKernel.Transpose<T>(s, Y, W, XBias, x);
            ConvKernel.Weight<T>(s, X, Y, w);
            return (y, x, w);
        }

        /// <summary>Every product: the numbers of its elements of x, y and w.</summary>
        public void Visit(Action<int, int, int> product)
        {
            var (d, h, w) = s.Window;
            int inputs = (int)s.Window.InputCount, outputs = (int)s.Window.OutputCount, taps = (int)s.Window.KernelCount;
            for (int j = 0; j < Y.Length; j++)
            {
                int o = j % outputs, filter = j / outputs % (s.Groups * s.Filters), image = j / outputs / (s.Groups * s.Filters);
                for (int c = 0; c < s.Channels; c++)
                {
                    for (int k = 0; k < taps; k++)
                    {
                        long id = d.At(o / w.Output / h.Output, k / w.Kernel / h.Kernel);
                        long ih = h.At(o / w.Output % h.Output, k / w.Kernel % h.Kernel);
                        long iw = w.At(o % w.Output, k % w.Kernel);
                        if (id < 0 || id >= d.Input || ih < 0 || ih >= h.Input || iw < 0 || iw >= w.Input) continue;
                        int plane = (((image * s.Groups) + (filter / s.Filters)) * s.Channels) + c;
                        product((plane * inputs) + (int)((((id * h.Input) + ih) * w.Input) + iw), j, (((filter * s.Channels) + c) * taps) + k);
                    }
                }
            }
        }

        private static T[] Values(int n, int seed)
        {
            var random = new System.Random(seed);
            return [.. Enumerable.Range(0, n).Select(_ => T.CreateTruncating(random.NextDouble() - 0.5))];
        }
    }
}
