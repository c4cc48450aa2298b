namespace Autograd.Tests.InPlace;

/// <summary>Writes in place: values, gradients, version counters, and everything that is refused.</summary>
public sealed class InPlaceTests
{
    public static TheoryData<string> Names => [.. Forms.Keys];

    private static Dictionary<string, (Func<Tensor, Tensor> InPlace, Func<Tensor, Tensor> Function)> Forms { get; } = new(StringComparer.Ordinal)
    {
        ["add"] = (x => x.AddInPlace(Other), x => x + Other),
        ["add a number"] = (x => x.AddInPlace(2.5), x => x + 2.5),
        ["add scaled"] = (x => x.AddInPlace(Other, 0.5), x => x + Other * 0.5),
        ["add itself"] = (x => x.AddInPlace(x), x => x + x),
        ["sub"] = (x => x.SubInPlace(Other), x => x - Other),
        ["mul"] = (x => x.MulInPlace(Other), x => x * Other),
        ["mul by a number"] = (x => x.MulInPlace(-3.0), x => x * -3.0),
        ["mul by itself"] = (x => x.MulInPlace(x), x => x * x),
        ["div by itself"] = (x => x.DivInPlace(x), x => x / x),
        ["div"] = (x => x.DivInPlace(Other), x => x / Other),
        ["pow"] = (x => x.PowInPlace(3), x => x.Pow(3)),
        ["neg"] = (x => x.NegInPlace(), x => -x),
        ["exp"] = (x => x.ExpInPlace(), x => x.Exp()),
        ["sqrt"] = (x => x.SqrtInPlace(), x => x.Sqrt()),
        ["tanh"] = (x => x.TanhInPlace(), x => x.Tanh()),
        ["sigmoid"] = (x => x.SigmoidInPlace(), x => x.Sigmoid()),
        ["relu"] = (x => x.ReLUInPlace(), x => x.ReLU()),
        ["clamp"] = (x => x.ClampInPlace(0.3, 0.9), x => x.Clamp(0.3, 0.9)),
        ["fill"] = (x => x.FillInPlace(2), x => x * 0.0 + 2.0),
        ["zero"] = (x => x.ZeroInPlace(), x => x * 0.0),
        ["copy"] = (x => x.CopyInPlace(Other), x => x * 0.0 + Other),
        ["masked fill"] = (x => x.MaskedFillInPlace(Mask, 7), x => x.MaskedFill(Mask, 7)),
    };

    private static Tensor Other => Tensor.From([1.5, 0.5, 2.0]);

