using Autograd.Checks;
using static Autograd.Tests.Checks.Planting;

namespace Autograd.Tests.Checks;

/// <summary>What a check compares besides differences: each shows a row only where it finds something.</summary>
public sealed class ExactComparisonTests
{
    private static readonly GradCheckOptions Plain = new() { ForwardMode = false };

    [Fact]
    public void Gradients_of_zeros_give_zeros()
    {
        var normed = new PlantedOp(v => v[0].Sin(), (v, g) => [g * v[0].Cos() * (g.Abs().Sum() / g.Abs().Sum())], (v, t) => t[0]! * v[0].Cos());
        Found(GradCheck.Run(x => normed.Apply(x), Random(1, 3), Plain), GradCheckKind.Zero, GradCheckCause.ZeroGradient);
        var shifted = new PlantedOp(v => v[0].Sin(), (v, g) => [g * v[0].Cos() + 1e-300], (v, t) => t[0]! * v[0].Cos());
        Found(GradCheck.Run(x => shifted.Apply(x), Random(1, 3), Plain), GradCheckKind.Zero, GradCheckCause.ZeroGradient);
    }

    [Fact]
    public void The_same_pass_gives_the_same_numbers()
    {
        int calls = 0;
        var counting = PlantedOp.Map(x => x.Sin(), x => x.Cos() * (1 + 1e-15 * (++calls % 7)));
        Found(GradCheck.Run(x => counting.Apply(x), Random(1, 20), Plain), GradCheckKind.Repeated, GradCheckCause.NotDeterministic);
    }

    [Fact]
    public void A_recorded_pass_is_compared_at_order_one_as_well()
    {
        var asking = PlantedOp.Map(x => x.Exp(), x => EnableGrad.IsEnabled ? x.Exp() * 1.5 : x.Exp());
        Found(GradCheck.Run(x => asking.Apply(x), Random(1, 3), Plain), GradCheckKind.Recorded, GradCheckCause.RecordedPass);
    }

    [Fact]
    public void Values_that_depend_on_recording_have_a_verdict_of_their_own()
    {
        var report = GradCheck.Run(x => EnableGrad.IsEnabled ? x.Sin() : x.Sin() * 1.5, Random(1, 3), Plain);
        Found(report, GradCheckKind.Unrecorded, GradCheckCause.Recording);
        Assert.True(report.Rows.Single(row => row.Kind == GradCheckKind.Backward).Passed, report.ToString());
    }

    /// <summary>Every subset of three outputs: a rule that is wrong only where two of them are given.</summary>
    [Fact]
    public void Every_subset_of_outputs_is_left_out()
    {
        var right = GradCheck.Run(xs => Op.CallAll(new Powers(isRight: true), xs[0]), [At(0.3, -1)], Plain).ThrowIfFailed();
        Assert.Equal(
            ["output 0 alone", "output 1 alone", "outputs 0, 1", "output 2 alone", "outputs 0, 2", "outputs 1, 2"],
            right.Rows.Where(row => row.Kind == GradCheckKind.Absent).Select(row => row.Input));
        var wrong = GradCheck.Run(xs => Op.CallAll(new Powers(isRight: false), xs[0]), [At(0.3, -1)], Plain);
        Assert.Equal("outputs 0, 2", Assert.Single(wrong.Rows, row => !row.Passed).Input);
    }

    [Fact]
    public void A_rule_that_is_wrong_on_permuted_inputs_is_found_though_the_input_is_contiguous()
    {
        var rowMajor = PlantedOp.Map(x => x.Sin(), x => x.IsContiguous ? x.Cos() : x.Cos() * 1.5);
        var report = GradCheck.Run(x => rowMajor.Apply(x), Random(1, 3, 4), Plain);
        var failed = report.Rows.First(row => !row.Passed);
        Assert.Equal("input 0 (permuted)", failed.Input);
        Assert.Contains(report.Diagnoses, d => d.Cause == GradCheckCause.StridedInput);
        Assert.True(report.Rows[0].Passed);
    }

    [Fact]
    public void A_rule_that_is_wrong_on_a_strided_vector_is_found()
    {
        var near = PlantedOp.Map(x => x.Sin(), x => x.IsContiguous ? x.Cos() : x.Cos().Flip(0));
        Assert.Contains(GradCheck.Run(x => near.Apply(x), Random(1, 5), Plain).Rows, row => row.Input == "input 0 (strided)" && !row.Passed);
    }

