using System.Runtime.CompilerServices;
using Autograd.NN;

namespace Autograd.Tests.Engine;

/// <summary>Anomaly mode names the op and the line of this file, in Release as well, through lambdas and modules.</summary>
[Collection(Listeners.Name)]
public sealed class AnomalyTests
{
    [Fact]
    public void Forward_the_op_and_the_line_are_named()
    {
        var x = Tensor.From([-1f, 4f]);
        int line = 0;
        var thrown = Caught(() =>
        {
            line = Line() + 1;
            _ = x.Sqrt();
        });
        Assert.StartsWith("Anomaly: Sqrt gave NaN from finite inputs, at ", thrown, StringComparison.Ordinal);
        Assert.Contains($"AnomalyTests.cs:{line} in ", thrown, StringComparison.Ordinal);
    }

    [Fact]
    public void Through_a_lambda_inside_of_the_library_the_line_is_the_lambdas()
    {
        var x = Tensor.From([0f]);
        int line = 0;
        var thrown = Caught(() => NoGrad.Run(() =>
        {
            line = Line() + 1;
            return x.Log();
        }));
        Assert.StartsWith("Anomaly: Log gave an infinity from finite inputs, at ", thrown, StringComparison.Ordinal);
        Assert.Contains($"AnomalyTests.cs:{line} in ", thrown, StringComparison.Ordinal);
    }

    [Fact]
    public void Through_a_module_the_line_is_that_of_its_forward()
    {
        var model = new Sequential(new Linear(2, 2), new Rooted());
        var thrown = Caught(() => model.Forward(Tensor.From(new[,] { { 100f, 100f }, { -100f, 100f } })));
        Assert.Contains($"AnomalyTests.cs:{Rooted.RootLine} in ", thrown, StringComparison.Ordinal);
        Assert.Contains("Rooted.ForwardCore", thrown, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_the_line_is_that_of_the_op()
    {
        var x = Tensor.From([0f, 4f]).RequiresGradInPlace();
        int line = 0;
        var thrown = Caught(() =>
        {
            line = Line() + 1;
            var y = x.Sqrt();
            (y * 2.0).Sum().Backward();
        });
        Assert.StartsWith("Anomaly: ", thrown, StringComparison.Ordinal);
        Assert.Contains("SqrtBackward", thrown, StringComparison.Ordinal);
        Assert.Contains("an infinity", thrown, StringComparison.Ordinal);
        Assert.Contains("its op was called at ", thrown, StringComparison.Ordinal);
        Assert.Contains($"AnomalyTests.cs:{line} in ", thrown, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_of_a_recorded_pass_names_the_op_of_the_forward_pass_too()
    {
        var x = Tensor.From([0f]).RequiresGradInPlace();
        int line = 0;
        var thrown = Caught(() =>
        {
            line = Line() + 1;
            var y = x.Norm();
            _ = Gradient.Of(y / (x.Sum() + 1.0), x, createGraph: true) * 1.0;
            line = Line() + 1;
            Gradient.Of((x * x).Sum().Sqrt(), x, createGraph: true);
        });
        Assert.Contains($"AnomalyTests.cs:{line} in ", thrown, StringComparison.Ordinal);
    }

    [Fact]
    public void An_op_from_before_the_mode_says_so()
    {
        var x = Tensor.From([0f]).RequiresGradInPlace();
        var y = x.Sqrt().Sum();
        Assert.EndsWith("its op was called before anomaly mode was switched on", Caught(() => y.Backward()), StringComparison.Ordinal);
    }

    [Fact]
    public void Not_finite_inputs_are_not_the_ops_fault_and_the_mode_ends()
    {
        var bad = Tensor.From([float.NaN]);
        AnomalyMode.Run(() => _ = bad * 2.0);
        AnomalyMode.Run(() => _ = Tensor.From([1L, 2L]).Sum());
        var handle = AnomalyMode.Enable();
        handle.Remove();
        Assert.True(double.IsNaN(Tensor.From([-1f]).Sqrt().Item()));
        Assert.Null(Op.Listener);
    }

    private static string Caught(Action action) => Assert.Throws<AutogradException>(() => AnomalyMode.Run(action)).Message;

    private static int Line([CallerLineNumber] int line = 0) => line;

    private sealed class Rooted : Module
    {
        public static int RootLine { get; private set; }

        protected override Tensor ForwardCore(Tensor input)
        {
            RootLine = Line() + 1;
            return (input - input.Abs() - 1.0).Sqrt();
        }
    }
}
