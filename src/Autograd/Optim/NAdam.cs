using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Optim;

/// <summary>The options of <see cref="NAdam"/>.</summary>
public sealed record NAdamOptions : MeansOptions
{
    /// <summary>PyTorch's defaults.</summary>
    public NAdamOptions() => Lr = 2e-3;

    /// <summary>How fast the momentum grows towards the first beta: mu_t = b1 (1 - 0.96^(t momentum_decay) / 2).</summary>
    public double MomentumDecay { get; init; } = 4e-3;

    /// <inheritdoc/>
    protected internal override void Check(OptionProblems problems)
    {
        base.Check(problems);
        problems.Need(MomentumDecay >= 0, nameof(MomentumDecay), MomentumDecay, "at least 0");
    }
}

/// <summary>
/// NAdam, Adam with Nesterov's momentum (Dozat, 2016; <c>torch.optim.NAdam</c>): m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2;
/// p = p - lr ((1 - mu_t) g / (1 - M_t) + mu_{t+1} m / (1 - M_t mu_{t+1})) / (sqrt(v / (1 - b2^t)) + eps), M_t = mu_1 ... mu_t.
/// Weight decay adds to g.
/// </summary>
/// <remarks>As in PyTorch 1.13, whose second denominator has mu_t once more, 1 - M_t mu_t mu_{t+1}, and whose M_t is a float32 for parameters of any dtype.</remarks>
public sealed class NAdam : Optimizer<NAdamOptions>
{
    private static readonly TorchForm<NAdamOptions> Form = new("lr", "betas", "eps", "weight_decay", "momentum_decay");

    private const string Product = "mu_product";

    private static readonly StateSlot[] Means = ["step", "exp_avg", "exp_avg_sq", new(Product, static _ => Tensor.Ones([], DType.Float32))];

    /// <summary>Makes the optimiser; the arguments are PyTorch's, and those of <see cref="NAdamOptions"/>; betas are (0.9, 0.999) when not given.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public NAdam(
        IEnumerable<Tensor> parameters, double lr = 2e-3, (double Beta1, double Beta2)? betas = null, double eps = 1e-8, double weightDecay = 0, double momentumDecay = 4e-3, bool maximize = false)
        : this(parameters, new NAdamOptions { Lr = lr, Betas = betas ?? (0.9, 0.999), Eps = eps, WeightDecay = weightDecay, MomentumDecay = momentumDecay, Maximize = maximize })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public NAdam(IEnumerable<Tensor> parameters, NAdamOptions options)
        : base(parameters, options)
    {
    }

    private protected override TorchForm<NAdamOptions> Torch => Form;

    /// <inheritdoc/>
    protected override IReadOnlyList<StateSlot> Slots(NAdamOptions options) => Means;

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, ParamState state, NAdamOptions options)
    {
        double now = Mu(options, state.Step), next = Mu(options, state.Step + 1);
        float product = (float)state[Product].Item() * (float)now;
        state[Product] = Tensor.Scalar(product, DType.Float32);
        Apply(new Formula(options, state.Step, (now, next), product), parameter, gradient, state);
    }

    private static double Mu(NAdamOptions o, long step) => o.Betas.Beta1 * (1 - 0.5 * Math.Pow(0.96, step * o.MomentumDecay));

    // Operation for operation as PyTorch (1.13, single tensor).
    private readonly struct Formula(NAdamOptions o, long step, (double Now, double Next) mu, float product) : IStepFormula
    {
        private readonly Slope slope = new(o);
        private readonly Number b1 = o.Betas.Beta1;
        private readonly Number b2 = o.Betas.Beta2;
        private readonly Number rest1 = 1 - o.Betas.Beta1;
        private readonly Number rest2 = 1 - o.Betas.Beta2;
        private readonly Number bias2 = 1 - Math.Pow(o.Betas.Beta2, step);
        private readonly Number alongGradient = -o.Lr * (1 - mu.Now) / (1.0 - product);
        private readonly Number alongMean = -o.Lr * mu.Next / (1.0 - product * (float)mu.Now * (float)mu.Next);
        private readonly Number eps = o.Eps;

        public static string Name => "NAdam";

        public int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V mean, ref V square, ref V s2)
            where V : struct, IReal<V>
        {
            V d = slope.At(p, g);
            mean = V.Fma(d, V.Const(rest1), mean * V.Const(b1));
            square = square * V.Const(b2) + V.Const(rest2) * d * d;
            V root = StepMath.Root(square / V.Const(bias2)) + V.Const(eps);
            p += V.Const(alongGradient) * d / root;
            p += V.Const(alongMean) * mean / root;
        }
    }
}
