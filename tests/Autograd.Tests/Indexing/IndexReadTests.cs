namespace Autograd.Tests.Indexing;

/// <summary>x[...] of arange(24) as [2, 3, 4] against values computed by PyTorch 1.13, for negative steps by NumPy.</summary>
public sealed class IndexReadTests
{
    private static readonly Tensor X = Tensor.Arange(24).Reshape(2, 3, 4);
    private static readonly TensorIndex Dots = TensorIndex.Ellipsis;
    private static readonly TensorIndex New = TensorIndex.NewAxis;
    private static readonly Tensor I1 = Tensor.From([0L, 1L, 1L]);
    private static readonly Tensor I2 = Tensor.From([2L, 0L, 1L]);
    private static readonly Tensor I3 = Tensor.From(new long[,] { { 3, 0 }, { 1, -1 } });
    private static readonly Tensor M = Tensor.From([true, false, true]);
    private static readonly Tensor M2 = Tensor.From(new[,] { { true, false, true }, { false, true, false } });

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, (Func<Tensor> Read, int[] Shape, long[] Values)> Cases { get; } = new(StringComparer.Ordinal)
    {
        ["[1]"] = (() => X[1], [3, 4], Range(12, 24)),
        ["[-1, 0]"] = (() => X[-1, 0], [4], [12, 13, 14, 15]),
        ["[:, 1]"] = (() => X[.., 1], [2, 4], [4, 5, 6, 7, 16, 17, 18, 19]),
        ["[..., 0]"] = (() => X[Dots, 0], [2, 3], [0, 4, 8, 12, 16, 20]),
        ["[0, ..., -1]"] = (() => X[0, Dots, ^1], [3], [3, 7, 11]),
        ["[:, None, 1:]"] = (() => X[.., New, 1..], [2, 1, 2, 4], [4, 5, 6, 7, 8, 9, 10, 11, 16, 17, 18, 19, 20, 21, 22, 23]),
        ["[:, ::2, 1::2]"] = (() => X[.., TensorIndex.Slice(step: 2), TensorIndex.Slice(1, step: 2)], [2, 2, 2], [1, 3, 9, 11, 13, 15, 21, 23]),
        ["[..., 1:-1]"] = (() => X[Dots, 1..^1], [2, 3, 2], [1, 2, 5, 6, 9, 10, 13, 14, 17, 18, 21, 22]),
        ["[1:5]"] = (() => X[1..5], [1, 3, 4], Range(12, 24)),
        ["[:, 2:1]"] = (() => X[.., 2..1], [2, 0, 4], []),
        ["[i1]"] = (() => X[I1], [3, 3, 4], [.. Range(0, 24), .. Range(12, 24)]),
        ["[:, i2]"] = (() => X[.., I2], [2, 3, 4], [8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 16, 17, 18, 19]),
        ["[i1, i2]"] = (() => X[I1, I2], [3, 4], [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]),
        ["[i1, :, i]"] = (() => X[I1, .., Longs(3, 0, 1)], [3, 3], [3, 7, 11, 12, 16, 20, 13, 17, 21]),
        ["[:, i2, i]"] = (() => X[.., I2, Longs(0, 3, -1)], [2, 3], [8, 3, 7, 20, 15, 19]),
        ["[0, :, i]"] = (() => X[0, .., Longs(3, 1)], [3, 2], [3, 1, 7, 5, 11, 9]),
        ["[:, m]"] = (() => X[.., M], [2, 2, 4], [0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23]),
        ["[x % 5 == 0]"] = (() => X[Tensor.From(X.ToArray<long>().Select(v => v % 5 == 0).ToArray()).Reshape(2, 3, 4)], [5], [0, 5, 10, 15, 20]),
        ["[m2]"] = (() => X[M2], [3, 4], [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19]),
        ["[m2, 1]"] = (() => X[M2, 1], [3], [1, 9, 17]),
        ["[:, m, i]"] = (() => X[.., M, Longs(0, 3)], [2, 2], [0, 11, 12, 23]),
        ["[:, :, i3]"] = (() => X[.., .., I3], [2, 3, 2, 2], [3, 0, 1, 3, 7, 4, 5, 7, 11, 8, 9, 11, 15, 12, 13, 15, 19, 16, 17, 19, 23, 20, 21, 23]),
        ["[i1, None, i2]"] = (() => X[I1, New, I2], [3, 1, 4], [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]),
        ["[None, i1]"] = (() => X[New, I1], [1, 3, 3, 4], [.. Range(0, 24), .. Range(12, 24)]),
        ["[..., i2]"] = (() => X[Dots, I2], [2, 3, 3], [2, 0, 1, 6, 4, 5, 10, 8, 9, 14, 12, 13, 18, 16, 17, 22, 20, 21]),
        ["[i1, ..., i2]"] = (() => X[I1, Dots, I2], [3, 3], [2, 6, 10, 12, 16, 20, 13, 17, 21]),
        ["[t0]"] = (() => X[Tensor.Scalar(1, DType.Int64)], [3, 4], Range(12, 24)),
        ["[t0, :, i]"] = (() => X[Tensor.Scalar(1, DType.Int64), .., Longs(3, 1)], [3, 2], [15, 13, 19, 17, 23, 21]),
        ["[i1, 1:, i]"] = (() => X[I1, 1.., Longs(3, 0, 1)], [3, 2], [7, 11, 16, 20, 17, 21]),
        ["[none]"] = (() => X[Tensor.Zeros([0], DType.Int64)], [0, 3, 4], []),
        ["[:, column, row]"] = (() => X[.., Tensor.From(new long[,] { { 0 }, { 1 } }), Tensor.From(new long[,] { { 0, 1, 2 } })], [2, 2, 3], [0, 1, 2, 4, 5, 6, 12, 13, 14, 16, 17, 18]),
        ["[True]"] = (() => X[Tensor.Scalar(1, DType.Bool)], [1, 2, 3, 4], Range(0, 24)),
        ["[False]"] = (() => X[Tensor.Scalar(0, DType.Bool)], [0, 2, 3, 4], []),
        ["[-1, -2 as indices]"] = (() => X[new[] { -1, -2 }], [2, 3, 4], [.. Range(12, 24), .. Range(0, 12)]),
        ["[int32 indices]"] = (() => X[Tensor.From([1, 0])], [2, 3, 4], [.. Range(12, 24), .. Range(0, 12)]),
        ["[[[0, 1], [1, 0]], :, 0]"] = (() => X[Tensor.From(new long[,] { { 0, 1 }, { 1, 0 } }), .., 0], [2, 2, 3], [0, 4, 8, 12, 16, 20, 12, 16, 20, 0, 4, 8]),
        ["[:, ::-1]"] = (() => X[.., TensorIndex.Slice(step: -1)], [2, 3, 4], [8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3, 20, 21, 22, 23, 16, 17, 18, 19, 12, 13, 14, 15]),
        ["[::-1, :, ::-2]"] = (() => X[TensorIndex.Slice(step: -1), .., TensorIndex.Slice(step: -2)], [2, 3, 2], [15, 13, 19, 17, 23, 21, 3, 1, 7, 5, 11, 9]),
        ["[:, 2:0:-1]"] = (() => X[.., TensorIndex.Slice(2, 0, -1)], [2, 2, 4], [8, 9, 10, 11, 4, 5, 6, 7, 20, 21, 22, 23, 16, 17, 18, 19]),
        ["[0, -1:-4:-2]"] = (() => X[0, TensorIndex.Slice(-1, -4, -2)], [2, 4], [8, 9, 10, 11, 0, 1, 2, 3]),
        ["[1, 1::-1, 2]"] = (() => X[1, TensorIndex.Slice(1, step: -1), 2], [2], [18, 14]),
        ["[:, 0:5:-1]"] = (() => X[.., TensorIndex.Slice(0, 5, -1)], [2, 0, 4], []),
        ["[:, :-3:-1]"] = (() => X[.., TensorIndex.Slice(end: -3, step: -1)], [2, 2, 4], [8, 9, 10, 11, 4, 5, 6, 7, 20, 21, 22, 23, 16, 17, 18, 19]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Reads_what_PyTorch_reads(string name)
    {
        var (read, shape, values) = Cases[name];
        var y = read();
        Assert.Equal(new Shape(shape), y.Shape);
        Assert.Equal(values, y.ToArray<long>());
    }

    [Fact]
    public void Integers_and_ranges_are_views_masks_and_indices_copies()
    {
        var x = Tensor.Arange(0.0, 12).Reshape(3, 4);
        var view = x[1.., ^1];
        Assert.True(view.IsView);
        using (NoGrad.Scope) view.FillInPlace(-1);
        Assert.Equal([0f, 1f, 2f, 3f, 4f, 5f, 6f, -1f, 8f, 9f, 10f, -1f], x.ToArray<float>());
        var copy = x[Tensor.From([0L])];
        copy.FillInPlace(9);
        Assert.Equal(0f, x[0, 0].Item());
        Assert.NotSame(x, x[..]);
        Assert.True(x[..].IsView);
    }

    [Fact]
    public void What_cannot_be_read_says_why()
    {
        Throws<ShapeException>(() => X[0, 5], "Index: 5 is out of range for dimension 1 of shape [2, 3, 4]: it must lie in [-3, 2]");
        Throws<ShapeException>(() => X[New, 0, -5], "Index: -5 is out of range for dimension 1 of shape [2, 3, 4]: it must lie in [-3, 2]");
        Throws<ShapeException>(() => X[.., .., Longs(1, 4)], "Index: 4 is out of range for dimension 2 of shape [2, 3, 4]: it must lie in [-4, 3]");
        Throws<ShapeException>(() => X[0, 0, 0, 0], "Index: 4 indices for a tensor of shape [2, 3, 4], which has 3 dimensions");
        Throws<ShapeException>(() => X[Dots, Dots], "Index: there is more than one ellipsis");
        Throws<ShapeException>(() => X[Longs(0, 1), Longs(0, 1, 2)], "Index: index tensors of shapes [2], [3] do not broadcast");
        Throws<ShapeException>(() => X[M], "Index: a mask of shape [3] does not fit dimensions 0 to 0 of shape [2, 3, 4]");
        Throws<DTypeException>(() => X[Tensor.From([1f])], "Index: a float32 tensor cannot index: bool tensors are masks, int64 and int32 tensors are indices; convert with Bool() or Long()");
        Throws<DTypeException>(() => X[Tensor.From(new byte[] { 1 })], "Index: a uint8 tensor cannot index: bool tensors are masks, int64 and int32 tensors are indices; convert with Bool() or Long()");
        Assert.Throws<ArgumentOutOfRangeException>(() => TensorIndex.Slice(step: 0));
    }

    [Fact]
    public void Slices_agree_with_a_loop_for_every_start_end_and_step()
    {
        foreach (int size in (ReadOnlySpan<int>)[0, 1, 5])
        {
            var x = Tensor.Arange(size);
            int?[] bounds = [null, -7, -size, -2, -1, 0, 1, 3, size, 9];
            foreach (int? start in bounds)
            {
                foreach (int? end in bounds)
                {
                    foreach (int step in (ReadOnlySpan<int>)[1, 2, 3, -1, -2, -4])
                    {
                        var y = x[TensorIndex.Slice(start, end, step)];
                        Assert.True(Python(size, start, end, step).SequenceEqual(y.ToArray<long>()), $"{size}: {start}:{end}:{step}");
                    }
                }
            }
        }
    }

    /// <summary>Python's slice.indices.</summary>
    private static List<long> Python(int size, int? start, int? end, int step)
    {
        int low = step > 0 ? 0 : -1, high = step > 0 ? size : size - 1;
        int Bound(int? b, int missing) => b is not { } v ? missing : Math.Clamp(v < 0 ? v + size : v, low, high);
        int first = Bound(start, step > 0 ? 0 : size - 1), last = Bound(end, step > 0 ? size : -1);
        var picked = new List<long>();
        for (int i = first; step > 0 ? i < last : i > last; i += step) picked.Add(i);
        return picked;
    }

    private static void Throws<TException>(Func<Tensor> read, string message)
        where TException : Exception => Assert.Equal(message, Assert.Throws<TException>(read).Message);

    private static Tensor Longs(params long[] values) => Tensor.From(values);

    private static long[] Range(int start, int end) => [.. Enumerable.Range(start, end - start).Select(v => (long)v)];
}
