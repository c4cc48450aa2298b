using Autograd.Checks;
using static Autograd.Tests.Checks.Planting;

namespace Autograd.Tests.Checks;

/// <summary>The whole Jacobian: every element of the inputs against every element of the outputs.</summary>
public sealed class JacobianModeTests
{
    private static readonly GradCheckOptions Whole = new() { Mode = GradCheckMode.Jacobian };

    [Fact]
    public void Right_functions_pass()
    {
        foreach (var right in RightFunctions.All().Where((_, i) => i % 7 == 0))
        {
            var report = GradCheck.Run(right.F, right.Inputs, Whole with { Order = right.Order });
            Assert.True(report.Passed, $"{right.Name}\n{report}");
        }
    }

    [Fact]
    public void Corrupted_rules_are_caught()
    {
        foreach (var wrong in Corruption.All.Where(c => c.Kind == GradCheckKind.Backward && c.Inputs().Sum(static x => x.Numel) < 100))
        {
            var report = GradCheck.Run(wrong.Wrong, wrong.Inputs(), Whole with { Order = wrong.Order });
            Assert.True(report.Rows.Any(row => row.Verdict == GradCheckVerdict.Fail && row.Order == wrong.FoundAt), $"{wrong.Name}\n{report}");
        }
    }

    /// <summary>One entry of the Jacobian is wrong: it is named by its row and its column.</summary>
    [Fact]
    public void A_wrong_entry_is_named()
    {
        var a = Tensor.From([[1.0, 2, 3], [4, 5, 6]]);
        var b = Tensor.From([[1.0, 2, 3], [4, 5, 6.5]]);
        var product = new PlantedOp(v => a.MatMul(v[0]), (_, g) => [b.Transpose(0, 1).MatMul(g)], (_, t) => b.MatMul(t[0]!));
        var report = GradCheck.Run(xs => [xs[0].Sum(), product.Apply(xs[0])], [At(1, 2, 3)], Whole);
        var row = report.Rows[0];
        Assert.Equal(1, row.Wrong);
        Assert.Equal("output 1 [1]", row.Worst[0].Output);
        Assert.Equal([2], row.Worst[0].Index);
        Assert.Equal((6, 6.5), (Math.Round(row.Worst[0].Expected, 6), row.Worst[0].Actual));
        Assert.Contains("[2] of output 1 [1]", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"output\": \"output 1 [1]\"", report.ToJson(), StringComparison.Ordinal);
    }
}
