using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Optim;

/// <summary>The options of <see cref="Adadelta"/>.</summary>
public sealed record AdadeltaOptions : DescentOptions
{
    /// <summary>PyTorch's defaults.</summary>
    public AdadeltaOptions() => Lr = 1;

    /// <summary>How much of the running means is kept in a step.</summary>
    public double Rho { get; init; } = 0.9;

    /// <summary>Added inside both roots: without it no first step would be taken.</summary>
    public double Eps { get; init; } = 1e-6;

    /// <inheritdoc/>
    protected internal override void Check(OptionProblems problems)
    {
        base.Check(problems);
        problems.Need(Rho is >= 0 and <= 1, nameof(Rho), Rho, "in [0, 1]");
        problems.Need(Eps >= 0, nameof(Eps), Eps, "at least 0");
    }
}

/// <summary>
/// Adadelta (Zeiler, 2012; <c>torch.optim.Adadelta</c>): v = rho v + (1 - rho) g^2; s = sqrt(u + eps) / sqrt(v + eps) g;
/// u = rho u + (1 - rho) s^2; p = p - lr s. Weight decay adds to g.
/// </summary>
public sealed class Adadelta : Optimizer<AdadeltaOptions>
{
    private static readonly TorchForm<AdadeltaOptions> Form = new("lr", "rho", "eps", "weight_decay") { Switches = ["maximize"] };

    private static readonly StateSlot[] Means = ["step", "square_avg", "acc_delta"];

    /// <summary>Makes the optimiser; the arguments are PyTorch's, and those of <see cref="AdadeltaOptions"/>.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public Adadelta(IEnumerable<Tensor> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6, double weightDecay = 0, bool maximize = false)
        : this(parameters, new AdadeltaOptions { Lr = lr, Rho = rho, Eps = eps, WeightDecay = weightDecay, Maximize = maximize })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public Adadelta(IEnumerable<Tensor> parameters, AdadeltaOptions options)
        : base(parameters, options)
    {
    }

    private protected override TorchForm<AdadeltaOptions> Torch => Form;

    /// <inheritdoc/>
    protected override IReadOnlyList<StateSlot> Slots(AdadeltaOptions options) => Means;

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, ParamState state, AdadeltaOptions options) =>
        Apply(new Formula(options), parameter, gradient, state);

    // Operation for operation as PyTorch (1.13, single tensor).
    private readonly struct Formula(AdadeltaOptions o) : IStepFormula
    {
        private readonly Slope slope = new(o);
        private readonly Number rate = -o.Lr;
        private readonly Number rho = o.Rho;
        private readonly Number rest = 1 - o.Rho;
        private readonly Number eps = o.Eps;

        public static string Name => "Adadelta";

        public int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V square, ref V delta, ref V s2)
            where V : struct, IReal<V>
        {
            V d = slope.At(p, g);
            square = square * V.Const(rho) + V.Const(rest) * d * d;
            V step = V.Sqrt(delta + V.Const(eps)) / V.Sqrt(square + V.Const(eps)) * d;
            delta = delta * V.Const(rho) + V.Const(rest) * step * step;
            p = V.Fma(step, V.Const(rate), p);
        }
    }
}
