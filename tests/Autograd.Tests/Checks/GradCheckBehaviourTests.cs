using Autograd.Checks;

namespace Autograd.Tests.Checks;

/// <summary>What a function may do that makes it uncheckable, or its slopes ambiguous, is told by name and not taken for an error of the rule.</summary>
public sealed class GradCheckBehaviourTests
{
    private static Tensor At(params double[] values) => Tensor.From(values).RequiresGradInPlace();

    [Fact]
    public void A_shape_that_depends_on_values_is_named()
    {
        var error = Assert.Throws<AutogradException>(() => GradCheck.Run(x => x.MaskedSelect(x.Gt(0)), At(1e-9, 1, -1)));
        Assert.Contains("element 0 of input 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("[2]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[1]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dtype_that_depends_on_values_is_named()
    {
        var error = Assert.Throws<AutogradException>(() => GradCheck.Run(xs => [xs[0].Sum(), xs[0][0].Item() > 1 ? xs[0].Gt(0) : xs[0].Gt(0).Long()], [At(1, 2)]));
        Assert.Contains("output 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("int64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_of_outputs_that_depends_on_values_is_named()
    {
        var error = Assert.Throws<AutogradException>(() => GradCheck.Run(xs => xs[0][0].Item() > 1 ? [xs[0]] : [xs[0], xs[0]], [At(1, 2)]));
        Assert.Contains("2 outputs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_that_writes_to_its_input_is_told_so_and_the_input_restored()
    {
        var w = At(0.5, 2);
        Tensor Doubled()
        {
            using (NoGrad.Scope) w.Detach().MulInPlace(2.0);
            return w.Square();
        }

        var error = Assert.Throws<AutogradException>(() => GradCheck.Run(Doubled, [("weight", w)]));

        Assert.Contains("writes to weight", error.Message, StringComparison.Ordinal);
        Assert.Contains("Clone()", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("deterministic", error.Message, StringComparison.Ordinal);
        Assert.Equal([0.5, 2], w.ToArray<double>());
    }

    [Fact]
    public void A_write_to_a_copy_is_no_write_to_the_input() =>
        GradCheck.Run(x => x.Clone().MulInPlace(2.0).Exp(), At(0.5, 2), new() { Order = 2 }).ThrowIfFailed();

    [Fact]
    public void Single_precision_inside_is_noted_and_judged_to_its_rounding()
    {
        var report = GradCheck.Run(x => x.To(DType.Float32).Exp().To(DType.Float64), At(0.5, -1, 2));
        Assert.True(report.Passed, report.ToString());
        Assert.Contains(report.Notes, note => note.Contains("float32 inside", StringComparison.Ordinal));

        var wrong = PlantedOp.Map(x => x.To(DType.Float32).Exp().To(DType.Float64), x => 1.01 * x.Exp());
        Assert.Equal(GradCheckVerdict.Fail, GradCheck.Run(x => wrong.Apply(x), At(0.5, -1, 2)).Verdict);
    }

    [Fact]
    public void Rounding_inside_of_the_function_leaves_the_question_open()
    {
        var steps = PlantedOp.Map(x => (x * 256).Round() / 256, x => Tensor.OnesLike(x));
        var report = GradCheck.Run(x => steps.Apply(x), At(0.3, 1.7));
        Assert.Equal(GradCheckVerdict.Inconclusive, report.Verdict);
        Assert.Throws<AutogradException>(report.ThrowIfFailed);
    }

    [Fact]
    public void A_step_claimed_to_be_a_slope_is_wrong()
    {
        var straight = PlantedOp.Map(x => x.Round(), x => Tensor.OnesLike(x));
        Assert.Equal(GradCheckVerdict.Fail, GradCheck.Run(x => straight.Apply(x), At(0.3, 1.7)).Verdict);
    }

    public static TheoryData<string> Kinks => ["relu", "abs", "max", "clamp", "huber"];

    [Theory]
    [MemberData(nameof(Kinks))]
    public void On_a_kink_a_subgradient_is_accepted_and_counted(string name)
    {
        Func<Tensor, Tensor> f = name switch
        {
            "relu" => x => x.ReLU(),
            "abs" => x => x.Abs(),
            "max" => x => x.Max(),
            "clamp" => x => x.Clamp(0, 2),
            _ => x => x.Softshrink(0.5),
        };
        var report = GradCheck.Run(f, name == "max" ? At(1, 1, 0.5) : name == "clamp" ? At(0, 2, 1) : name == "huber" ? At(0.5, 1, -0.5) : At(0, 1, -1));
        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void On_a_kink_what_is_no_subgradient_is_wrong()
    {
        var ramp = PlantedOp.Map(x => x.ReLU(), x => x.Gt(0).Double() + 1.5 * x.Eq(0).Double());
        var row = GradCheck.Run(x => ramp.Apply(x), At(1, 0)).Rows[0];
        Assert.Equal(GradCheckVerdict.Fail, row.Verdict);
        Assert.Equal([1], row.WorstElement);

        var right = GradCheck.Run(x => x.ReLU(), At(1, 0));
        Assert.True(right.Passed);
        Assert.Equal(1, right.Rows[0].Kinks);
        Assert.Contains(right.Notes, note => note.Contains("kink", StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_that_the_function_refuses_ends_its_domain()
    {
        static Tensor Guarded(Tensor p) => p.Gt(1).Any().Item<bool>() ? throw new ArgumentException("a probability above 1") : p.Log();
        GradCheck.Run(Guarded, At(0.9999, 0.5)).ThrowIfFailed();
    }

    [Fact]
    public void An_absent_gradient_of_an_output_counts_as_zeros()
    {
        var right = GradCheck.Run(xs => TwoOutputs.SinCos(xs[0], isRight: true), [At(0.3, -1)], new() { Order = 2 });
        Assert.True(right.Passed, right.ToString());

        var wrong = GradCheck.Run(xs => TwoOutputs.SinCos(xs[0], isRight: false), [At(0.3, -1)]);
        Assert.All(wrong.Rows, row => Assert.True(row.Passed || row.Kind == GradCheckKind.Absent, wrong.ToString()));
        Assert.Equal("output 1 alone", Assert.Single(wrong.Rows, row => !row.Passed).Input);
    }

    [Fact]
    public void A_wrong_element_is_shown_and_not_a_larger_right_one()
    {
        var op = PlantedOp.Map(x => x.Exp(), x => x.Exp() * Tensor.From([-1.0, 1, 1]));
        var row = GradCheck.Run(x => op.Apply(x), At(0, 20, 40), new() { ForwardMode = false }).Rows.Single();
        Assert.Equal([0], row.WorstElement);
        Assert.Equal(1, row.Wrong);
        Assert.True(row.Error < 1e-7, "the norms alone see nothing");
        Assert.Contains("WRONG (1 element)", GradCheck.Run(x => op.Apply(x), At(0, 20, 40)).ToString(), StringComparison.Ordinal);
    }
}
