using System.Numerics.Tensors;

namespace Autograd.Tests.Creation;

/// <summary>The ways in (From copies, Wrap shares) and out (Item, ToArray, CopyTo, Read, AsSpan, AsTensorSpan).</summary>
public sealed class ReadAndWrapTests
{
    [Fact]
    public void From_copies_arrays_of_rank_1_to_4()
    {
        float[] data = [1, 2, 3, 4];
        var x = Tensor.From(data);
        data[0] = 9;
        Assert.Equal([1f, 2f, 3f, 4f], x.ToArray<float>());
        var matrix = new double[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } };
        var m = Tensor.From(matrix);
        matrix[0, 0] = 9;
        Assert.Equal(new Shape(3, 2), m.Shape);
        Assert.Equal(DType.Float64, m.DType);
        Assert.Equal([1.0, 2, 3, 4, 5, 6], m.ToArray<double>());
        Assert.Equal(new Shape(2, 1, 2), Tensor.From(new long[,,] { { { 1, 2 } }, { { 3, 4 } } }).Shape);
        var four = Tensor.From(new int[,,,] { { { { 1, 2 }, { 3, 4 } } }, { { { 5, 6 }, { 7, 8 } } } });
        Assert.Equal(new Shape(2, 1, 2, 2), four.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], four.ToArray<int>());
        Assert.Equal(new Shape(0, 3), Tensor.From(new float[0, 3]).Shape);
    }

    [Fact]
    public void From_takes_spans_of_every_dtype()
    {
        Assert.Equal(DType.Bool, Tensor.From([true]).DType);
        Assert.Equal(DType.UInt8, Tensor.From(new byte[] { 1 }).DType);
        Assert.Equal(DType.Int32, Tensor.From([1]).DType);
        Assert.Equal(DType.Int64, Tensor.From([1L]).DType);
        Assert.Equal(DType.Float16, Tensor.From([(Half)1]).DType);
        Assert.Equal(DType.Float32, Tensor.From([1f]).DType);
        Assert.Equal(DType.Float64, Tensor.From([1.0]).DType);
        ReadOnlySpan<float> span = [1, 2, 3, 4, 5, 6];
        Assert.Equal(6f, Tensor.From(span, 2, 3)[1, 2].Item());
        Assert.Equal(new Shape(), Tensor.From(span[..1], []).Shape);
        Assert.Equal(
            "From: 6 elements do not fill the shape [2, 2], which has 4",
            Assert.Throws<ShapeException>(() => Tensor.From<float>(new float[6], [2, 2])).Message);
        Assert.Contains("Int16", Assert.Throws<DTypeException>(() => Tensor.From(new short[1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrap_shares_both_ways()
    {
        float[] data = [1, 2, 3, 4];
        var x = Tensor.Wrap(data, 2, 2);
        data[3] = 9;
        Assert.Equal(9, x[1, 1].Item());
        x.MulInPlace(2.0);
        Assert.Equal([2f, 4f, 6f, 18f], data);
        Assert.Equal(new Shape(4), Tensor.Wrap(data).Shape);
        Assert.Throws<ShapeException>(() => Tensor.Wrap(data, 3));
        Assert.Throws<ArgumentNullException>(() => Tensor.Wrap<float>(null!));
    }

    [Fact]
    public void Items_and_copies_have_the_element_type_or_throw_by_name()
    {
        var x = Tensor.From([7L]);
        Assert.Equal(7L, x.Item<long>());
        Assert.Equal(7.0, x.Item());
        Assert.Equal(1.0, Tensor.From([true]).Item());
        Assert.Equal((Half)0.5, Tensor.From([(Half)0.5]).Item<Half>());
        Assert.Equal("Item<Single>: the tensor is int64, not float32; convert with To(DType.Float32) first", Assert.Throws<DTypeException>(() => x.Item<float>()).Message);
        foreach (var (name, read) in ((string, Action)[])
        [
            ("CopyTo<Double>", () => x.ToArray<double>()),
            ("CopyTo<Double>", () => x.CopyTo<double>(new double[1])),
            ("Read<Double>", () => x.Read<double, int>(span => span.Length)),
            ("AsSpan<Double>", () => x.AsSpan<double>()),
            ("AsTensorSpan<Double>", () => x.AsTensorSpan<double>()),
        ])
        {
            Assert.StartsWith(name + ": the tensor is int64, not float64", Assert.Throws<DTypeException>(read).Message, StringComparison.Ordinal);
        }
        Assert.Equal(
            "Item: a tensor of shape [2] has 2 elements, not one; reduce it first, or use ToArray()",
            Assert.Throws<ShapeException>(() => Tensor.Zeros(2).Item()).Message);
        Assert.Equal("CopyTo: 1 places do not hold 2 elements of [2]", Assert.Throws<ShapeException>(() => Tensor.Zeros(2).CopyTo<float>(new float[1])).Message);
    }

    [Fact]
    public void Reads_of_views_are_row_major()
    {
        var x = Tensor.Arange(6).Reshape(2, 3).Transpose(0, 1);
        Assert.Equal([0L, 3L, 1L, 4L, 2L, 5L], x.ToArray<long>());
        Assert.Equal([0L, 3L, 1L, 4L, 2L, 5L], x.Read<long, long[]>(span => span.ToArray()));
        var place = new long[8];
        x.CopyTo<long>(place);
        Assert.Equal([0L, 3L, 1L, 4L, 2L, 5L, 0L, 0L], place);
        Assert.Equal([3L, 4L, 5L], x[.., 1].ToArray<long>());
    }

    [Fact]
    public void AsSpan_writes_through_and_needs_row_major_order()
    {
        // Larger than the pool's smallest block.
        var x = Tensor.Zeros(3000);
        x[1000..2000].AsSpan<float>().Fill(2);
        Assert.Equal(2000, x.Sum().Item());
        Assert.Contains("Contiguous()", Assert.Throws<ShapeException>(() => Tensor.Zeros(2, 3).Transpose(0, 1).AsSpan<float>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensor_spans_go_both_ways_with_strides()
    {
        var x = Tensor.Arange(0.0, 24).Reshape(2, 3, 4);
        var view = x[.., 1.., TensorIndex.Slice(step: 2)];
        var span = view.AsTensorSpan<float>();
        Assert.Equal([2, 2, 2], span.Lengths.ToArray());
        Assert.Equal(18f, span[1, 0, 1]);
        span[1, 0, 1] = -1;
        Assert.Equal(-1, x[1, 1, 2].Item());
        var back = Tensor.From<float>(span);
        Assert.Equal(view.ToArray<float>(), back.ToArray<float>());
        span[0, 0, 0] = -2;
        Assert.Equal(4f, back[0, 0, 0].Item());
        Assert.Equal(new Shape(3, 2), Tensor.From<int>(new ReadOnlyTensorSpan<int>([1, 2, 3, 4, 5, 6], [3, 2])).Shape);
    }

    [Fact]
    public void Version_counters_see_the_writes_of_ops_and_no_others()
    {
        // As documented: a store into shared memory is seen by the backward pass and counted by nobody.
        float[] array = [1, 2, 3];
        var x = Tensor.Wrap(array).RequiresGradInPlace();
        var y = (x * x).Sum();
        array[0] = 10;
        Assert.Equal(0, x.Version);
        y.Backward();
        Assert.Equal([20f, 4f, 6f], x.Grad!.ToArray<float>());

        var v = Tensor.From([1f, 2f, 3f]).RequiresGradInPlace();
        var square = (v * v).Sum();
        v.AsSpan<float>()[0] = 10;
        Assert.Equal(0, v.Version);
        square.Backward();
        Assert.Equal([20f, 4f, 6f], v.Grad!.ToArray<float>());

        // The ways out: a write by an op throws by name, a copy keeps the value.
        var w = Tensor.Wrap(array).RequiresGradInPlace();
        var refused = (w * w).Sum();
        using (NoGrad.Scope) w.CopyInPlace(Tensor.Zeros(3));
        Assert.Contains("CopyInPlace", Assert.Throws<AutogradException>(() => refused.Backward()).Message, StringComparison.Ordinal);
        float[] kept = [1, 2, 3];
        var z = Tensor.Wrap(kept).Clone().RequiresGradInPlace();
        var safe = (z * z).Sum();
        kept[0] = 10;
        safe.Backward();
        Assert.Equal([2f, 4f, 6f], z.Grad!.ToArray<float>());
    }
}
