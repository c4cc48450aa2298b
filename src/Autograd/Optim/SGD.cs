using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Optim;

/// <summary>The options of <see cref="SGD"/>.</summary>
public sealed record SGDOptions : DescentOptions
{
    /// <summary>How much of the last step's direction is kept.</summary>
    public double Momentum { get; init; }

    /// <summary>How much less of the gradient enters the direction.</summary>
    public double Dampening { get; init; }

    /// <summary>Looks ahead along the momentum (Nesterov, 1983).</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    protected internal override void Check(OptionProblems problems)
    {
        base.Check(problems);
        problems.Need(Momentum >= 0, nameof(Momentum), Momentum, "at least 0");
        problems.Need(double.IsFinite(Dampening), nameof(Dampening), Dampening, "finite");
        problems.Need(!Nesterov || (Momentum > 0 && Dampening == 0), nameof(Nesterov), Nesterov, "false without a momentum above 0, or with dampening");
    }
}

/// <summary>
/// Stochastic gradient descent with momentum (<c>torch.optim.SGD</c>): d = g + decay p; b = momentum b + (1 - dampening) d, b = d at first;
/// p = p - lr b, or p - lr (d + momentum b) with Nesterov.
/// </summary>
public sealed class SGD : Optimizer<SGDOptions>
{
    private static readonly StateSlot[] Buffer = ["momentum_buffer"];

    /// <summary>Makes the optimiser; the arguments are PyTorch's, and those of <see cref="SGDOptions"/>.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public SGD(
        IEnumerable<Tensor> parameters, double lr = 1e-3, double momentum = 0, double dampening = 0, double weightDecay = 0, bool nesterov = false, bool maximize = false)
        : this(parameters, new SGDOptions { Lr = lr, Momentum = momentum, Dampening = dampening, WeightDecay = weightDecay, Nesterov = nesterov, Maximize = maximize })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public SGD(IEnumerable<Tensor> parameters, SGDOptions options)
        : base(parameters, options)
    {
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<StateSlot> Slots(SGDOptions options) => options.Momentum != 0 ? Buffer : [];

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, ParamState state, SGDOptions options) =>
        Apply(new Formula(options, state.IsNew), parameter, gradient, state);

    // Operation for operation as PyTorch (1.13, single tensor); add(x, alpha: a) is fused there.
    private readonly struct Formula(SGDOptions o, bool isFirst) : IStepFormula
    {
        private readonly Number rate = -o.Lr;
        private readonly Number momentum = o.Momentum;
        private readonly Number rest = 1 - o.Dampening;
        private readonly Number decay = o.WeightDecay;
        private readonly bool hasMomentum = o.Momentum != 0;
        private readonly bool hasDecay = o.WeightDecay != 0;
        private readonly bool nesterov = o.Nesterov;
        private readonly bool maximize = o.Maximize;
        private readonly bool isFirst = isFirst;

        public static string Name => "SGD";

        public int States => hasMomentum ? 1 : 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V buffer, ref V s1, ref V s2)
            where V : struct, IReal<V>
        {
            V d = maximize ? -g : g;
            if (hasDecay) d = V.Fma(p, V.Const(decay), d);
            if (hasMomentum)
            {
                buffer = isFirst ? d : V.Fma(d, V.Const(rest), buffer * V.Const(momentum));
                d = nesterov ? V.Fma(buffer, V.Const(momentum), d) : buffer;
            }
            p = V.Fma(d, V.Const(rate), p);
        }
    }
}
