using Autograd.Checks;
using static Autograd.Tests.Checks.Planting;

namespace Autograd.Tests.Checks;

/// <summary>PyTorch's criterion, progress, cancellation.</summary>
public sealed class GradCheckOptionsTests
{
    private static GradCheckOptions Close(double atol, double rtol) => new() { Criterion = GradCheckCriterion.AllClose(atol, rtol), ForwardMode = false };

    private static Func<Tensor, Tensor> Off(double factor)
    {
        var op = PlantedOp.Map(x => x.Sin(), x => factor * x.Cos());
        return x => op.Apply(x);
    }

    [Fact]
    public void PyTorchs_criterion_accepts_what_its_tolerances_do()
    {
        var x = At(0.1, 0.5, -0.3);
        Assert.True(GradCheck.Run(Off(1.0005), x, Close(1e-5, 1e-3)).Passed);
        Assert.Equal(GradCheckVerdict.Fail, GradCheck.Run(Off(1.002), x, Close(1e-5, 1e-3)).Verdict);
        Assert.True(GradCheck.Run(Off(1.002), x, Close(1e-2, 0)).Passed);
        Assert.Equal(GradCheckVerdict.Fail, GradCheck.Run(Off(1.0005), x, new() { ForwardMode = false }).Verdict);
    }

    /// <summary>What an absolute tolerance hides: the reason why it is not the default.</summary>
    [Fact]
    public void An_absolute_tolerance_hides_small_gradients()
    {
        var op = PlantedOp.Map(x => 1e-8 * x.Sin(), x => -1e-8 * x.Cos());
        Assert.True(GradCheck.Run(x => op.Apply(x), At(0.1, 0.5), Close(1e-5, 1e-3)).Passed);
        Assert.False(GradCheck.Run(x => op.Apply(x), At(0.1, 0.5), new() { ForwardMode = false }).Passed);
    }

    [Fact]
    public void The_criterion_is_said_and_ok_stands_only_beside_equal_numbers()
    {
        string text = GradCheck.Run(Off(1.0005), At(0.1, 0.5, -0.3), Close(1e-5, 1e-3)).ToString();
        Assert.Contains("note: accepted: |n - g| <= 1E-05 + 0.001 |n|", text, StringComparison.Ordinal);
        Assert.Contains("within uncertainty (3 elements)", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1, double.NaN)]
    [InlineData(double.PositiveInfinity, 0)]
    public void A_tolerance_is_a_number_from_0_up(double atol, double rtol) => Assert.Throws<ArgumentOutOfRangeException>(() => GradCheckCriterion.AllClose(atol, rtol));

    [Fact]
    public void Progress_is_told_for_every_input()
    {
        var heard = new Heard();
        GradCheck.Run((x, y) => x * y, Random(1, 20, 20), Random(2, 3, 1, 1), new() { Progress = heard, InputNames = ["x", "y"], Order = 1 });
        Assert.Equal(new GradCheckProgress(1, "x", 400, 400), heard.All.Last(p => p.Input == "x"));
        Assert.Equal(new GradCheckProgress(1, "y", 3, 3), heard.All[^1]);
        Assert.True(heard.All.Count <= 110);
    }

    [Fact]
    public void A_cancelled_check_puts_the_parameters_back()
    {
        var w = Random(1, 5, 5);
        var before = w.ToArray<double>();
        using var source = new CancellationTokenSource();
        var heard = new Heard { Then = p => { if (p.Done == 7) source.Cancel(); } };
        Assert.Throws<OperationCanceledException>(() => GradCheck.Run(() => w.Sin().Sum(), [("w", w)], new() { Progress = heard, Cancellation = source.Token }));
        Assert.Equal(7, heard.All[^1].Done);
        Assert.Equal(before, w.ToArray<double>());
    }

    [Fact]
    public void An_op_of_a_users_own_is_checked_with_all_its_results()
    {
        var report = GradCheck.Function(new SinCosOp(slope: 1), [At(0.3, -1)]).ThrowIfFailed();
        Assert.Contains(report.Rows, row => row.Kind == GradCheckKind.Absent);
        Assert.Contains(report.Rows, row => row.Order == 2);
        Assert.Equal(GradCheckVerdict.Fail, GradCheck.Function(new SinCosOp(slope: 1.001), [At(0.3, -1)]).Verdict);
    }

    /// <summary>Hears at once: <see cref="Progress{T}"/> tells by another thread.</summary>
    private sealed class Heard : IProgress<GradCheckProgress>
    {
        public List<GradCheckProgress> All { get; } = [];

        public Action<GradCheckProgress>? Then { get; init; }

        public void Report(GradCheckProgress value)
        {
            All.Add(value);
            Then?.Invoke(value);
        }
    }
}
