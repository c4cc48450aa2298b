using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Optim;

/// <summary>The options of <see cref="ASGD"/>.</summary>
public sealed record ASGDOptions : DescentOptions
{
    /// <summary>PyTorch's defaults.</summary>
    public ASGDOptions() => Lr = 1e-2;

    /// <summary>How fast the parameter shrinks, and the learning rate with the steps.</summary>
    public double Lambd { get; init; } = 1e-4;

    /// <summary>The power of the steps by which the learning rate falls.</summary>
    public double Alpha { get; init; } = 0.75;

    /// <summary>The step at which averaging begins.</summary>
    public double T0 { get; init; } = 1e6;

    /// <inheritdoc/>
    protected internal override void Check(OptionProblems problems)
    {
        base.Check(problems);
        problems.Need(Lambd >= 0, nameof(Lambd), Lambd, "at least 0");
        problems.Need(double.IsFinite(Alpha), nameof(Alpha), Alpha, "finite");
        problems.Need(T0 >= 0, nameof(T0), T0, "at least 0");
    }
}

/// <summary>
/// Averaged stochastic gradient descent (Polyak and Juditsky, 1992; <c>torch.optim.ASGD</c>): p = (1 - lambd eta) p - eta g;
/// a = a + mu (p - a); then eta = lr / (1 + lambd lr t)^alpha, lr at first, and mu = 1 / max(1, t - t0). The average a is
/// the state <c>ax</c>; until t0 it is the parameter itself. Weight decay adds to g.
/// </summary>
/// <remarks>As in PyTorch 1.13, eta and mu are float32 for parameters of any dtype.</remarks>
public sealed class ASGD : Optimizer<ASGDOptions>
{
    private static readonly TorchForm<ASGDOptions> Form = new("lr", "lambd", "alpha", "t0", "weight_decay") { Switches = ["maximize"] };

    private const string Eta = "eta";

    private const string Mu = "mu";

    private static readonly StateSlot[] Averages = ["step", "ax", new(Eta, static _ => Tensor.Ones([], DType.Float32)), new(Mu, static _ => Tensor.Ones([], DType.Float32))];

    /// <summary>Makes the optimiser; the arguments are PyTorch's, and those of <see cref="ASGDOptions"/>.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public ASGD(IEnumerable<Tensor> parameters, double lr = 1e-2, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weightDecay = 0, bool maximize = false)
        : this(parameters, new ASGDOptions { Lr = lr, Lambd = lambd, Alpha = alpha, T0 = t0, WeightDecay = weightDecay, Maximize = maximize })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public ASGD(IEnumerable<Tensor> parameters, ASGDOptions options)
        : base(parameters, options)
    {
    }

    private protected override TorchForm<ASGDOptions> Torch => Form;

    /// <inheritdoc/>
    protected override IReadOnlyList<StateSlot> Slots(ASGDOptions options) => Averages;

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, ParamState state, ASGDOptions options)
    {
        double eta = state.IsNew ? (float)options.Lr : state[Eta].Item();
        Apply(new Formula(options, eta, state[Mu].Item()), parameter, gradient, state);
        state[Eta] = Tensor.Scalar(options.Lr / Math.Pow(1 + options.Lambd * options.Lr * state.Step, options.Alpha), DType.Float32);
        state[Mu] = Tensor.Scalar(1 / Math.Max(1, state.Step - options.T0), DType.Float32);
    }

    private readonly struct Formula(ASGDOptions o, double eta, double mu) : IStepFormula
    {
        private readonly Slope slope = new(o);
        private readonly Number shrink = 1 - o.Lambd * eta;
        private readonly Number rate = -eta;
        private readonly Number mu = mu;
        private readonly bool averages = mu != 1;

        public static string Name => "ASGD";

        public int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V average, ref V s1, ref V s2)
            where V : struct, IReal<V>
        {
            V d = slope.At(p, g);
            p = V.Fma(d, V.Const(rate), p * V.Const(shrink));
            average = averages ? average + (p - average) * V.Const(mu) : p;
        }
    }
}
