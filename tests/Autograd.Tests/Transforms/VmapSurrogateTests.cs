namespace Autograd.Tests.Transforms;

/// <summary>Gradients that are meant to be others are so for every sample.</summary>
public sealed class VmapSurrogateTests
{
    [Fact]
    public void A_scaled_gradient_is_scaled_for_every_sample()
    {
        var x = Tensor.Randn([5, 3], dtype: DType.Float64);
        var gradients = Func.Vmap(Func.Grad(v => Func.ScaleGradient(v, 3).Square().Sum()))(x);
        Assert.True(gradients.AllClose(x * 6));
    }

    [Fact]
    public void A_stopped_gradient_is_zero_for_every_sample()
    {
        var x = Tensor.Randn([5, 3], dtype: DType.Float64);
        var gradients = Func.Vmap(Func.Grad(v => (Func.StopGradient(v) * v).Sum()))(x);
        Assert.True(gradients.AllClose(x));
    }

    [Fact]
    public void What_has_no_rule_for_a_batch_is_named()
    {
        var x = Tensor.Randn([5, 3], dtype: DType.Float64);
        var e = Assert.ThrowsAny<Exception>(() => Func.Vmap(v => Func.StraightThrough(u => u.Round(), v).Sum())(x));
        Assert.Contains("StraightThrough", e.Message, StringComparison.Ordinal);
    }
}
