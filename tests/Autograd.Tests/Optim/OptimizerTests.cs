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
            p => new AdamW(p, lr: 0.1), p => new RMSprop(p, lr: 0.02), p => new RMSprop(p, lr: 0.01, momentum: 0.5),
            p => new SGD(p, new SGDOptions { Lr = 0.1, Momentum = 0.9, AverageMomentum = true, CorrectBias = true }), p => new Adagrad(p, lr: 1), p => new Adadelta(p, eps: 1e-2),
            p => new Adamax(p, lr: 0.1), p => new NAdam(p, lr: 0.1), p => new RAdam(p, lr: 0.1), p => new Rprop(p), p => new ASGD(p, lr: 0.1), p => new Lion(p, lr: 0.0125, betas: (0.5, 0.5)),
            p => new LBFGS(p), p => new SCG(p),
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

    [Theory]
    [InlineData(0.0, 0.0, 0.0, false, false)]
    [InlineData(0.9, 0.0, 0.01, false, false)]
    [InlineData(0.9, 0.1, 0.0, false, true)]
    [InlineData(0.9, 0.0, 0.01, true, false)]
    public void SGD_follows_its_definition(double momentum, double dampening, double decay, bool nesterov, bool maximize)
    {
        double buffer = 0;
        AssertFollows(p => new SGD(p, 0.1, momentum, dampening, decay, nesterov, maximize), (p, g, t) =>
        {
            double d = (maximize ? -g : g) + (decay * p);
            buffer = t == 1 ? d : (momentum * buffer) + ((1 - dampening) * d);
            return p - (0.1 * (momentum == 0 ? d : nesterov ? d + (momentum * buffer) : buffer));
        });
    }

    [Theory]
    [InlineData(0.0, false, false, false)]
    [InlineData(0.1, false, true, false)]
    [InlineData(0.1, true, false, true)]
    public void Adam_follows_its_definition(double decay, bool decoupled, bool amsgrad, bool maximize)
    {
        double m = 0, v = 0, top = 0;
        AssertFollows(p => decoupled ? new AdamW(p, weightDecay: decay, amsgrad: amsgrad, maximize: maximize) : new Adam(p, weightDecay: decay, amsgrad: amsgrad, maximize: maximize), (p, g, t) =>
        {
            double d = maximize ? -g : g;
            if (decoupled) p *= 1 - (1e-3 * decay);
            else d += decay * p;
            m = (0.9 * m) + (0.1 * d);
            v = (0.999 * v) + (0.001 * d * d);
            top = Math.Max(top, v);
            double root = Math.Sqrt(amsgrad ? top : v) / Math.Sqrt(1 - Math.Pow(0.999, t));
            return p - (1e-3 / (1 - Math.Pow(0.9, t)) * m / (root + 1e-8));
        });
    }

    [Theory]
    [InlineData(0.0, false, 0.0, false)]
    [InlineData(0.0, true, 0.1, false)]
    [InlineData(0.8, false, 0.0, true)]
    [InlineData(0.8, true, 0.1, false)]
    public void RMSprop_follows_its_definition(double momentum, bool centered, double decay, bool maximize)
    {
        double square = 0, mean = 0, buffer = 0;
        AssertFollows(p => new RMSprop(p, 0.01, 0.9, 1e-3, decay, momentum, centered, maximize), (p, g, _) =>
        {
            double d = (maximize ? -g : g) + (decay * p);
            square = (0.9 * square) + (0.1 * d * d);
            mean = centered ? (0.9 * mean) + (0.1 * d) : 0;
            buffer = (momentum * buffer) + (d / (Math.Sqrt(square - (mean * mean)) + 1e-3));
            return p - (0.01 * buffer);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Momentum_as_an_average_follows_its_definition(bool corrects)
    {
        double mean = 0;
        AssertFollows(p => new SGD(p, new SGDOptions { Lr = 0.1, Momentum = 0.9, AverageMomentum = true, CorrectBias = corrects }), (p, g, t) =>
        {
            mean = 0.9 * mean + 0.1 * g;
            return p - 0.1 * mean / (corrects ? 1 - Math.Pow(0.9, t) : 1);
        });
    }

    [Fact]
    public void Epsilon_is_inside_the_root_where_it_is_asked_for()
    {
        double m = 0, v = 0, s = 0;
        AssertFollows(p => new Adam(p, new AdamOptions { Eps = 0.3, EpsInsideRoot = true }), (p, g, t) =>
        {
            (m, v) = (0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g);
            return p - 1e-3 * m / (1 - Math.Pow(0.9, t)) / Math.Sqrt(v / (1 - Math.Pow(0.999, t)) + 0.3);
        });
        v = 0;
        AssertFollows(p => new RMSprop(p, new RMSpropOptions { Alpha = 0.9, Eps = 0.3, EpsInsideRoot = true }), (p, g, _) =>
        {
            v = 0.9 * v + 0.1 * g * g;
            return p - 0.01 * g / Math.Sqrt(v + 0.3);
        });
        AssertFollows(p => new Adagrad(p, new AdagradOptions { Eps = 0.3, EpsInsideRoot = true }), (p, g, _) => p - 0.01 * g / Math.Sqrt((s += g * g) + 0.3));
    }

    [Fact]
    public void Lion_follows_its_definition()
    {
        double m = 0;
        AssertFollows(p => new Lion(p, 0.01, (0.8, 0.9), weightDecay: 0.1), (p, g, _) =>
        {
            double next = p - 0.01 * (Math.Sign(0.8 * m + 0.2 * g) + 0.1 * p);
            m = 0.9 * m + 0.1 * g;
            return next;
        });
    }

    [Fact]
    public void Penalties_are_those_of_the_group()
    {
        var (a, b) = (Leaf(-2), Leaf(-2));
        var sgd = new SGD([a], new SGDOptions { Lr = 1, WeightDecay = 0.1, L1Penalty = 0.25 });
        sgd.AddParamGroup([b], o => o with { WeightDecay = 0, L1Penalty = 0 });
        (a.Grad, b.Grad) = (Tensor.Zeros(1), Tensor.Zeros(1));
        sgd.Step();
        // The slope of 0.25 |p| + 0.05 p^2 at -2.
        Assert.Equal(-2 + 0.25 + 0.2, a.Item(), 6);
        Assert.Equal(-2, b.Item());
    }

    [Fact]
    public void Gradients_accumulate_until_they_are_zeroed()
    {
        var random = new Generator(1);
        var (x, w, v) = (Tensor.Randn([8, 3], DType.Float64, generator: random), Tensor.Ones([3], DType.Float64).RequiresGradInPlace(), Tensor.Ones([3], DType.Float64).RequiresGradInPlace());
        var (whole, parts) = (new Adam([w]), new Adam([v]));
        for (int step = 0; step < 3; step++)
        {
            whole.ZeroGrad();
            x.MatMul(w).Square().Mean().Backward();
            whole.Step();

            // Four batches of two: each loss over their number.
            parts.ZeroGrad();
            foreach (var batch in x.Split(2)) (batch.MatMul(v).Square().Mean() / 4).Backward();
            parts.Step();
        }
        Assert.Equal(0, (w.Detach() - v.Detach()).Abs().Max().Item(), 1e-12);
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
        var sgd = new SGD([x], lr: 0.5);
        string message = Assert.Throws<ArgumentException>(() => sgd.ParamGroups[0].Options = new SGDOptions { Lr = -1, Momentum = -2 }).Message;
        Assert.Contains("SGD: Lr is -1; it must be at least 0; Momentum is -2", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => sgd.ParamGroups[0].Lr = double.NaN);
        Assert.Equal(0.5, sgd.ParamGroups[0].Lr);
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
        // The norm of order 0 counts what is not 0.
        Assert.Equal(2, Utils.ClipGradNorm([a, b], maxNorm: 5, normType: 0).Item());
        a.Grad = Tensor.Full([1], double.NaN);
        Assert.Throws<AutogradException>(() => Utils.ClipGradNorm([a, b], 1, errorIfNonfinite: true));
    }

    private static Tensor Leaf(double value) => Tensor.Full([1], value).RequiresGradInPlace();

    /// <summary>Every element of a parameter steps like a number, wherever it lies.</summary>
    private static void AssertFollows(Func<IEnumerable<Tensor>, Optimizer> make, Func<double, double, int, double> step)
    {
        const int N = 70_001;
        var parameter = Tensor.Full([N], 0.7, DType.Float64).RequiresGradInPlace();
        var optimizer = make([parameter]);
        double expected = 0.7;
        double[] gradients = [0.3, -0.8, 0.05, 0.6];
        for (int t = 1; t <= gradients.Length; t++)
        {
            parameter.Grad = Tensor.Full([N], gradients[t - 1], DType.Float64);
            optimizer.Step();
            expected = step(expected, gradients[t - 1], t);
            Assert.All(parameter.ToArray<double>(), p => Assert.Equal(expected, p, 1e-14));
        }
    }
}
