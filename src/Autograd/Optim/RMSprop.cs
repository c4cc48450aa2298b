using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Optim;

/// <summary>The options of <see cref="RMSprop"/>.</summary>
public sealed record RMSpropOptions : DescentOptions
{
    /// <summary>PyTorch's defaults.</summary>
    public RMSpropOptions() => Lr = 1e-2;

    /// <summary>How much of the running mean of the squared gradient is kept in a step.</summary>
    public double Alpha { get; init; } = 0.99;

    /// <summary>Added to the root, so that no step is infinite.</summary>
    public double Eps { get; init; } = 1e-8;

    /// <summary>Adds <see cref="Eps"/> to the mean square, inside the root: sqrt(v + eps), as TensorFlow has it.</summary>
    public bool EpsInsideRoot { get; init; }

    /// <summary>How much of the last step is kept.</summary>
    public double Momentum { get; init; }

    /// <summary>Divides by the standard deviation of the gradient instead of the root of its mean square (Graves, 2013).</summary>
    public bool Centered { get; init; }

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
        problems.Need(Alpha >= 0, nameof(Alpha), Alpha, "at least 0");
        problems.Need(Eps >= 0, nameof(Eps), Eps, "at least 0");
        problems.Need(Momentum >= 0, nameof(Momentum), Momentum, "at least 0");
    }
}

/// <summary>
/// RMSprop (Hinton, 2012; <c>torch.optim.RMSprop</c>): v = alpha v + (1 - alpha) g^2; s = g / (sqrt(v) + eps), or g / sqrt(v + eps); centred with v - m^2 in
/// place of v, m = alpha m + (1 - alpha) g; p = p - lr s, or b = momentum b + s and p = p - lr b. Weight decay adds to g.
/// </summary>
public sealed class RMSprop : Optimizer<RMSpropOptions>
{
    private static readonly TorchForm<RMSpropOptions> Form = new("lr", "momentum", "alpha", "eps", "centered", "weight_decay") { Switches = ["maximize"] };

    private static readonly StateSlot[] Plain = ["step", "square_avg"];

    private static readonly StateSlot[] WithMomentum = ["step", "square_avg", "momentum_buffer"];

    private static readonly StateSlot[] WithMean = ["step", "square_avg", "grad_avg"];

    private static readonly StateSlot[] WithBoth = ["step", "square_avg", "momentum_buffer", "grad_avg"];

    /// <summary>Makes the optimiser; the arguments are PyTorch's, and those of <see cref="RMSpropOptions"/>.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public RMSprop(
        IEnumerable<Tensor> parameters, double lr = 1e-2, double alpha = 0.99, double eps = 1e-8, double weightDecay = 0, double momentum = 0, bool centered = false, bool maximize = false)
        : this(parameters, new RMSpropOptions { Lr = lr, Alpha = alpha, Eps = eps, WeightDecay = weightDecay, Momentum = momentum, Centered = centered, Maximize = maximize })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public RMSprop(IEnumerable<Tensor> parameters, RMSpropOptions options)
        : base(parameters, options)
    {
    }

    private protected override TorchForm<RMSpropOptions> Torch => Form;

    /// <inheritdoc/>
    protected override IReadOnlyList<StateSlot> Slots(RMSpropOptions options) => (options.Momentum > 0, options.Centered) switch
    {
        (false, false) => Plain,
        (true, false) => WithMomentum,
        (false, true) => WithMean,
        (true, true) => WithBoth,
    };

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, ParamState state, RMSpropOptions options) =>
        Apply(new Formula(options), parameter, gradient, state);

    // Operation for operation as PyTorch (1.13, single tensor). Without momentum the mean takes the place of the buffer.
    private readonly struct Formula(RMSpropOptions o) : IStepFormula
    {
        private readonly Slope slope = new(o);
        private readonly Number rate = -o.Lr;
        private readonly Number alpha = o.Alpha;
        private readonly Number rest = 1 - o.Alpha;
        private readonly Number eps = o.Eps;
        private readonly Number momentum = o.Momentum;
        private readonly bool hasMomentum = o.Momentum > 0;
        private readonly bool centered = o.Centered;
        private readonly bool inside = o.EpsInsideRoot;

        public static string Name => "RMSprop";

        public int States => 1 + (hasMomentum ? 1 : 0) + (centered ? 1 : 0);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V square, ref V s1, ref V s2)
            where V : struct, IReal<V>
        {
            V d = slope.At(p, g);
            square = square * V.Const(alpha) + V.Const(rest) * d * d;
            V v = square;
            if (centered)
            {
                V mean = V.Fma(d, V.Const(rest), (hasMomentum ? s2 : s1) * V.Const(alpha));
                v = square - mean * mean;
                if (hasMomentum) s2 = mean;
                else s1 = mean;
            }
            V root = StepMath.Root(v, eps, inside);
            if (hasMomentum)
            {
                s1 = s1 * V.Const(momentum) + d / root;
                p = V.Fma(s1, V.Const(rate), p);
            }
            else
            {
                p += V.Const(rate) * d / root;
            }
        }
    }
}
