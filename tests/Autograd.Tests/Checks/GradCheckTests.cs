using System.Globalization;
using Autograd.Checks;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.Checks;

public sealed class GradCheckTests
{
    private static Tensor Leaf(params ReadOnlySpan<int> shape) =>
        Tensor.Randn(shape, DType.Float64, new Generator(3)).RequiresGradInPlace();

    [Fact]
    public void Single_precision_is_refused_with_the_way_out()
    {
        var x = Tensor.Randn(2, 3).RequiresGradInPlace();
        var error = Assert.Throws<DTypeException>(() => GradCheck.Run(x => x.Tanh(), x));
        Assert.Contains("To(DType.Float64)", error.Message, StringComparison.Ordinal);
        Assert.Throws<DTypeException>(() => GradCheck.Run(x => x.To(DType.Float32), Leaf(2)));
    }

    [Fact]
    public void An_input_must_require_a_gradient() =>
        Assert.Throws<AutogradException>(() => GradCheck.Run(x => x.Tanh(), Tensor.Randn([2], DType.Float64)));

    [Fact]
    public void Inputs_that_do_not_require_a_gradient_are_constants_and_said_to_be()
    {
        var report = GradCheck.Run((x, y) => x * y, Leaf(2), Tensor.Ones([2], DType.Float64)).ThrowIfFailed();
        Assert.Contains(report.Notes, note => note.Contains("input 1", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Rows, row => row.Input == "input 1");
    }

    [Fact]
    public void A_function_that_changes_by_itself_is_refused()
    {
        int calls = 0;
        var error = Assert.Throws<AutogradException>(() => GradCheck.Run(x => x * ++calls, Leaf(3)));
        Assert.Contains("not deterministic", error.Message, StringComparison.Ordinal);
        var random = new Random(1);
        Assert.Throws<AutogradException>(() => GradCheck.Run(x => x * random.NextDouble(), Leaf(3)));
    }

    /// <summary>Whoever holds the generator: what the function draws is seen as it draws.</summary>
    [Fact]
    public void Draws_are_replayed_and_the_generators_put_back()
    {
        var own = new Generator(1);
        byte[] first = own.GetState(), second = Generator.Default.GetState();
        GradCheck.Run(x => x * Tensor.Rand(x.Shape, DType.Float64, own), Leaf(3), new() { Order = 2 }).ThrowIfFailed();
        GradCheck.Run(x => F.Dropout(x.Exp(), 0.4).Square() + Tensor.RandnLike(x), Leaf(3, 4), new() { Order = 2 }).ThrowIfFailed();
        Assert.Equal(first, own.GetState());
        Assert.Equal(second, Generator.Default.GetState());
    }

    [Fact]
    public void An_output_outside_of_the_graph_must_be_constant()
    {
        var report = GradCheck.Run(x => x.Detach().Square(), Leaf(3));
        Assert.False(report.Passed);
        Assert.Contains(report.Notes, note => note.Contains("does not require a gradient", StringComparison.Ordinal));
        Assert.True(GradCheck.Run(xs => [xs[0].Square(), xs[0].ArgMax(0), Tensor.Ones([2], DType.Float64)], [Leaf(3)]).Passed);
    }

    [Fact]
    public void The_tensors_given_are_left_as_they_were()
    {
        var x = Leaf(4, 3);
        var view = x.Detach().Slice(0, 0, null, 2).Transpose(0, 1).RequiresGradInPlace();
        var before = x.ToArray<double>();
        int version = x.Version, calls = 0;

        GradCheck.Run(x => x.Square(), view, new() { Order = 2 }).ThrowIfFailed();
        Assert.Throws<InvalidTimeZoneException>(() => GradCheck.Run(
            x => calls++ < 9 ? x.Square() : throw new InvalidTimeZoneException("in the middle"),
            view));

        Assert.Equal(before, x.ToArray<double>());
        Assert.Equal(version, x.Version);
        Assert.Null(view.Grad);
    }

    [Fact]
    public void Parameters_are_put_back_to_the_bit_also_after_an_exception()
    {
        var (w, b) = (Leaf(3, 2), Leaf(2));
        var x = Tensor.Randn([5, 3], DType.Float64, new Generator(4));
        var before = w.ToArray<double>();
        int calls = 0;

        var report = GradCheck.Run(() => (x.MatMul(w) + b).Tanh().Mean(), [("weight", w), ("bias", b)], new() { Order = 2 });
        report.ThrowIfFailed();
        Assert.Contains(report.Rows, row => row.Input == "weight");
        Assert.Throws<InvalidTimeZoneException>(() => GradCheck.Run(
            () => calls++ < 9 ? w.Sum() : throw new InvalidTimeZoneException("in the middle"),
            [("weight", w)]));

        Assert.Equal(before, w.ToArray<double>());
        Assert.Null(w.Grad);
    }

    [Fact]
    public void Elements_that_share_memory_are_moved_one_by_one() =>
        GradCheck.Run(x => x.Square(), Leaf(3, 1).Detach().Expand(3, 4).RequiresGradInPlace(), new() { Order = 2 }).ThrowIfFailed();

    [Fact]
    public void A_gradient_of_zero_is_no_error() => Assert.All(
        GradCheck.Run(x => x.Floor(), Tensor.From([0.5, 1.5]).RequiresGradInPlace()).ThrowIfFailed().Rows,
        row => Assert.Equal(0, row.Error));

    [Fact]
    public void Rounding_about_zero_is_no_error() => GradCheck.Run(x => x.Softmax(-1).Sum(), Leaf(2, 5), new() { Order = 2 }).ThrowIfFailed();

    [Fact]
    public void Steep_functions_are_followed_with_smaller_steps() =>
        GradCheck.Run(x => x.Log(), Tensor.From([1e-3, 1e-2, 0.1, 1e4]).RequiresGradInPlace()).ThrowIfFailed();

    [Fact]
    public void A_kink_close_by_is_told_from_an_error() =>
        GradCheck.Run(x => x.ReLU(), Tensor.From([1e-4, -1e-4, 1.0]).RequiresGradInPlace()).ThrowIfFailed();

    [Fact]
    public void Gradients_inside_of_the_function_are_differentiated() =>
        GradCheck.Run(x => Gradient.Of(x.Tanh().Sum(), x, createGraph: true).Square().Sum(), Leaf(3), new() { Order = 2 }).ThrowIfFailed();

    [Fact]
    public void The_check_records_under_NoGrad_too()
    {
        using var scope = NoGrad.Scope;
        GradCheck.Run(x => x.Sin(), Leaf(2)).ThrowIfFailed();
        Assert.False(EnableGrad.IsEnabled);
    }

    [Fact]
    public void The_table_is_aligned_and_invariant()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var report = GradCheck.Run((x, y) => x * y, Leaf(2, 3), Leaf(3), new() { Order = 2, InputNames = ["x", "scale"] });
            var lines = report.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal("Gradient check: 19 passed, 0 failed", lines[0]);
            Assert.Contains("scale", lines[3], StringComparison.Ordinal);
            Assert.Equal(report.Rows.Count + 2, lines.Length);
            Assert.Single(lines[1..].Select(line => line.IndexOf("  1.0e-", StringComparison.Ordinal)).Where(at => at > 0).Distinct());
            Assert.DoesNotContain(",0", report.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_report()
    {
        string Text() => GradCheck.Run(x => x.Sigmoid(), Leaf(3), new() { Order = 3, Seed = 5 }).ToString();
        Assert.Equal(Text(), Text());
    }
}