    [Fact]
    public void Values_that_depend_on_strides_are_found()
    {
        var report = GradCheck.Run(x => x.IsContiguous ? x.Sin() : x.Sin().Flip(0), Random(1, 3, 4), Plain);
        Found(report, GradCheckKind.Layout, GradCheckCause.StridedInput);
    }

    [Fact]
    public void Sums_in_another_order_are_no_finding()
    {
        foreach (ulong seed in new ulong[] { 1, 2, 3 })
        {
            GradCheck.Run(x => (x - x.Mean()).Square().Sum(0), Random(seed, 13, 17), Plain).ThrowIfFailed();
            GradCheck.Run(x => 1e8 * (x - x.Mean(1, keepDim: true)).Sin().Sum(), Random(seed, 7, 9), Plain).ThrowIfFailed();
            GradCheck.Run(x => x.MatMul(x.Transpose(0, 1)).Sum() - x.Sum(0).Square().Sum() + x.Sum(), Random(seed, 9, 8), Plain).ThrowIfFailed();
        }
    }

    /// <summary>Exact numbers, but plain ones: what the second derivative would be taken from is a constant.</summary>
    [Fact]
    public void A_rule_of_plain_numbers_is_named()
    {
        var plain = new PlantedOp(v => v[0].Exp(), (v, g) => [Tensor.From<double>((g * v[0].Exp()).ToArray<double>(), g.Shape)], (v, t) => t[0]! * v[0].Exp());
        var first = GradCheck.Run(x => plain.Apply(x), At(0.3, -1)).ThrowIfFailed();
        Assert.Contains(first.Notes, note => note.StartsWith("derivatives of order 2 would fail: Backward: the rule of PlantedBackward gives for input 0 a gradient that is no part of the graph", StringComparison.Ordinal));

        var second = GradCheck.Run(x => plain.Apply(x), At(0.3, -1), new() { Order = 2 });
        Assert.Equal(GradCheckVerdict.Fail, second.Verdict);
        var diagnosis = Assert.Single(second.Diagnoses);
        Assert.Equal((GradCheckCause.NoGraph, "PlantedBackward", 2), (diagnosis.Cause, diagnosis.Op, diagnosis.Order));

        var x = At(0.3, -1);
        var error = Assert.Throws<AutogradException>(() => Gradient.Of(plain.Apply(x).Square().Sum(), x, createGraph: true));
        Assert.Contains("mark it IOnceDifferentiable", error.Message, StringComparison.Ordinal);
    }

    private static void Found(GradCheckReport report, GradCheckKind kind, GradCheckCause cause)
    {
        Assert.Contains(report.Rows, row => row.Kind == kind && row.Verdict == GradCheckVerdict.Fail);
        Assert.DoesNotContain(report.Rows, row => row.Kind == GradCheckKind.Backward && !row.Passed);
        Assert.Contains(report.Diagnoses, d => d.Cause == cause);
    }

    /// <summary>x, x² and x³; the wrong rule forgets the third where the first is given and the second is not.</summary>
    private struct Powers(bool isRight) : IOp, IRule
    {
        private Saved x;

        public static string Name => "Powers";

        public readonly Form Infer(ref OpCall c)
        {
            c.Also(Form.Like(c.Input(0)));
            c.Also(Form.Like(c.Input(0)));
            return Form.Like(c.Input(0));
        }

        public readonly void Compute(in OpCall c)
        {
            var at = c.Input(0).Detach();
            c.Write(0, at.Clone());
            c.Write(1, at * at);
            c.Write(2, at * at * at);
        }

        public Node? Record(in OpCall c)
        {
            x = Saved.Of(c.Input(0));
            return c.Node(this);
        }

        public readonly void Backward(in Cotangents c)
        {
            var at = x.Value;
            if (c[0] is { } first) c.Add(0, first.Clone());
            if (c[1] is { } second) c.Add(0, 2 * second * at);
            if (c[2] is { } third && (isRight || c[0] is null || c[1] is not null)) c.Add(0, 3 * third * at * at);
        }

        public void Visit(ref SavedVisitor visitor) => visitor.Add(ref x);
    }
}