    private static Tensor Mask => Tensor.From([true, false, true]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_two_orders_are_those_of_the_function(string name)
    {
        var (inPlace, function) = Forms[name];
        var x = Tensor.From([0.25, 0.5, 1.25]).RequiresGradInPlace();
        var y = x * 1.0;
        var written = y;
        Assert.Same(written, inPlace(y));
        Assert.Equal(1, y.Version);
        var expected = function(x);
        Assert.Equal(expected.Detach().ToArray<double>(), y.Detach().ToArray<double>());
        var (g, e) = (Gradient.Of(y.Sum(), x, createGraph: true), Gradient.Of(expected.Sum(), x, createGraph: true));
        Assert.Equal(e.Detach().ToArray<double>(), g.Detach().ToArray<double>());
        if (e.RequiresGrad && g.RequiresGrad) Assert.Equal(Gradient.Of(e.Sum(), x).ToArray<double>(), Gradient.Of(g.Sum(), x).ToArray<double>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_a_graph_leaves_and_views_are_written(string name)
    {
        var (inPlace, function) = Forms[name];
        var x = Tensor.From([9.0, 0.25, 0.5, 1.25, 9.0]);
        var view = x[1..4];
        var expected = function(view.Clone()).ToArray<double>();
        inPlace(view);
        Assert.Equal([9.0, .. expected, 9.0], x.ToArray<double>());
        Assert.Equal(1, x.Version);
    }

    [Fact]
    public void The_gradient_of_what_is_written_flows_to_it()
    {
        var x = Tensor.Ones(3).RequiresGradInPlace();
        var buffer = Tensor.Zeros(3);
        buffer.CopyInPlace(x * 2.0);
        Assert.True(buffer.RequiresGrad);
        buffer.Backward(Tensor.From([1f, 2f, 3f]));
        Assert.Equal([2f, 4f, 6f], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void The_other_operand_gets_its_gradient_too()
    {
        var x = Tensor.From([2.0, 4.0]).RequiresGradInPlace();
        var w = Tensor.From([5.0, 8.0]).RequiresGradInPlace();
        var y = x * 1.0;
        y.DivInPlace(w).MulInPlace(w).SubInPlace(w).AddInPlace(w, 3.0);
        y.Sum().Backward();
        Assert.Equal([1.0, 1.0], x.Grad!.ToArray<double>());
        Assert.Equal([2.0, 2.0], w.Grad!.ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void A_leaf_is_written_under_NoGrad_alone()
    {
        var x = Tensor.Ones(2).RequiresGradInPlace();
        Assert.Equal(
            "AddInPlace: a leaf that requires a gradient cannot be changed in place; write under NoGrad, or use the form that is not in place",
            Assert.Throws<AutogradException>(() => x.AddInPlace(1.0)).Message);
        Assert.Equal(0, x.Version);
        using (NoGrad.Scope) x.AddInPlace(1.0);
        Assert.Equal([2f, 2f], x.ToArray<float>());
        Assert.True(x.IsLeaf);
        Assert.True(x.RequiresGrad);
        Assert.Equal(1, x.Version);
    }

    [Fact]
    public void A_view_inside_a_graph_is_written_through_its_base()
    {
        var x = Tensor.Ones(3).RequiresGradInPlace();
        var y = x * 2.0;
        const string Message = "MulInPlace: this tensor is a view, and the write would be part of a graph that its base does not know; write through the base (base[...] = value), or Clone() the view";
        Assert.Equal(Message, Assert.Throws<AutogradException>(() => y[1..].MulInPlace(3.0)).Message);
        var plain = Tensor.Ones(3);
        Assert.Equal(Message, Assert.Throws<AutogradException>(() => plain[1..].MulInPlace(x[1..])).Message);
        Assert.Equal([1f, 1f, 1f], plain.ToArray<float>());
        y[1..] *= 3.0;
        y.Sum().Backward();
        Assert.Equal([2f, 6f, 6f], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void A_view_from_before_a_recorded_write_is_stale()
    {
        var x = Tensor.Ones(3).RequiresGradInPlace();
        var y = x * 2.0;
        var view = y[1..];
        y.MulInPlace(3.0);
        Assert.Equal(
            "Exp: this tensor is a view whose base was changed in place by MulInPlace after the view was taken; take the view again",
            Assert.Throws<AutogradException>(() => view.Exp()).Message);
        Assert.Equal(12, y[1..].Sum().Item());
        var fresh = Tensor.Ones(3);
        var shown = fresh[1..];
        fresh.MulInPlace(3.0);
        Assert.Equal(6, shown.Sum().Item());
    }

    [Fact]
    public void Expanded_memory_cannot_be_written()
    {
        var x = Tensor.Ones(1, 3).Expand(2, 3);
        Assert.Equal(
            "AddInPlace: several elements of this tensor of shape [2, 3] share one place in memory (it was expanded); Clone() it first",
            Assert.Throws<AutogradException>(() => x.AddInPlace(1.0)).Message);
    }

    [Fact]
    public void A_target_neither_grows_nor_changes_its_kind()
    {
        Assert.Equal(
            "AddInPlace: the result has shape [2, 3], which does not fit into [3]; an op in place cannot grow its target",
            Assert.Throws<ShapeException>(() => Tensor.Ones(3).AddInPlace(Tensor.Ones(2, 3))).Message);
        Assert.Equal(
            "AddInPlace: a result of float32 does not fit into a tensor of int64; use the form that is not in place",
            Assert.Throws<DTypeException>(() => Tensor.Arange(3).AddInPlace(0.5)).Message);
        var x = Tensor.Ones(3);
        x.AddInPlace(Tensor.Ones([3], DType.Float64));
        Assert.Equal(DType.Float32, x.DType);
    }

    [Fact]
    public void An_overwritten_saved_value_names_writer_and_reader()
    {
        var x = Tensor.Ones(2).RequiresGradInPlace();
        var y = x.Exp();
        y.AddInPlace(1.0);
        Assert.Equal(
            "Backward: ExpBackward: A value of shape [2] that a derivative needs was changed in place by AddInPlace (version 1, saved at 0); use the form that is not in place, or Clone() before writing",
            Assert.Throws<AutogradException>(() => y.Sum().Backward()).Message);
        var w = Tensor.Ones(2);
        var z = x * w;
        w.ZeroInPlace();
        Assert.StartsWith("Backward: MulBackward: ", Assert.Throws<AutogradException>(() => z.Sum().Backward()).Message, StringComparison.Ordinal);
        // What no derivative reads may be overwritten.
        var s = x * 2.0;
        var t = s + 1.0;
        s.ZeroInPlace();
        t.Sum().Backward();
        Assert.Equal([2f, 2f], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void Views_and_Detach_share_the_version()
    {
        var x = Tensor.Ones(4);
        var view = x[..2];
        var detached = x.Detach();
        x.AddInPlace(1.0);
        view.AddInPlace(1.0);
        detached[3] = Tensor.Scalar(9);
        Assert.Equal(3, x.Version);
        Assert.Equal(3, view.Version);
        Assert.Equal(3, detached.Version);
        Assert.Equal(0, x.Clone().Version);
        Assert.Equal([3f, 3f, 2f, 9f], x.ToArray<float>());
    }
}
