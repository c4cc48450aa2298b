using Autograd;
using Autograd.Checks;
using Autograd.NN;
using Autograd.Testing;
using FsCheck;
using FsCheck.Fluent;
using F = Autograd.NN.Functional;

namespace GradientTests;

/// <summary>What to ask of what you wrote, from a single point to all properties on drawn inputs.</summary>
public sealed class Tests
{
    /// <summary>At one point, to second order.</summary>
    [Fact]
    public void The_gradient_of_an_op_is_right()
    {
        var x = Tensor.From([-2.0, -0.3, 0.4, 3.0]).RequiresGradInPlace();
        GradCheck.Run(x => x.MySoftsign(), x, new() { Order = 2 }).ThrowIfFailed();
    }

    /// <summary>A model with its loss, by the names of its parameters.</summary>
    [Fact]
    public void The_gradients_of_a_model_are_right()
    {
        var model = new Sequential(new Residual(4), new Linear(4, 3));
        var labels = Tensor.From([0L, 1, 2, 1, 0]);
        GradCheck.Module(model, Tensor.Randn(5, 4), scores => F.CrossEntropy(scores, labels)).ThrowIfFailed();
    }

    /// <summary>
    /// Derivatives, layouts, threads, empty inputs, shapes, batches. The slope of softsign has a kink at 0, where no second derivative is: points stay away from it.
    /// </summary>
    [Fact]
    public void An_op_has_every_property() => OpCheck.All(
        new OpRow("MySoftsign", "torch.nn.functional.softsign", Differentiability.Piecewise)
            .On(d => AwayFromZero(d, d.Shape()), x => x.MySoftsign())
            .By(default(SoftsignFormula), AwayFromZero));

    /// <summary>Derivatives, evaluation, layouts and shapes of a layer.</summary>
    [Fact]
    public void A_layer_has_every_property() =>
        OpCheck.All(new ModuleRow<Residual>().On(() => new Residual(4), d => d.Real(d.Size(), 4)));

    /// <summary>A property of your own on drawn tensors; one that fails is shrunk to the smallest.</summary>
    [Fact]
    public void An_op_is_odd() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Arbitraries.Tensors(), x => x.Neg().MySoftsign().Equal(x.MySoftsign().Neg())));

    private static Tensor AwayFromZero(Dice dice, int[] shape) => dice.Away([0], -4, 4, shape);
}
