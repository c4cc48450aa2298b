using Autograd.Memory;

namespace Autograd.Kernels.Tests;

public class CopyTests
{
    [Fact]
    public void StridedVisitsEveryElementOfAllOperandsInRowMajorOrder()
    {
        var random = new System.Random(1);
        for (int trial = 0; trial < 400; trial++)
        {
            Layout a = Layouts.Random(random);
            Layout b = Layouts.Random(random, a.Sizes.ToArray());
            var seenA = new List<int>();
            var seenB = new List<int>();
            var walk = new Strided(a, b);
            while (walk.Next())
            {
                for (int i = 0; i < walk.RunLength; i++)
                {
                    seenA.Add(walk.Offset(0) + (i * walk.Stride(0)));
                    seenB.Add(walk.Offset(1) + (i * walk.Stride(1)));
                }
            }
            Assert.Equal(Layouts.Offsets(a), seenA);
            Assert.Equal(Layouts.Offsets(b), seenB);
        }
    }

    [Fact]
    public void RankAboveTheInlineRoomIsWalked()
    {
        int[] sizes = [2, 1, 2, 2, 2, 2, 2, 2, 2, 2];
        int[] strides = [512, 7, 1, 256, 2, 128, 4, 64, 8, 32];
        Layout a = Layout.Strided(sizes, strides, 3);
        var seen = new List<int>();
        var walk = new Strided(a);
        while (walk.Next())
        {
            for (int i = 0; i < walk.RunLength; i++) seen.Add(walk.Offset(0) + (i * walk.Stride(0)));
        }
        Assert.Equal(Layouts.Offsets(a), seen);
    }

    [Fact]
    public void CopyMovesEveryLayoutToEveryLayout()
    {
        CopiesAll<byte>(3, i => (byte)i);
        CopiesAll<ushort>(4, i => (ushort)i);
        CopiesAll<float>(5, i => i);
        CopiesAll<double>(6, i => i);
    }

    [Theory]
    [InlineData(131, 77)]
    [InlineData(64, 64)]
    [InlineData(7, 1000)]
    [InlineData(300, 257)]
    public void TransposesOfEverySizeOfElement(int rows, int columns)
    {
        Transposes<byte>(rows, columns, i => (byte)i);
        Transposes<Half>(rows, columns, i => (Half)(i % 1000));
        Transposes<float>(rows, columns, i => i);
        Transposes<long>(rows, columns, i => i);
    }

    [Fact]
    public void ALargeTransposeStreamsItsLines()
    {
        const int N = 1536;
        float[] data = Enumerable.Range(0, N * N).Select(i => (float)i).ToArray();
        float[] room = GC.AllocateUninitializedArray<float>((N * N) + 32, pinned: true);
        nint address = System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(room, 0);
        Span<float> aligned = room.AsSpan((int)((64 - (address % 64)) % 64 / sizeof(float)), N * N);
        CopyKernel.Copy<float>(data, Layout.Strided([N, N], [1, N], 0), aligned);
        for (int i = 0; i < aligned.Length; i++)
        {
            if (aligned[i] != data[(i % N * N) + (i / N)]) Assert.Fail("a transposed element differs");
        }
    }

    [Fact]
    public void ChannelsLastIsABatchOfTransposes()
    {
        Layout nchw = Layout.Contiguous([3, 5, 40, 30]);
        Layout nhwc = Layout.Strided([3, 40, 30, 5], [6000, 30, 1, 1200], 0);
        float[] data = Enumerable.Range(0, nchw.Count).Select(i => (float)i).ToArray();
        var copy = new float[data.Length];
        CopyKernel.Copy<float>(data, nhwc, copy);
        Assert.Equal(Layouts.Read(data, nhwc), copy);
    }

    [Fact]
    public void FillSetsTheLayoutAndNothingElse()
    {
        var random = new System.Random(7);
        for (int trial = 0; trial < 100; trial++)
        {
            Layout to = Layouts.Random(random);
            var data = new int[Layouts.Extent(to) + 5];
            CopyKernel.Fill(data, to, 9);
            var expected = new int[data.Length];
            foreach (int at in Layouts.Offsets(to)) expected[at] = 9;
            Assert.Equal(expected, data);
        }
    }

    [Fact]
    public void LargeContiguousCopyIsExact()
    {
        float[] data = Enumerable.Range(0, 300_001).Select(i => (float)i).ToArray();
        var copy = new float[data.Length - 1];
        CopyKernel.Copy<float>(data, Layout.Strided([300_000], [1], 1), copy);
        Assert.Equal(data[1..], copy);
    }

    private static void CopiesAll<T>(int seed, Func<int, T> value)
        where T : unmanaged
    {
        var random = new System.Random(seed);
        for (int trial = 0; trial < 200; trial++)
        {
            Layout from = Layouts.Random(random, trial % 10 == 0 ? 14 : 6);
            Layout to = Layouts.Random(random, from.Sizes.ToArray(), expanded: false);
            T[] source = Enumerable.Range(0, Layouts.Extent(from)).Select(value).ToArray();
            var target = new T[Layouts.Extent(to)];
            CopyKernel.Copy<T>(source, from, target, to);
            T[] expected = Layouts.Read(source, from);
            Assert.Equal(expected, Layouts.Read(target, to));
            var flat = new T[from.Count];
            CopyKernel.Copy<T>(source, from, flat);
            Assert.Equal(expected, flat);
        }
    }

    private static void Transposes<T>(int rows, int columns, Func<int, T> value)
        where T : unmanaged
    {
        T[] data = Enumerable.Range(0, rows * columns).Select(value).ToArray();
        var copy = new T[data.Length];
        Layout view = Layout.Strided([columns, rows], [1, columns], 0);
        CopyKernel.Copy<T>(data, view, copy);
        Assert.Equal(Layouts.Read(data, view), copy);
    }
}
