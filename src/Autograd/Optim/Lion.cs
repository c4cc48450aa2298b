using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Optim;

/// <summary>The options of <see cref="Lion"/>.</summary>
public sealed record LionOptions : DescentOptions
{
    /// <summary>The defaults of the paper.</summary>
    public LionOptions() => Lr = 1e-4;

    /// <summary>How much of the mean gradient enters the step, and how much of it is kept.</summary>
    public (double Beta1, double Beta2) Betas { get; init; } = (0.9, 0.99);

    /// <inheritdoc/>
    protected internal override double? CycledMomentum
    {
        get => Betas.Beta1;
        init => Betas = (value ?? Betas.Beta1, Betas.Beta2);
    }

    /// <inheritdoc/>
    protected internal override void Check(OptionProblems problems)
    {
        base.Check(problems);
        problems.Need(Betas.Beta1 is >= 0 and < 1, nameof(Betas), Betas.Beta1, "in [0, 1)");
        problems.Need(Betas.Beta2 is >= 0 and < 1, nameof(Betas), Betas.Beta2, "in [0, 1)");
    }
}

/// <summary>
/// Lion, evolved sign momentum (Chen et al., 2023, algorithm 2; not in PyTorch): p = p - lr (sign(b1 m + (1 - b1) g) + decay p);
/// m = b2 m + (1 - b2) g. Its steps are all of one length, so that rates are three to ten times smaller than Adam's.
/// </summary>
public sealed class Lion : Optimizer<LionOptions>
{
    private static readonly StateSlot[] Mean = ["exp_avg"];

    /// <summary>Makes the optimiser; the arguments are those of <see cref="LionOptions"/>; betas are (0.9, 0.99) when not given.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public Lion(IEnumerable<Tensor> parameters, double lr = 1e-4, (double Beta1, double Beta2)? betas = null, double weightDecay = 0, bool maximize = false)
        : this(parameters, new LionOptions { Lr = lr, Betas = betas ?? (0.9, 0.99), WeightDecay = weightDecay, Maximize = maximize })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public Lion(IEnumerable<Tensor> parameters, LionOptions options)
        : base(parameters, options)
    {
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<StateSlot> Slots(LionOptions options) => Mean;

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, ParamState state, LionOptions options) =>
        Apply(new Formula(options), parameter, gradient, state);

    private readonly struct Formula(LionOptions o) : IStepFormula
    {
        private readonly Slope slope = new(o, decays: false);
        private readonly Number shrink = 1 - o.Lr * o.WeightDecay;
        private readonly Number rate = -o.Lr;
        private readonly Number b1 = o.Betas.Beta1;
        private readonly Number b2 = o.Betas.Beta2;
        private readonly Number rest1 = 1 - o.Betas.Beta1;
        private readonly Number rest2 = 1 - o.Betas.Beta2;

        public static string Name => "Lion";

        public int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V mean, ref V s1, ref V s2)
            where V : struct, IReal<V>
        {
            V d = slope.At(p, g);
            V direction = RealMath.Sign(V.Fma(mean, V.Const(b1), V.Const(rest1) * d));
            p = V.Fma(direction, V.Const(rate), p * V.Const(shrink));
            mean = V.Fma(mean, V.Const(b2), V.Const(rest2) * d);
        }
    }
}
