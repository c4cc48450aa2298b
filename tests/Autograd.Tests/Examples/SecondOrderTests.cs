using Autograd.NN;
using Autograd.Optim;
using SecondOrder;

namespace Autograd.Tests.Examples;

/// <summary>The examples of the second order come to the numbers they must, and their parts to those known in closed form.</summary>
public sealed class SecondOrderTests
{
    [Fact]
    public void The_residual_of_a_known_function_is_its_own()
    {
        // N = 0: u = sin(pi x), so u_t - k u_xx = k pi^2 sin(pi x) with k = 0.1.
        var net = new Linear(2, 1).To(DType.Float64);
        foreach (var parameter in net.Parameters()) Init.Zeros(parameter);
        var (x, t) = (Tensor.Rand([5, 1], DType.Float64), Tensor.Rand([5, 1], DType.Float64));
        var expected = 0.1 * Math.PI * Math.PI * (Math.PI * x).Sin();
        Assert.True(expected.AllClose(HeatEquation.Residual(net, x, t).Detach(), 1e-12));
        Assert.True(HeatEquation.Run(TextWriter.Null, steps: 300) < 0.1);
    }

    [Fact]
    public void The_penalty_of_a_linear_critic_is_that_of_its_weights()
    {
        var critic = new Linear(2, 1) { Weight = new Parameter(Tensor.From([[3f, 4f]])) };
        var penalty = GradientPenalty.Penalty(critic, Tensor.Randn(6, 2));
        Assert.Equal(16, penalty.Item(), 1e-5);
        penalty.Backward();
        // d (|w| - 1)^2 / dw = 2 (|w| - 1) w / |w|.
        Assert.Equal([4.8f, 6.4f], critic.Weight.Grad!.ToArray<float>(), static (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.True(GradientPenalty.Run(TextWriter.Null, steps: 300) < 0.1);
    }

    [Fact]
    public void The_gradient_through_a_step_is_that_of_the_difference_quotient()
    {
        Generator.ManualSeed(1);
        Sequential net = [new Linear(1, 4), new Tanh(), new Linear(4, 1)];
        net.To(DType.Float64);
        var inner = new SGD(net.Parameters(), lr: 0.1);
        var wave = MetaLearning.Wave();
        var bias = net.Parameters().Last();
        MetaLearning.AfterOneStep(net, inner, wave).Backward();
        Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, bias.Grad!.Item(), 1e-8);

        double At(double step)
        {
            using (NoGrad.Scope) bias.AddInPlace(step);
            double loss = MetaLearning.AfterOneStep(net, inner, wave).Item();
            using (NoGrad.Scope) bias.AddInPlace(-step);
            return loss;
        }
    }

    [Fact]
    public void Newtons_method_ends_at_the_limit_of_double_precision()
    {
        Assert.True(NewtonMethod.Run(TextWriter.Null) < 1e-12);
        var h = Tensor.From([[4.0, 1.0], [1.0, 3.0]]);
        var b = Tensor.From([1.0, 2.0]);
        Assert.True(b.AllClose(h.MV(NewtonMethod.Solve(h.MV, b)), 1e-12));
    }
}
