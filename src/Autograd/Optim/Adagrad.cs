using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Optim;

/// <summary>The options of <see cref="Adagrad"/>.</summary>
public sealed record AdagradOptions : DescentOptions
{
    /// <summary>PyTorch's defaults.</summary>
    public AdagradOptions() => Lr = 1e-2;

    /// <summary>The learning rate of step t is lr / (1 + (t - 1) lr_decay).</summary>
    public double LrDecay { get; init; }

    /// <summary>What the sum of squares begins with.</summary>
    public double InitialAccumulatorValue { get; init; }

    /// <summary>Added to the root, so that no step is infinite.</summary>
    public double Eps { get; init; } = 1e-10;

    /// <summary>Adds <see cref="Eps"/> to the sum of squares, inside the root: sqrt(s + eps).</summary>
    public bool EpsInsideRoot { get; init; }

    /// <inheritdoc/>
    protected internal override void Check(OptionProblems problems)
    {
        base.Check(problems);
        problems.Need(LrDecay >= 0, nameof(LrDecay), LrDecay, "at least 0");
        problems.Need(InitialAccumulatorValue >= 0, nameof(InitialAccumulatorValue), InitialAccumulatorValue, "at least 0");
        problems.Need(Eps >= 0, nameof(Eps), Eps, "at least 0");
    }
}

/// <summary>
/// Adagrad (Duchi, Hazan and Singer, 2011, in its diagonal form; <c>torch.optim.Adagrad</c>): s = s + g^2;
/// p = p - lr / (1 + (t - 1) lr_decay) g / (sqrt(s) + eps), or / sqrt(s + eps). Weight decay adds to g.
/// </summary>
public sealed class Adagrad : Optimizer<AdagradOptions>
{
    private static readonly TorchForm<AdagradOptions> Form = new("lr", "lr_decay", "eps", "weight_decay", "initial_accumulator_value")
    {
        Switches = ["maximize"],
        Unstepped = static (o, p) => [("step", 0L), ("sum", Tensor.Full(p.Shape, o.InitialAccumulatorValue, p.DType))],
    };

    private static readonly StateSlot[] Sum = ["step", "sum"];

    /// <summary>Makes the optimiser; the arguments are PyTorch's, and those of <see cref="AdagradOptions"/>.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public Adagrad(
        IEnumerable<Tensor> parameters, double lr = 1e-2, double lrDecay = 0, double weightDecay = 0, double initialAccumulatorValue = 0, double eps = 1e-10, bool maximize = false)
        : this(parameters, new AdagradOptions { Lr = lr, LrDecay = lrDecay, WeightDecay = weightDecay, InitialAccumulatorValue = initialAccumulatorValue, Eps = eps, Maximize = maximize })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public Adagrad(IEnumerable<Tensor> parameters, AdagradOptions options)
        : base(parameters, options)
    {
    }

    private protected override TorchForm<AdagradOptions> Torch => Form;

    /// <inheritdoc/>
    protected override IReadOnlyList<StateSlot> Slots(AdagradOptions options) => Sum;

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, ParamState state, AdagradOptions options) =>
        Apply(new Formula(options, state), parameter, gradient, state);

    // Operation for operation as PyTorch (1.13, single tensor).
    private readonly struct Formula(AdagradOptions o, ParamState state) : IStepFormula
    {
        private readonly Slope slope = new(o);
        private readonly Number rate = -(o.Lr / (1 + (state.Step - 1) * o.LrDecay));
        private readonly Number eps = o.Eps;
        private readonly Number initial = o.InitialAccumulatorValue;
        private readonly bool inside = o.EpsInsideRoot;
        private readonly bool isFirst = state.IsNew;

        public static string Name => "Adagrad";

        public int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V sum, ref V s1, ref V s2)
            where V : struct, IReal<V>
        {
            V d = slope.At(p, g);
            sum = (isFirst ? V.Const(initial) : sum) + d * d;
            p += V.Const(rate) * d / StepMath.Root(sum, eps, inside);
        }
    }
}
