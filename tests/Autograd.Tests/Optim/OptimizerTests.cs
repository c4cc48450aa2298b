using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Tests.Optim;

public class OptimizerTests
{
    [Fact]
    public void Every_optimizer_descends_a_parabola()
    {
        Func<IEnumerable<Tensor>, Optimizer>[] all =
        [
            p => new SGD(p, lr: 0.1), p => new SGD(p, lr: 0.1, momentum: 0.9, nesterov: true), p => new Adam(p, lr: 0.1), p => new Adam(p, lr: 0.1, amsgrad: true),
            p => new AdamW(p, lr: 0.1),
        ];
        foreach (var make in all)
        {
            var x = Tensor.From([3f, -2f]).RequiresGradInPlace();
            var optimizer = make([x]);
            for (int i = 0; i < 300; i++)
            {
                optimizer.Step(() =>
                {
                    optimizer.ZeroGrad();
                    var loss = x.Square().Sum();
                    loss.Backward();
                    return loss;
                });
            }
            Assert.All(x.ToArray<float>(), v => Assert.True(Math.Abs(v) < 0.05, $"{optimizer.GetType().Name}: {v}"));
        }
    }

    [Fact]
    public void Groups_have_options_of_their_own()
    {
        var (a, b) = (Leaf(1), Leaf(1));
        var sgd = new SGD([a], lr: 0.1, weightDecay: 0.5);
        sgd.AddParamGroup([b], o => o with { Lr = 1 });
        Assert.Equal(0.5, sgd.ParamGroups[1].Options.WeightDecay);
        (a.Grad, b.Grad) = (Tensor.Ones(1), Tensor.Ones(1));
        sgd.ParamGroups[0].Lr = 0.2;
        sgd.Step();
        Assert.Equal(1 - 0.2 * 1.5, a.Item(), 6);
        Assert.Equal(1 - 1 * 1.5, b.Item(), 6);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        var x = Leaf(1);
        Assert.Contains("Lr", Assert.Throws<ArgumentException>(() => new Adam([x], lr: -1)).Message, StringComparison.Ordinal);
        Assert.Contains("Betas", Assert.Throws<ArgumentException>(() => new Adam([x], betas: (0.9, 1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SGD([x], nesterov: true));
        Assert.Throws<ArgumentException>(() => new SGD([x, x]));
        Assert.Throws<ArgumentException>(() => new SGD([x * 2.0]));
        Assert.Throws<ArgumentException>(() => new SGD([]));
        Assert.Throws<ArgumentException>(() => new SGD([x], lr: double.NaN));
    }

    [Fact]
    public void A_step_between_forward_and_backward_is_refused_by_name()
    {
        var w = Leaf(2);
        var x = Leaf(3);
        w.Grad = Tensor.Ones(1);
        var loss = (w * x).Sum();
        new Adam([w]).Step();
        Assert.Contains("Adam.Step", Assert.Throws<AutogradException>(() => loss.Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_without_a_gradient_and_those_not_in_order_in_memory()
    {
        var still = Leaf(5);
        var strided = Tensor.From(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }).Transpose(0, 1).Detach().RequiresGradInPlace();
        var sgd = new SGD([still, strided], lr: 1);
        strided.Grad = Tensor.Ones(3, 2);
        sgd.Step();
        Assert.Equal(5, still.Item());
        Assert.Equal([0f, 3, 1, 4, 2, 5], strided.ToArray<float>());
    }

    [Fact]
    public void Zeroing_keeps_or_forgets()
    {
        var x = Leaf(1);
        (x * 3.0).Sum().Backward();
        var sgd = new SGD([x]);
        sgd.ZeroGrad(setToNone: false);
        Assert.Equal(0, x.Grad!.Item());
        sgd.ZeroGrad();
        Assert.Null(x.Grad);
    }

    [Fact]
    public void A_saved_optimizer_continues_to_the_bit()
    {
        float[] whole = Train(null);
        float[] interrupted = Train(after: 5);
        Assert.Equal(whole, interrupted);
    }

    [Fact]
    public void A_state_of_something_else_is_refused()
    {
        var x = Leaf(1);
        x.Grad = Tensor.Ones(1);
        var adam = new Adam([x]);
        adam.Step();
        Assert.Throws<AutogradException>(() => new SGD([Leaf(1)]).LoadStateDict(adam.StateDict()));
        Assert.Throws<AutogradException>(() => new Adam([Tensor.Ones(2).RequiresGradInPlace()]).LoadStateDict(adam.StateDict()));
    }

    [Fact]
    public void Norms_are_clipped_together()
    {
        var (a, b) = (Leaf(0), Leaf(0));
        (a.Grad, b.Grad) = (Tensor.Full([1], 3), Tensor.Full([1], 4));
        Assert.Equal(5, Utils.ClipGradNorm([a, b], maxNorm: 1).Item(), 5);
        Assert.Equal(0.6, a.Grad!.Item(), 5);
        Assert.Equal(0.8, b.Grad!.Item(), 5);
        Utils.ClipGradValue([a, b], 0.7);
        Assert.Equal(0.7, b.Grad!.Item(), 5);
        a.Grad = Tensor.Full([1], double.NaN);
        Assert.Throws<AutogradException>(() => Utils.ClipGradNorm([a, b], 1, errorIfNonfinite: true));
    }

    private static Tensor Leaf(double value) => Tensor.Full([1], value).RequiresGradInPlace();

    private static float[] Train(int? after)
    {
        Generator.ManualSeed(4);
        var net = new Linear(3, 2);
        var x = Tensor.Randn(8, 3);
        Optimizer optimizer = new Adam(net.Parameters(), lr: 0.01);
        for (int step = 0; step < 10; step++)
        {
            if (step == after)
            {
                var state = optimizer.StateDict();
                optimizer = new Adam(net.Parameters(), lr: 1);
                optimizer.LoadStateDict(state);
            }
            optimizer.ZeroGrad();
            net.Forward(x).Square().Mean().Backward();
            optimizer.Step();
        }
        return net.Weight.ToArray<float>();
    }
}
