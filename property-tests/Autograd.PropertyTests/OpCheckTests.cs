using Autograd.Kernels;
using Autograd.NN;
using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>The line that checks everything passes what is right, and says of what is wrong which property fails, and on which input.</summary>
[Collection("threads")]
public sealed class OpCheckTests
{
    /// <summary>Less than any check by differences sees, and a bit all the same.</summary>
    private const double Little = 1e-15;

    public static TheoryData<string> Faults { get; } = new(Planted.Keys);

    public static TheoryData<string> ModuleFaults { get; } = new(PlantedModules.Keys);

    /// <summary>By the property that fails, and no other.</summary>
    private static Dictionary<string, OpRow> Planted => new(StringComparer.Ordinal)
    {
        ["derivatives agree with differences"] = Row(x => Turned(x.Exp())),
        ["the layout changes no bit"] = Row(x => x.Exp() * (x.IsContiguous ? 1 : 1 + Little)),
        ["the number of threads changes no bit"] = Row(x => x.Exp() * (Workers.Count > 2 ? 1 + Little : 1)),
        ["runs on shapes alone"] = Row(x => double.IsNaN(Read(x)) ? x : x.Exp()),
        ["samples under Vmap are as in a loop"] = Row(x => Op.Call(default(TimesCount), x.Contiguous()).Exp()),
        ["values are those of the formula"] = Row(x => x.Exp()).By(default(Exp2Formula)),
        ["derivatives of third order agree with differences"] = Row(x => WrongCurve(x)).By(default(ExpFormula)),
        ["the transpose is the adjoint"] = Row(x => x.Exp()).Linear(),
        ["no result requires a gradient"] = Row(x => x.Exp(), Differentiability.NotDifferentiable),
        ["the gradient is zero"] = Row(x => x.Exp(), Differentiability.ZeroAlmostEverywhere),
    };

    private static Dictionary<string, ModuleRow> PlantedModules => new(StringComparer.Ordinal)
    {
        ["derivatives agree with differences"] = Layer((_, x) => Turned(x)),
        ["evaluation is not random and changes nothing"] = Layer((m, x) => m.Training ? x : x + Tensor.Rand(x.Shape, x.DType)),
        ["the layout changes no bit"] = Layer((_, x) => x.IsContiguous ? x : x * (1 + Little)),
        ["runs on shapes alone"] = Layer((_, x) => double.IsNaN(Read(x)) ? x * 2 : x),
    };

    [Fact]
    public void What_is_right_passes()
    {
        OpCheck.All(Row(x => x.Exp()).By(default(ExpFormula)));
        OpCheck.All(Row(x => x.Clone()).Linear().Elementwise());
        OpCheck.All(Row(x => x.Floor(), Differentiability.ZeroAlmostEverywhere, d => d.OnGrid(0.25, d.Shape())));
        OpCheck.All(Row(x => x.Gt(0), Differentiability.NotDifferentiable));
        OpCheck.All(Layer((_, x) => x.Tanh()));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_wrong_of_an_op_is_said(string property) => OneFails(property, () => OpCheck.All(Planted[property]));

    [Theory]
    [MemberData(nameof(ModuleFaults))]
    public void What_is_wrong_of_a_module_is_said(string property) => OneFails(property, () => OpCheck.All(PlantedModules[property]));

    [Fact]
    public void The_message_shows_the_smallest_input()
    {
        var thrown = Assert.Throws<AutogradException>(() => OpCheck.All(new OpRow("Wrong", "none").On(d => d.Real(d.Shape(1, 1)), x => Turned(x.Exp()))));
        Assert.Matches(@"on float64 \[1\] \{-?[0-9.]+\}", thrown.Message);
    }

    [Fact]
    public void An_op_that_throws_on_empty_inputs_is_told()
    {
        var row = Row(x => x.Numel == 0 ? throw new ShapeException("Mine: an element is needed") : x.Exp());
        string message = Assert.Throws<AutogradException>(() => OpCheck.All(row)).Message;
        Assert.Contains("- empty inputs are taken: Mine: an element is needed", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_without_a_case_is_refused()
    {
        Assert.Contains("without a case", Assert.Throws<AutogradException>(() => OpCheck.All(new OpRow("Empty", "none"))).Message, StringComparison.Ordinal);
        Assert.Contains("without a case", Assert.Throws<AutogradException>(() => OpCheck.All(new ModuleRow<Planting>())).Message, StringComparison.Ordinal);
    }

    /// <summary>The tests after it draw what they would have drawn, on as many threads.</summary>
    [Fact]
    public void Generator_and_threads_are_as_before()
    {
        int threads = Workers.Count;
        Generator.ManualSeed(5);
        OpCheck.All(Layer((_, x) => x.Tanh()));
        OpCheck.All(Row(x => x.Exp()));
        Assert.Equal(threads, Workers.Count);
        var drawn = Tensor.Rand(3);
        Generator.ManualSeed(5);
        Assert.True(drawn.Equal(Tensor.Rand(3)));
    }

    private static void OneFails(string property, Action check)
    {
        string message = Assert.Throws<AutogradException>(check).Message;
        Assert.Contains(" 1 of ", message, StringComparison.Ordinal);
        Assert.Contains($"\n- {property}: ", message, StringComparison.Ordinal);
    }

    private static OpRow Row(Func<Tensor, Tensor> function, Differentiability kind = Differentiability.Smooth, Func<Dice, Tensor>? inputs = null) =>
        new OpRow("Mine", "none", kind).On(inputs ?? (d => d.Real(d.Shape())), function);

    private static ModuleRow<Planting> Layer(Func<Module, Tensor, Tensor> first) => new ModuleRow<Planting>().On(() => new Planting(first), d => d.Real(d.Size(), 3));

    /// <summary>The value stays, the slope has the other sign.</summary>
    private static Tensor Turned(Tensor y) => y.Detach() * 2 - y;

    private static double Read(Tensor x) => x.Detach().Double().Sum().Item();

    /// <summary>exp(x) with its own first and second derivative, and another third one: 0.1 (x - x0)³ is added, with x0 = x held constant.</summary>
    private static Tensor WrongCurve(Tensor x) => x.Exp() + (x - x.Detach()).Pow(3) * 0.1;

    private sealed class Planting(Func<Module, Tensor, Tensor> first) : Module
    {
        private readonly Linear linear = new(3, 2);

        protected override Tensor ForwardCore(Tensor x) => linear.Forward(first(this, x));
    }

    /// <summary>x times the number of its elements, which is wrongly said to be a map of each element.</summary>
    private struct TimesCount : IOp, IFloatBody, ILinear, IBroadcasts
    {
        private double count;

        public static string Name => "TimesCount";

        public Form Infer(ref OpCall c)
        {
            count = c.Input(0).Numel;
            return Form.Like(c.Input(0));
        }

        public void Compute(in OpCall c) => c.Float(ref this);

        public readonly void Run<T>(in OpCall c)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            var x = c.Elements<T>(0);
            var y = c.Results<T>();
            for (int i = 0; i < x.Length; i++) y[i] = x[i] * T.CreateTruncating(count);
        }

        public readonly Node? Record(in OpCall c) => c.Linear(this);

        public readonly Tensor Apply(Tensor x) => x * count;

        public readonly Tensor Adjoint(Tensor g) => g * count;

        public readonly void Visit(ref SavedVisitor saved)
        {
        }
    }
}
