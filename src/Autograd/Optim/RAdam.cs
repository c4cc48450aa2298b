using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Optim;

/// <summary>The options of <see cref="RAdam"/>.</summary>
public sealed record RAdamOptions : MeansOptions;

/// <summary>
/// RAdam, Adam whose denominator waits until its variance is known (Liu et al., 2020; <c>torch.optim.RAdam</c>): m = b1 m + (1 - b1) g;
/// v = b2 v + (1 - b2) g^2; with rho = 2 / (1 - b2) - 1 and rho_t = rho - 2 t b2^t / (1 - b2^t), p = p - lr m / (1 - b1^t) where
/// rho_t is at most 5, and lr r sqrt(1 - b2^t) m / (1 - b1^t) / (sqrt(v) + eps) after that,
/// r^2 = (rho_t - 4)(rho_t - 2) rho / ((rho - 4)(rho - 2) rho_t). Weight decay adds to g.
/// </summary>
public sealed class RAdam : Optimizer<RAdamOptions>
{
    private static readonly TorchForm<RAdamOptions> Form = new("lr", "betas", "eps", "weight_decay");

    private static readonly StateSlot[] Means = ["step", "exp_avg", "exp_avg_sq"];

    /// <summary>Makes the optimiser; the arguments are PyTorch's, and those of <see cref="RAdamOptions"/>; betas are (0.9, 0.999) when not given.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public RAdam(IEnumerable<Tensor> parameters, double lr = 1e-3, (double Beta1, double Beta2)? betas = null, double eps = 1e-8, double weightDecay = 0, bool maximize = false)
        : this(parameters, new RAdamOptions { Lr = lr, Betas = betas ?? (0.9, 0.999), Eps = eps, WeightDecay = weightDecay, Maximize = maximize })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public RAdam(IEnumerable<Tensor> parameters, RAdamOptions options)
        : base(parameters, options)
    {
    }

    private protected override TorchForm<RAdamOptions> Torch => Form;

    /// <inheritdoc/>
    protected override IReadOnlyList<StateSlot> Slots(RAdamOptions options) => Means;

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, ParamState state, RAdamOptions options) =>
        Apply(new Formula(options, state.Step), parameter, gradient, state);

    // r sqrt(1 - b2^t), or 0 while the variance is not known.
    private static double Rectified(double beta2, long step)
    {
        double power = Math.Pow(beta2, step), longest = 2 / (1 - beta2) - 1;
        double length = longest - 2 * step * power / (1 - power);
        return length > 5 ? Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)) * Math.Sqrt(1 - power) : 0;
    }

    private readonly struct Formula(RAdamOptions o, long step) : IStepFormula
    {
        private readonly Slope slope = new(o);
        private readonly Number b1 = o.Betas.Beta1;
        private readonly Number b2 = o.Betas.Beta2;
        private readonly Number rest1 = 1 - o.Betas.Beta1;
        private readonly Number rest2 = 1 - o.Betas.Beta2;
        private readonly Number rate = -o.Lr / (1 - Math.Pow(o.Betas.Beta1, step));
        private readonly Number rectified = Rectified(o.Betas.Beta2, step);
        private readonly Number eps = o.Eps;
        private readonly bool isKnown = Rectified(o.Betas.Beta2, step) > 0;

        public static string Name => "RAdam";

        public int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V mean, ref V square, ref V s2)
            where V : struct, IReal<V>
        {
            V d = slope.At(p, g);
            mean = V.Fma(d, V.Const(rest1), mean * V.Const(b1));
            square = square * V.Const(b2) + V.Const(rest2) * d * d;
            V step = V.Const(rate) * mean;
            if (isKnown) step = step * (V.Const(rectified) / (StepMath.Root(square) + V.Const(eps)));
            p += step;
        }
    }
}
