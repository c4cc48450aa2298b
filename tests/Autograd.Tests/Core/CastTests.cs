namespace Autograd.Tests.Core;

/// <summary>Casts between all dtypes, values as PyTorch casts them.</summary>
public sealed class CastTests
{
    [Fact]
    public void Values_are_cast_as_in_PyTorch()
    {
        Assert.Equal([1L, -1L, 300L, 0L], Tensor.From([1.7f, -1.7f, 300f, 0f]).Long().ToArray<long>());
        Assert.Equal([true, true, false, true], Tensor.From([1.7f, -1.7f, 0f, float.NaN]).Bool().ToArray<bool>());
        Assert.Equal([0, 255, 232], Tensor.From([256L, -1L, 1000L]).To(DType.UInt8).ToArray<byte>().Select(b => (int)b));
        Assert.Equal([5], Tensor.From([(1L << 40) + 5]).To(DType.Int32).ToArray<int>());
        Assert.Equal([1f, 0f], Tensor.From([true, false]).Float().ToArray<float>());
    }

    [Fact]
    public void Half_formats_round_to_nearest_even_and_overflow_to_infinity()
    {
        var half = Tensor.From([1.0009765625f, 65504f, 65520f, 1e-8f, 0.1f]).To(DType.Float16);
        Assert.Equal([1.0009765625f, 65504f, float.PositiveInfinity, 0f, 0.0999755859375f], half.Float().ToArray<float>());
        var brain = Tensor.From([1.00390625f, 3.4e38f, 0.1f, 1e-40f, 1.01171875f]).To(DType.BFloat16);
        Assert.Equal([1f, float.PositiveInfinity, 0.10009765625f, 9.183549615799121e-41f, 1.015625f], brain.Float().ToArray<float>());
        Assert.True(float.IsNaN(Tensor.From([float.NaN]).To(DType.BFloat16).Float().Item<float>()));
        Assert.True(Half.IsNaN(Tensor.From([float.NaN]).To(DType.Float16).Item<Half>()));
    }

    [Fact]
    public void Every_pair_of_dtypes_casts_small_integers_exactly_from_any_layout()
    {
        foreach (var from in Enum.GetValues<DType>())
        {
            foreach (var to in Enum.GetValues<DType>())
            {
                var x = Tensor.From([0L, 1L, 1L, 0L, 1L, 0L]).Reshape(2, 3).To(from).Transpose(0, 1);
                var y = x.To(to);
                Assert.Equal(to, y.DType);
                Assert.True(y.Long().ToArray<long>().SequenceEqual([0L, 0L, 1L, 1L, 1L, 0L]), $"{from} to {to}");
                Assert.Equal(from == to, ReferenceEquals(x, y));
            }
        }
    }

    [Fact]
    public void Casts_between_floats_are_differentiable_others_are_not()
    {
        var x = Tensor.From([0.5f, 1.5f]).RequiresGradInPlace();
        var y = x.Double();
        Assert.True(y.RequiresGrad);
        y.Backward(Tensor.From([2.0, 3.0]));
        Assert.Equal([2f, 3f], x.Grad!.ToArray<float>());
        Assert.False(x.Long().RequiresGrad);
        Assert.False(x.To(DType.Float16).RequiresGrad);
        Assert.Throws<DTypeException>(() => x.Long().RequiresGrad = true);
    }

    [Fact]
    public void Half_tensors_are_data_and_refuse_arithmetic_by_name()
    {
        var x = Tensor.Ones([2], DType.Float16);
        Assert.Contains("float16", Assert.Throws<DTypeException>(() => x + x).Message, StringComparison.Ordinal);
        Assert.Contains("float16", Assert.Throws<DTypeException>(() => x.Exp()).Message, StringComparison.Ordinal);
        Assert.Equal(new Shape(1, 2), x.Reshape(1, 2).Clone().Shape);
        Assert.Equal((Half)1, Tensor.Cat([x, x])[3].Item<Half>());
    }
}
