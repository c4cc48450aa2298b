using Autograd.Checks;

namespace Autograd.Tests.Indexing;

/// <summary>x[...] = value against values computed by PyTorch 1.13; the same write as a function; gradients through both.</summary>
public sealed class IndexWriteTests
{
    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, (TensorIndex[] Index, Func<Tensor> Value, float[] Written)> Cases { get; } = new(StringComparer.Ordinal)
    {
        ["[1] = 5"] = ([1], () => Tensor.Scalar(5), [0, 0, 0, 0, 5, 5, 5, 5, 0, 0, 0, 0]),
        ["[1] = row"] = ([1], () => Tensor.Arange(0.0, 4), [0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0]),
        ["[:, 1] = column"] = ([Range.All, 1], () => Tensor.Arange(0.0, 3), [0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0]),
        ["[0, 0] = 7"] = ([0, 0], () => Tensor.Scalar(7), [7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ["[..., -1] = leading ones"] = ([TensorIndex.Ellipsis, ^1], () => Tensor.From(new[, ,] { { { 1f, 2f, 3f } } }), [0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]),
        ["[::2, 1:3] = column"] = ([TensorIndex.Slice(step: 2), 1..3], () => Tensor.From(new[,] { { 1f }, { 2f } }), [0, 1, 1, 0, 0, 0, 0, 0, 0, 2, 2, 0]),
        ["[i, j] = vector"] = ([Longs(0, 2), Longs(1, 3)], () => Tensor.From([5f, 6f]), [0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6]),
        ["[i] = row"] = ([Longs(0, 2)], () => Tensor.From([1f, 2f, 3f, 4f]), [1, 2, 3, 4, 0, 0, 0, 0, 1, 2, 3, 4]),
        ["[mask] = 3"] = ([Tensor.From([true, false, true])], () => Tensor.Scalar(3), [3, 3, 3, 3, 0, 0, 0, 0, 3, 3, 3, 3]),
        ["[full mask] = vector"] = ([Tensor.Eye(3, 4).Bool()], () => Tensor.From([1f, 2f, 3f]), [1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0]),
        ["[:, i] = vector"] = ([Range.All, Longs(3, 0)], () => Tensor.From([8f, 9f]), [9, 0, 0, 8, 9, 0, 0, 8, 9, 0, 0, 8]),
        ["[1:3, i] = matrix"] = ([1..3, Longs(0, 1)], () => Tensor.From(new[,] { { 1f, 2f }, { 3f, 4f } }), [0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0]),
        ["[::-1, 0] = vector"] = ([TensorIndex.Slice(step: -1), 0], () => Tensor.From([1f, 2f, 3f]), [3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0]),
        ["[2:0:-1, ::-2] = matrix"] = ([TensorIndex.Slice(2, 0, -1), TensorIndex.Slice(step: -2)], () => Tensor.From(new[,] { { 1f, 2f }, { 3f, 4f } }), [0, 0, 0, 0, 0, 4, 0, 3, 0, 2, 0, 1]),
        ["[False] = 9"] = ([Tensor.Scalar(0, DType.Bool)], () => Tensor.Scalar(9), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ["[1] = int64 row"] = ([1], () => Tensor.Arange(4), [0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Writes_what_PyTorch_writes(string name)
    {
        var (index, value, written) = Cases[name];
        var x = Tensor.Zeros(3, 4);
        x[index] = value();
        Assert.Equal(written, x.ToArray<float>());
        Assert.Equal(1, x.Version);
        // Into memory that is not row-major.
        var t = Tensor.Zeros(4, 3).Transpose(0, 1);
        t[index] = value();
        Assert.Equal(written, t.ToArray<float>());
        var original = Tensor.Zeros(3, 4);
        Assert.Equal(written, original.SetItem(value(), index).ToArray<float>());
        Assert.Equal(new float[12], original.ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_pass_through_writes(string name)
    {
        var (index, value, _) = Cases[name];
        if (value().DType != DType.Float32) return;
        var random = new Generator(1);
        Tensor[] inputs = [Tensor.Randn([3, 4], DType.Float64, random).RequiresGradInPlace(), Tensor.Randn(value().Shape, DType.Float64, random).RequiresGradInPlace()];
        Assert.True(GradCheck.Run(x => [Written(x[0], x[1], index).Sin()], inputs).Passed);
        Assert.True(GradCheck.Run(x => [x[0].SetItem(x[1], index).Sin()], inputs).Passed);
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("advanced")]
    [InlineData("mixed")]
    [InlineData("repeated")]
    [InlineData("mask")]
    public void Gradients_pass_through_reads(string kind)
    {
        TensorIndex[] index = kind switch
        {
            "basic" => [TensorIndex.Slice(step: -2), TensorIndex.NewAxis, 1..],
            "advanced" => [Longs(2, 0, -1), Longs(1, 3, 0)],
            "mixed" => [1.., Longs(3, 1)],
            "repeated" => [Longs(1, 1, 1, 0)],
            _ => [Tensor.Eye(3, 4).Bool()],
        };
        var x = Tensor.Randn([3, 4], DType.Float64, new Generator(2)).RequiresGradInPlace();
        var report = GradCheck.Run(v => [v[0][index].Exp()], [x], new GradCheckOptions { Order = 2, ForwardMode = true });
        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void A_read_that_repeats_adds_its_gradients()
    {
        var x = Tensor.Zeros(3).RequiresGradInPlace();
        x[Longs(1, 1, 2, 1)].Backward(Tensor.From([1f, 2f, 3f, 4f]));
        Assert.Equal([0f, 7f, 3f], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void IndexPut_accumulates_or_overwrites()
    {
        var x = Tensor.Zeros(4);
        Assert.Equal([4f, 2f, 0f, 4f], x.IndexPut([Longs(0, 1, 0, 3)], Tensor.From([1f, 2f, 3f, 4f]), accumulate: true).ToArray<float>());
        Assert.Equal([0f, 9f, 0f, 0f], x.IndexPut([Longs(1)], Tensor.Scalar(9)).ToArray<float>());
        var values = Tensor.Ones(4).RequiresGradInPlace();
        x.IndexPut([Longs(0, 1, 0, 3)], values, accumulate: true).Backward(Tensor.From([1f, 2f, 3f, 4f]));
        Assert.Equal([1f, 2f, 1f, 4f], values.Grad!.ToArray<float>());
    }

    [Fact]
    public void Compound_writes_read_and_write()
    {
        var x = Tensor.Arange(0.0, 4);
        x[1..3] += 10.0;
        x[^1] *= 2.0;
        Assert.Equal([0f, 11f, 12f, 6f], x.ToArray<float>());
    }

    [Fact]
    public void A_write_of_itself_reads_before_it_writes()
    {
        var x = Tensor.Arange(0.0, 5);
        x[1..] = x[..4];
        Assert.Equal([0f, 0f, 1f, 2f, 3f], x.ToArray<float>());
        x[TensorIndex.Slice(step: -1)] = x;
        Assert.Equal([3f, 2f, 1f, 0f, 0f], x.ToArray<float>());
    }

    [Fact]
    public void What_cannot_be_written_says_why()
    {
        var x = Tensor.Zeros(3, 4);
        Assert.Equal(
            "SetItem: a value of shape [3] does not broadcast to the [4] elements written in a tensor of shape [3, 4]",
            Assert.Throws<ShapeException>(() => x[1] = Tensor.Zeros(3)).Message);
        Assert.Equal(
            "SetItem: a value of shape [3] does not broadcast to the [2, 4] elements written in a tensor of shape [3, 4]",
            Assert.Throws<ShapeException>(() => x[Longs(0, 1)] = Tensor.Zeros(3)).Message);
        var leaf = Tensor.Zeros(3).RequiresGradInPlace();
        Assert.Contains("a leaf that requires a gradient", Assert.Throws<AutogradException>(() => leaf[0] = Tensor.Scalar(1)).Message, StringComparison.Ordinal);
        Assert.Equal(new float[3], leaf.ToArray<float>());
    }

    private static Tensor Written(Tensor x, Tensor value, TensorIndex[] index)
    {
        var y = x * 1.0;
        y[index] = value;
        return y;
    }

    private static Tensor Longs(params long[] values) => Tensor.From(values);
}
