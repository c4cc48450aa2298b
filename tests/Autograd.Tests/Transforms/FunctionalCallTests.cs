using Autograd.NN;

namespace Autograd.Tests.Transforms;

/// <summary>A module called with other tensors in the place of its own, which come back whatever happens.</summary>
public sealed class FunctionalCallTests
{
    [Fact]
    public void Derivatives_flow_to_the_tensors_given()
    {
        Sequential net = [new Linear(3, 4), new Tanh(), new Linear(4, 1)];
        var x = Tensor.Randn([5, 3]);
        var own = net.NamedParameters().ToDictionary(static p => p.Name, static p => p.Parameter.Detach().Clone(), StringComparer.Ordinal);
        var expected = Gradient.Of(net.Forward(x).Sum(), [.. net.Parameters()]);

        var (value, gradients) = Func.ValueAndGrad(p => Func.FunctionalCall(net, p, x).Sum())(own);
        Assert.True(value.Equal(net.Forward(x).Sum().Detach()));
        Assert.Equal(net.NamedParameters().Select(static p => p.Name), gradients.Keys);
        Assert.All(gradients.Values.Zip(expected), static pair => Assert.True(pair.First.Equal(pair.Second!)));
        Assert.All(net.Parameters(), static p => Assert.True(p.IsLeaf && p.RequiresGrad && p.Grad is null));

        // Twice: the loss after a step, by what came before it.
        var meta = Func.Grad(p =>
        {
            var slopes = Func.Grad(q => Func.FunctionalCall(net, q, x).Square().Sum())(p);
            return Func.FunctionalCall(net, p.ToDictionary(static e => e.Key, e => e.Value - 0.1 * slopes[e.Key], StringComparer.Ordinal), x).Square().Sum();
        })(own);
        Assert.All(meta.Values, static g => Assert.True(g.IsFinite().All().ToArray<bool>()[0]));
    }

    [Fact]
    public void A_leaf_given_receives_its_gradient_and_the_modules_own_none()
    {
        var layer = new Linear(2, 2, bias: false);
        var before = layer.Weight.ToArray<float>();
        var w = Tensor.Eye(2).RequiresGradInPlace();
        Func.FunctionalCall(layer, new Dictionary<string, Tensor> { ["weight"] = w }, Tensor.From([[1f, 2f]])).Sum().Backward();
        Assert.Equal([1f, 2f, 1f, 2f], w.Grad!.ToArray<float>());
        Assert.Null(layer.Weight.Grad);
        Assert.Equal(before, layer.Weight.ToArray<float>());
        layer.Forward(Tensor.From([[1f, 2f]])).Sum().Backward();
        Assert.Equal([1f, 2f, 1f, 2f], layer.Weight.Grad!.ToArray<float>());
    }

    [Fact]
    public void A_shared_parameter_is_replaced_everywhere_and_buffers_take_the_writes()
    {
        var tied = new Tied();
        var w = Tensor.From([[2f]]);
        Assert.Equal(4, Func.FunctionalCall(tied, new Dictionary<string, Tensor> { ["first.weight"] = w }, Tensor.From([[1f]])).Item());

        var norm = new BatchNorm1d(2);
        var mean = Tensor.Zeros(2);
        Func.FunctionalCall(norm, new Dictionary<string, Tensor> { ["running_mean"] = mean }, Tensor.From([[1f, 2f], [3f, 4f]]));
        Assert.Equal([0.2f, 0.3f], mean.ToArray<float>(), static (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([0f, 0f], norm.NamedBuffers().First(static b => b.Name == "running_mean").Buffer.ToArray<float>());
    }

    [Fact]
    public void Everything_comes_back_after_an_exception_and_what_does_not_fit_is_named()
    {
        var layer = new Linear(2, 1);
        var weight = layer.Weight.ToArray<float>();
        Assert.Throws<InvalidOperationException>(() => Func.FunctionalCall<Tensor>(
            layer, new Dictionary<string, Tensor> { ["weight"] = Tensor.Zeros(1, 2) }, static () => throw new InvalidOperationException()));
        Assert.Equal(weight, layer.Weight.ToArray<float>());

        var bad = new Dictionary<string, Tensor> { ["weigth"] = Tensor.Zeros(1, 2), ["bias"] = Tensor.Zeros(3) };
        Assert.Equal(
            "FunctionalCall: the parameters do not fit Linear: there is no 'weigth'; 'bias' has shape [3] there and [1] here",
            Assert.Throws<AutogradException>(() => Func.FunctionalCall(layer, bad, Tensor.Zeros(1, 2))).Message);
    }

    private sealed class Tied : Module
    {
        private readonly Linear first = new(1, 1, bias: false);
        private readonly Linear second;

        public Tied() => second = new Linear(1, 1, bias: false) { Weight = first.Weight };

        protected override Tensor ForwardCore(Tensor x) => second.Forward(first.Forward(x));
    }
}
