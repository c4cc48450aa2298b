using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Optim;

namespace Autograd.Tests.Optim;

/// <summary>Optimisers as a user writes them, by ops and by a formula.</summary>
public class UserOptimizerTests
{
    private enum Rounding
    {
        Off,
        On,
    }

    private sealed record FactoredOptions : OptimizerOptions
    {
        public long Every { get; init; } = 1;

        public Rounding Rounding { get; init; }
    }

    /// <summary>Divides by the root of the product of the means of rows and columns: states of other shapes than the parameter's.</summary>
    private sealed class Factored(IEnumerable<Tensor> parameters, FactoredOptions options) : Optimizer<FactoredOptions>(parameters, options)
    {
        private static readonly StateSlot[] Means =
            ["step", new("rows", static p => Tensor.Zeros([p.Shape[0], 1], p.DType)), new("columns", static p => Tensor.Zeros([1, p.Shape[1]], p.DType)), new("count", static _ => Tensor.Zeros([], DType.Int64))];

        protected override IReadOnlyList<StateSlot> Slots(FactoredOptions options) => Means;

        protected override void Update(Tensor parameter, Tensor gradient, ParamState state, FactoredOptions options)
        {
            state["rows"] += gradient.Square().Mean(1, keepDim: true);
            state["columns"].AddInPlace(gradient.Square().Mean(0, keepDim: true));
            state["count"] += 1;
            if (state.Step % options.Every == 0) parameter.SubInPlace(gradient / (state["rows"] * state["columns"]).Sqrt() * options.Lr);
        }
    }

    private sealed record LionOptions : DescentOptions
    {
        public (double Beta1, double Beta2) Betas { get; init; } = (0.9, 0.99);
    }

    /// <summary>Lion (Chen et al., 2023): p = p - lr sign(b1 m + (1 - b1) g); m = b2 m + (1 - b2) g.</summary>
    private sealed class Lion(IEnumerable<Tensor> parameters, LionOptions options) : Optimizer<LionOptions>(parameters, options)
    {
        private static readonly StateSlot[] Mean = ["exp_avg"];

        protected override IReadOnlyList<StateSlot> Slots(LionOptions options) => Mean;

        protected override void Update(Tensor parameter, Tensor gradient, ParamState state, LionOptions options) =>
            Apply(new Formula(options), parameter, gradient, state);

        private readonly struct Formula(LionOptions o) : IStepFormula
        {
            private readonly Number lr = o.Lr;
            private readonly Number b1 = o.Betas.Beta1;
            private readonly Number b2 = o.Betas.Beta2;

            public static string Name => "Lion";

            public int States => 1;

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public void Step<V>(ref V p, V g, ref V mean, ref V s1, ref V s2)
                where V : struct, IReal<V>
            {
                V d = g + (mean - g) * V.Const(b1);
                p -= V.Select(d > V.Zero, V.Const(lr), V.Select(d < V.Zero, -V.Const(lr), V.Zero));
                mean = g + (mean - g) * V.Const(b2);
            }
        }
    }

    private sealed class Forgetful(IEnumerable<Tensor> parameters, LionOptions options) : Optimizer<LionOptions>(parameters, options)
    {
        protected override void Update(Tensor parameter, Tensor gradient, ParamState state, LionOptions options) => state["exp_avg"] = gradient;
    }

    private sealed record Unsavable : OptimizerOptions
    {
        public string Text { get; init; } = "";
    }

    private sealed class OfUnsavable(IEnumerable<Tensor> parameters, Unsavable options) : Optimizer<Unsavable>(parameters, options)
    {
        protected override void Update(Tensor parameter, Tensor gradient, ParamState state, Unsavable options)
        {
        }
    }

    [Fact]
    public void States_may_have_any_shape_and_are_saved_by_name()
    {
        var w = Tensor.From(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }).RequiresGradInPlace();
        var optimizer = new Factored([w], new() { Lr = 0.5, Rounding = Rounding.On });
        w.Grad = Tensor.Full([2, 3], 2);
        optimizer.Step();
        // g / sqrt(4 * 4) = 1 / 2
        Assert.Equal([0.75f, 1.75f, 2.75f, 3.75f, 4.75f, 5.75f], w.ToArray<float>());
        var state = optimizer.StateDict();
        Assert.Equal([2, 1], state["state.0.rows"].Shape.ToArray());
        Assert.Equal(1, state["state.0.count"].Item<long>());
        var other = new Factored([Tensor.Ones(2, 3).RequiresGradInPlace()], new());
        other.LoadStateDict(state);
        Assert.Equal(optimizer.ParamGroups[0].Options, other.ParamGroups[0].Options);
        Assert.Throws<AutogradException>(() => new Factored([Tensor.Ones(3, 2).RequiresGradInPlace()], new()).LoadStateDict(state));
    }

    [Fact]
    public void A_formula_steps_in_one_pass_wherever_the_parameter_lies()
    {
        var strided = Tensor.From(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }).Transpose(0, 1).Detach().RequiresGradInPlace();
        var lion = new Lion([strided], new() { Lr = 0.25 });
        double[] gradient = [1, -1, 0, 2, -2, 0];
        for (int i = 0; i < 2; i++)
        {
            strided.Grad = Tensor.From<double>(gradient, 3, 2);
            lion.Step();
        }
        Assert.Equal([0.5, 4.5, 2, 4.5, 3.5, 6], strided.ToArray<double>());
        double[] mean = lion.StateDict()["state.0.exp_avg"].ToArray<double>();
        for (int i = 0; i < mean.Length; i++) Assert.Equal(gradient[i] * (1 - (0.99 * 0.99)), mean[i], 12);
    }

    [Fact]
    public void What_an_optimizer_did_not_say_is_named()
    {
        var x = Tensor.Ones(1).RequiresGradInPlace();
        x.Grad = Tensor.Ones(1);
        Assert.Contains("Slots", Assert.Throws<AutogradException>(() => new Forgetful([x], new()).Step()).Message, StringComparison.Ordinal);
        Assert.Contains("Unsavable.Text", Assert.Throws<AutogradException>(() => new OfUnsavable([x], new()).StateDict()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new Lion([null!], new()));
        Assert.Throws<ArgumentNullException>(() => new Lion([x], null!));
    }
}
