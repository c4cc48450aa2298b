using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Optim;

/// <summary>The options of <see cref="Adam"/>.</summary>
public record AdamOptions : MeansOptions
{
    /// <summary>Adds eps to the mean square, inside the root: sqrt(v + eps), whose slope is finite at 0.</summary>
    public bool EpsInsideRoot { get; init; }

    /// <summary>Divides by the largest mean square so far (Reddi et al., 2018).</summary>
    public bool Amsgrad { get; init; }
}

/// <summary>
/// Adam (Kingma and Ba, 2015; <c>torch.optim.Adam</c>): m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2;
/// p = p - lr (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps), or / sqrt(v / (1 - b2^t) + eps). Weight decay adds to g.
/// </summary>
public sealed class Adam : Optimizer<AdamOptions>
{
    private static readonly TorchForm<AdamOptions> Form = new("lr", "betas", "eps", "weight_decay", "amsgrad") { Switches = ["maximize"] };

    /// <summary>Makes the optimiser; the arguments are PyTorch's, and those of <see cref="AdamOptions"/>; betas are (0.9, 0.999) when not given.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public Adam(
        IEnumerable<Tensor> parameters, double lr = 1e-3, (double Beta1, double Beta2)? betas = null, double eps = 1e-8, double weightDecay = 0, bool amsgrad = false, bool maximize = false)
        : this(parameters, new AdamOptions { Lr = lr, Betas = betas ?? (0.9, 0.999), Eps = eps, WeightDecay = weightDecay, Amsgrad = amsgrad, Maximize = maximize })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public Adam(IEnumerable<Tensor> parameters, AdamOptions options)
        : base(parameters, options)
    {
    }

    private protected override TorchForm<AdamOptions> Torch => Form;

    /// <inheritdoc/>
    protected override IReadOnlyList<StateSlot> Slots(AdamOptions options) => AdamFormula.Slots(options);

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, ParamState state, AdamOptions options) =>
        Apply(new AdamFormula(options, state.Step, decoupled: false), parameter, gradient, state);
}

/// <summary>The step of <see cref="Adam"/> and <see cref="AdamW"/>, operation for operation as PyTorch (1.13, single tensor).</summary>
internal readonly struct AdamFormula(AdamOptions o, long step, bool decoupled) : IStepFormula
{
    private static readonly StateSlot[] Means = ["step", "exp_avg", "exp_avg_sq"];

    private static readonly StateSlot[] MeansAndMaximum = ["step", "exp_avg", "exp_avg_sq", "max_exp_avg_sq"];

    private readonly Number b1 = o.Betas.Beta1;
    private readonly Number b2 = o.Betas.Beta2;
    private readonly Number rest1 = 1 - o.Betas.Beta1;
    private readonly Number rest2 = 1 - o.Betas.Beta2;
    private readonly Number rate = -(o.Lr / (1 - Math.Pow(o.Betas.Beta1, step)));
    private readonly Number square2 = 1 - Math.Pow(o.Betas.Beta2, step);
    private readonly Number bias2 = Math.Sqrt(1 - Math.Pow(o.Betas.Beta2, step));
    private readonly Number eps = o.Eps;
    private readonly Number shrink = 1 - o.Lr * o.WeightDecay;
    private readonly Slope slope = new(o, decays: !decoupled);
    private readonly bool inside = o.EpsInsideRoot;
    private readonly bool shrinks = decoupled;
    private readonly bool amsgrad = o.Amsgrad;

    public static string Name => "Adam";

    public int States => amsgrad ? 3 : 2;

    public static IReadOnlyList<StateSlot> Slots(AdamOptions options) => options.Amsgrad ? MeansAndMaximum : Means;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<V>(ref V p, V g, ref V mean, ref V square, ref V maximum)
        where V : struct, IReal<V>
    {
        if (shrinks) p *= V.Const(shrink);
        V d = slope.At(p, g);
        mean = V.Fma(d, V.Const(rest1), mean * V.Const(b1));
        square = square * V.Const(b2) + V.Const(rest2) * d * d;
        V v = square;
        if (amsgrad)
        {
            maximum = V.Max(maximum, square);
            v = maximum;
        }
        V root = inside ? V.Sqrt(v / V.Const(square2) + V.Const(eps)) : StepMath.Root(v) / V.Const(bias2) + V.Const(eps);
        p += V.Const(rate) * mean / root;
    }
}
