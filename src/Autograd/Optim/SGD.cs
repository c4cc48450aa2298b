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

    /// <summary>The direction is an exponential average that begins at 0: b = momentum b + (1 - momentum) d.</summary>
    public bool AverageMomentum { get; init; }

    /// <summary>Divides that average by 1 - momentum^t, the weight of the gradients in it, so that the first steps are not short.</summary>
    public bool CorrectBias { get; init; }

    /// <inheritdoc/>
    protected internal override double? CycledMomentum
    {
        get => Momentum;
        init => Momentum = value ?? Momentum;
    }

    /// <inheritdoc/>
    protected internal override void Check(OptionProblems problems)
    {
        base.Check(problems);
        problems.Need(Momentum >= 0, nameof(Momentum), Momentum, "at least 0");
        problems.Need(double.IsFinite(Dampening), nameof(Dampening), Dampening, "finite");
        problems.Need(!Nesterov || (Momentum > 0 && Dampening == 0), nameof(Nesterov), Nesterov, "false without a momentum above 0, or with dampening");
        problems.Need(!AverageMomentum || (Momentum < 1 && Dampening == 0 && !Nesterov), nameof(AverageMomentum), AverageMomentum, "false with a momentum of 1 or more, dampening or Nesterov");
        problems.Need(!CorrectBias || AverageMomentum, nameof(CorrectBias), CorrectBias, "false without AverageMomentum");
    }
}

/// <summary>
/// Stochastic gradient descent with momentum (<c>torch.optim.SGD</c>): d = g + decay p; b = momentum b + (1 - dampening) d, b = d at first;
/// p = p - lr b, or p - lr (d + momentum b) with Nesterov. As an average: b = momentum b + (1 - momentum) d from 0; p = p - lr b, or
/// p - lr b / (1 - momentum^t) with its bias corrected.
/// </summary>
public sealed class SGD : Optimizer<SGDOptions>
{
    private static readonly TorchForm<SGDOptions> Form = new("lr", "momentum", "dampening", "weight_decay", "nesterov") { Switches = ["maximize"] };

    private static readonly StateSlot[] Buffer = ["momentum_buffer"];

    private static readonly StateSlot[] CountedBuffer = ["step", "momentum_buffer"];

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

    private protected override TorchForm<SGDOptions> Torch => Form;

    /// <inheritdoc/>
    protected override IReadOnlyList<StateSlot> Slots(SGDOptions options) => options.Momentum == 0 ? [] : options.CorrectBias ? CountedBuffer : Buffer;

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, ParamState state, SGDOptions options) =>
        Apply(new Formula(options, state), parameter, gradient, state);

    // Operation for operation as PyTorch (1.13, single tensor); add(x, alpha: a) is fused there.
    private readonly struct Formula(SGDOptions o, ParamState state) : IStepFormula
    {
        private readonly Slope slope = new(o);
        private readonly Number rate = -o.Lr / (o.CorrectBias ? 1 - Math.Pow(o.Momentum, state.Step) : 1);
        private readonly Number momentum = o.Momentum;
        private readonly Number rest = o.AverageMomentum ? 1 - o.Momentum : 1 - o.Dampening;
        private readonly bool hasMomentum = o.Momentum != 0;
        private readonly bool nesterov = o.Nesterov;
        private readonly bool isFirst = state.IsNew && !o.AverageMomentum;

        public static string Name => "SGD";

        public int States => hasMomentum ? 1 : 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V buffer, ref V s1, ref V s2)
            where V : struct, IReal<V>
        {
            V d = slope.At(p, g);
            if (hasMomentum)
            {
                buffer = isFirst ? d : V.Fma(d, V.Const(rest), buffer * V.Const(momentum));
                d = nesterov ? V.Fma(buffer, V.Const(momentum), d) : buffer;
            }
            p = V.Fma(d, V.Const(rate), p);
        }
    }
}
