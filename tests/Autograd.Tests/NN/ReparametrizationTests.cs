using Autograd.Checks;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Tests.NN;

public sealed class ReparametrizationTests
{
    private static readonly Tensor X = Tensor.From(new float[,] { { 1, 2, 3 } });

    [Fact]
    public void Spectral_norm_draws_and_iterates_as_PyTorch_does()
    {
        // torch.manual_seed(0); m = spectral_norm(nn.Linear(3, 2)); m.weight_u, m.weight_v; m(x); m(x); m.eval(); m(x)
        Generator.ManualSeed(0);
        var layer = Utils.SpectralNorm(new Linear(3, 2));
        Assert.Equal(["bias", "weight_orig", "weight_u", "weight_v"], layer.StateDict().Keys);
        Assert.Equal(["bias", "weight_orig"], layer.NamedParameters().Select(p => p.Name));
        Close([-0.6127873063087463f, -0.7902478575706482f], layer.StateDict()["weight_u"]);
        Close([0.3430648148059845f, 0.7127794623374939f, -0.6117612719535828f], layer.StateDict()["weight_v"]);
        Close([-2.15261173248291f, -0.6126711964607239f], layer.Forward(X));
        Close([-2.149613618850708f, -0.6111721396446228f], layer.Forward(X));
        layer.Eval();
        Close([-2.149613618850708f, -0.6111721396446228f], layer.Forward(X));
    }

    [Fact]
    public void Weight_norm_splits_a_weight_and_changes_nothing_else()
    {
        Generator.ManualSeed(0);
        var layer = new Conv1d(2, 3, 2);
        var x = Tensor.Randn(1, 2, 4);
        var before = layer.Forward(x);
        var weight = layer.Weight;
        Assert.Same(layer, Utils.WeightNorm(layer));
        Assert.Equal(["bias", "weight_g", "weight_v"], layer.StateDict().Keys);
        Assert.Equal([3, 1, 1], layer.StateDict()["weight_g"].Shape.ToArray());
        Assert.Same(weight, layer.NamedParameters().Single(p => p.Name == "weight_v").Parameter);
        Assert.True(before.AllClose(layer.Forward(x), atol: 1e-6));
        Utils.RemoveWeightNorm(layer);
        Assert.Same(weight, layer.Weight);
        Assert.Equal(["weight", "bias"], layer.StateDict().Keys);
        Assert.True(before.AllClose(layer.Forward(x), atol: 1e-6));
        Assert.True(layer.Weight is { IsLeaf: true, RequiresGrad: true });
    }

    [Fact]
    public void Two_forward_passes_have_one_backward_pass()
    {
        var layer = Utils.SpectralNorm(new Linear(3, 2)).To(DType.Float64);
        var (a, b) = (Tensor.Randn([2, 3], DType.Float64), Tensor.Randn([2, 3], DType.Float64));
        (layer.Forward(a).Sum() + layer.Forward(b).Square().Sum()).Backward();
        Assert.All(layer.Parameters(), p => Assert.NotNull(p.Grad));
        layer.Eval();
        GradCheck.Run(() => layer.Forward(a) * layer.Forward(b), layer.NamedParameters().Select(p => (p.Name, (Tensor)p.Parameter)), new() { Order = 2 }).ThrowIfFailed();
    }

    [Fact]
    public void It_learns_is_cloned_saved_and_loaded()
    {
        var layer = Utils.WeightNorm(new Linear(3, 2), dim: null);
        var optimizer = new SGD(layer.Parameters(), lr: 0.1);
        double first = layer.Forward(X).Square().Sum().Item();
        for (int i = 0; i < 3; i++)
        {
            optimizer.ZeroGrad();
            layer.Forward(X).Square().Sum().Backward();
            optimizer.Step();
        }
        var y = layer.Forward(X);
        Assert.True(y.Square().Sum().Item() < first);
        var clone = layer.DeepClone();
        Assert.True(y.Equal(clone.Forward(X)));
        clone.NamedParameters().Single(p => p.Name == "weight_g").Parameter.Detach().FillInPlace(0);
        Assert.True(clone.Bias!.Equal(clone.Forward(X)[0]));
        Assert.True(y.Equal(layer.Forward(X)));
        var other = Utils.WeightNorm(new Linear(3, 2), dim: null);
        other.LoadStateDict(layer.StateDict());
        Assert.True(y.Equal(other.Forward(X)));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var layer = Utils.WeightNorm(new Linear(3, 2));
        Assert.Contains("weight_norm already", Assert.Throws<AutogradException>(() => Utils.SpectralNorm(layer)).Message, StringComparison.Ordinal);
        Assert.Contains("no parameter 'kernel'", Assert.Throws<AutogradException>(() => Utils.WeightNorm(layer, "kernel")).Message, StringComparison.Ordinal);
        Assert.Throws<AutogradException>(() => Utils.RemoveSpectralNorm(layer));
        Assert.Throws<ShapeException>(() => Utils.WeightNorm(new Linear(3, 2), dim: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.SpectralNorm(new Linear(3, 2), nPowerIterations: 0));
    }

    [Fact]
    public void Parameters_go_to_a_vector_and_back()
    {
        var layer = new Linear(3, 2);
        var vector = Utils.ParametersToVector(layer.Parameters());
        Assert.Equal([8], vector.Shape.ToArray());
        vector.Sum().Backward();
        Assert.True(layer.Weight.Grad!.Equal(Tensor.Ones(2, 3)));
        Utils.VectorToParameters(Tensor.Arange(8), layer.Parameters());
        Assert.Equal([6f, 7], layer.Bias!.ToArray<float>());
        Assert.Throws<ShapeException>(() => Utils.VectorToParameters(Tensor.Ones(9), layer.Parameters()));
    }

    private static void Close(float[] expected, Tensor actual) => Assert.True(actual.Reshape(-1).AllClose(Tensor.From(expected), rtol: 1e-6, atol: 1e-6), actual.ToString());
}
