using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Optim;

/// <summary>The options of <see cref="Adamax"/>.</summary>
public sealed record AdamaxOptions : MeansOptions
{
    /// <summary>PyTorch's defaults.</summary>
    public AdamaxOptions() => Lr = 2e-3;
}

/// <summary>
/// Adamax (Kingma and Ba, 2015, algorithm 2; <c>torch.optim.Adamax</c>): Adam by the largest magnitude in place of the mean square.
/// m = b1 m + (1 - b1) g; u = max(b2 u, |g| + eps); p = p - lr / (1 - b1^t) m / u. Weight decay adds to g.
/// </summary>
public sealed class Adamax : Optimizer<AdamaxOptions>
{
    private static readonly TorchForm<AdamaxOptions> Form = new("lr", "betas", "eps", "weight_decay") { Switches = ["maximize"] };

    private static readonly StateSlot[] Means = ["step", "exp_avg", "exp_inf"];

    /// <summary>Makes the optimiser; the arguments are PyTorch's, and those of <see cref="AdamaxOptions"/>; betas are (0.9, 0.999) when not given.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public Adamax(IEnumerable<Tensor> parameters, double lr = 2e-3, (double Beta1, double Beta2)? betas = null, double eps = 1e-8, double weightDecay = 0, bool maximize = false)
        : this(parameters, new AdamaxOptions { Lr = lr, Betas = betas ?? (0.9, 0.999), Eps = eps, WeightDecay = weightDecay, Maximize = maximize })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public Adamax(IEnumerable<Tensor> parameters, AdamaxOptions options)
        : base(parameters, options)
    {
    }

    private protected override TorchForm<AdamaxOptions> Torch => Form;

    /// <inheritdoc/>
    protected override IReadOnlyList<StateSlot> Slots(AdamaxOptions options) => Means;

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, ParamState state, AdamaxOptions options) =>
        Apply(new Formula(options, state.Step), parameter, gradient, state);

    // Operation for operation as PyTorch (1.13, single tensor).
    private readonly struct Formula(AdamaxOptions o, long step) : IStepFormula
    {
        private readonly Slope slope = new(o);
        private readonly Number b1 = o.Betas.Beta1;
        private readonly Number b2 = o.Betas.Beta2;
        private readonly Number rest1 = 1 - o.Betas.Beta1;
        private readonly Number rate = -(o.Lr / (1 - Math.Pow(o.Betas.Beta1, step)));
        private readonly Number eps = o.Eps;

        public static string Name => "Adamax";

        public int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V mean, ref V largest, ref V s2)
            where V : struct, IReal<V>
        {
            V d = slope.At(p, g);
            mean = V.Fma(d, V.Const(rest1), mean * V.Const(b1));
            largest = V.Max(largest * V.Const(b2), V.Abs(d) + V.Const(eps));
            p += V.Const(rate) * mean / largest;
        }
    }
}
