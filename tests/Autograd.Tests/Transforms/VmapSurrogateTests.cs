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
    public void A_gradient_passes_straight_through_for_every_sample()
    {
        var x = Tensor.Randn([5, 3], dtype: DType.Float64);
        var w = Tensor.Randn([3], dtype: DType.Float64);
        var (values, gradients) = Func.Vmap(v =>
        {
            var (value, gradient) = Func.ValueAndGrad(u => (Func.StraightThrough(r => (r * 2.0).Round(), u).Square() * w).Sum())(v);
            return (value, gradient);
        })(x);
        var rounded = (x * 2.0).Round();
        Assert.True(values.AllClose((rounded.Square() * w).Sum(1)));
        Assert.True(gradients.AllClose(2.0 * rounded * w));

        // Through the mapped function, and of a value that all samples share.
        x.RequiresGradInPlace();
        var y = Func.Vmap(v => Func.StraightThrough(_ => w, v) * v)(x);
        Assert.True(Gradient.Of(y.Sum(), x).AllClose(w + x.Detach()));
    }
}
