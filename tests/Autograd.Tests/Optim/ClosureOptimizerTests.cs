using Autograd.Optim;

namespace Autograd.Tests.Optim;

/// <summary>Optimisers that compute the loss several times a step.</summary>
public class ClosureOptimizerTests
{
    [Theory]
    [InlineData(LineSearch.StrongWolfe, 10)]
    [InlineData(LineSearch.None, 60)]
    public void LBFGS_finds_the_end_of_Rosenbrocks_valley(LineSearch search, int steps)
    {
        var (x, y) = Start();
        Assert.InRange(Minimize(new LBFGS([x, y], lr: search == LineSearch.None ? 0.2 : 1, lineSearchFn: search), x, y, steps), 0, 1e-8);
        Assert.Equal(1, x.Item(), 1e-3);
    }

    [Fact]
    public void SCG_finds_the_end_of_Rosenbrocks_valley()
    {
        var (x, y) = Start();
        Assert.InRange(Minimize(new SCG([x, y]), x, y, 20), 0, 1e-8);
        Assert.Equal(1, x.Item(), 1e-3);
    }

    [Fact]
    public void SCG_needs_as_many_iterations_for_a_parabola_as_it_has_dimensions()
    {
        var random = new Generator(2);
        var m = Tensor.Randn([6, 6], DType.Float64, generator: random);
        var (a, b) = (m.MatMul(m.T) + Tensor.Eye(6, dtype: DType.Float64), Tensor.Randn([6], DType.Float64, generator: random));
        var x = Tensor.Zeros([6], DType.Float64).RequiresGradInPlace();
        new SCG([x], maxIter: 6).Step(() =>
        {
            x.Grad = null;
            var loss = x.MatMul(a).MatMul(x) / 2 - b.MatMul(x);
            loss.Backward();
            return loss;
        });
        Assert.Equal(0, (a.MatMul(x.Detach()) - b).Abs().Max().Item(), 1e-3);
    }

    [Fact]
    public void A_step_needs_the_loss_and_one_dtype()
    {
        var (x, y) = Start();
        Assert.Contains("Step(closure)", Assert.Throws<NotSupportedException>(() => new LBFGS([x]).Step()).Message, StringComparison.Ordinal);
        Assert.Contains("float64 and float32", Assert.Throws<ArgumentException>(() => new SCG([x, Tensor.Ones(1).RequiresGradInPlace()])).Message, StringComparison.Ordinal);
        Assert.Contains("HistorySize is 0", Assert.Throws<ArgumentException>(() => new LBFGS([x, y], historySize: 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new LBFGS([x, x]));
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_the_search_and_not_the_program()
    {
        var x = Tensor.From([1.0]).RequiresGradInPlace();
        Optimizer[] optimizers = [new LBFGS([x], lineSearchFn: LineSearch.StrongWolfe), new SCG([x])];
        foreach (var optimizer in optimizers)
        {
            x.Grad = null;
            var loss = optimizer.Step(() =>
            {
                x.Grad = Tensor.From([1.0]);
                return Tensor.Scalar(double.NaN, DType.Float64);
            });
            Assert.True(double.IsNaN(loss.Item()));
        }
    }

    private static (Tensor X, Tensor Y) Start() => (Tensor.From([-1.2]).RequiresGradInPlace(), Tensor.From([1.0]).RequiresGradInPlace());

    // f = 100 (y - x^2)^2 + (1 - x)^2
    private static double Minimize(Optimizer optimizer, Tensor x, Tensor y, int steps)
    {
        Tensor Loss() => ((y - x.Square()).Square() * 100 + (1 - x).Square()).Sum();
        for (int i = 0; i < steps; i++)
        {
            optimizer.Step(() =>
            {
                optimizer.ZeroGrad();
                var loss = Loss();
                loss.Backward();
                return loss;
            });
        }
        return Loss().Item();
    }
}
