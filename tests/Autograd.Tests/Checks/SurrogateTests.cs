using Autograd.Checks;
using static Autograd.Tests.Checks.Planting;

namespace Autograd.Tests.Checks;

/// <summary>A declared surrogate is compared with what it declares, and not called wrong.</summary>
public sealed class SurrogateTests
{
    private static readonly (string Op, Func<Tensor, Tensor> F)[] Declared =
    [
        ("StraightThrough", x => Func.StraightThrough(v => v.Round(), x)),
        ("StraightThrough", x => Func.StraightThrough(v => v.Sign(), x.Sin()).Square() * x),
        ("GradientScale", x => Func.ReverseGradient(x.Exp(), 0.3).Sin()),
        ("GradientScale", x => Func.ScaleGradient(x, 10) * x),
        ("StopGradient", x => Func.StopGradient(x.Exp()) * x),
        ("StopGradient", x => (x - Func.StopGradient(x.AMax())).Exp()),
        ("GradientScale", x => Func.ReverseGradient(Func.ScaleGradient(x, 2), 3).Square()),
    ];

    public static TheoryData<int> All() => [.. Enumerable.Range(0, Declared.Length)];

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_declared_passes_to_order_two(int number)
    {
        var (op, f) = Declared[number];
        var report = GradCheck.Run(f, At(0.3, -1.2, 2.6), new() { Order = 2 });
        Assert.True(report.Passed, report.ToString());
        Assert.Contains(report.Notes, note => note.StartsWith($"{op} declares another function for its derivative", StringComparison.Ordinal));
    }

    /// <summary>A rule that is not the derivative of what its op declares is wrong as any other is.</summary>
    [Fact]
    public void What_is_declared_and_not_done_is_wrong()
    {
        GradCheck.Run(x => Op.Call(new Steps(slope: 2), x).Exp(), At(0.3, -1.2)).ThrowIfFailed();
        var report = GradCheck.Run(x => Op.Call(new Steps(slope: 1), x).Exp(), At(0.3, -1.2));
        Assert.Equal(GradCheckVerdict.Fail, report.Verdict);
        Assert.Contains(report.Diagnoses, d => d.Cause == GradCheckCause.Factor);
    }

    [Fact]
    public void The_rest_of_the_function_is_still_checked()
    {
        var wrong = PlantedOp.Map(x => x.Sin(), x => -x.Cos());
        Assert.Equal(GradCheckVerdict.Fail, GradCheck.Run(x => wrong.Apply(Func.StraightThrough(v => v.Round(), x)), At(0.3, -1.2)).Verdict);
    }

    [Fact]
    public void What_is_not_declared_still_fails() =>
        Assert.Equal(GradCheckVerdict.Fail, GradCheck.Run(x => x.Detach() * x, At(0.3, -1.2)).Verdict);

    /// <summary>Rounds, and declares 2 x.</summary>
    private struct Steps(double slope) : IOp, IRule, ISurrogate
    {
        public static string Name => "Steps";

        public readonly Form Infer(ref OpCall c) => Form.Like(c.Input(0));

        public readonly void Compute(in OpCall c) => c.Write(0, c.Input(0).Detach().Round());

        public readonly Node? Record(in OpCall c) => c.Node(this);

        public readonly void Backward(in Cotangents c)
        {
            if (c[0] is { } g) c.Add(0, slope * g);
        }

        public readonly void Visit(ref SavedVisitor saved)
        {
        }

        public readonly Tensor[] StandIn(Tensor[] inputs) => [2 * inputs[0]];
    }
}
