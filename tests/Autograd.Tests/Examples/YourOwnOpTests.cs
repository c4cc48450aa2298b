using Autograd.Checks;
using YourOwnOp;

namespace Autograd.Tests.Examples;

public sealed class YourOwnOpTests
{
    public static TheoryData<string> Ops { get; } = ["activation", "layer", "loss"];

    [Theory]
    [MemberData(nameof(Ops))]
    public void Its_derivatives_are_right(string op)
    {
        GradCheckReport[] reports = op switch
        {
            "activation" => [Activation.Check()],
            "layer" => SoftNorm.Check(),
            _ => [CauchyLoss.Check()],
        };
        foreach (var report in reports) report.ThrowIfFailed();
    }

    /// <summary>The race throws where the op and its composition differ; who is faster is printed, not asserted.</summary>
    [Theory]
    [MemberData(nameof(Ops))]
    public void It_is_the_function_that_it_is_composed_of(string op)
    {
        string line = op switch
        {
            "activation" => Activation.Measure(),
            "layer" => SoftNorm.Measure(),
            _ => CauchyLoss.Measure(),
        };
        Assert.Matches(@"^[A-Za-z ]+: \d+\.\d\d ms, composed of ops \d+\.\d\d ms ", line);
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        var layer = Assert.Throws<ShapeException>(() => new SoftNorm(3).Forward(Tensor.Ones(2, 4)));
        Assert.Contains("[2, 4]", layer.Message, StringComparison.Ordinal);
        var loss = Assert.Throws<ShapeException>(() => new CauchyLoss().Forward(Tensor.Ones(2, 4), Tensor.Ones(4)));
        Assert.Contains("[4]", loss.Message, StringComparison.Ordinal);
    }
}
