using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Optim;

/// <summary>The options of <see cref="Rprop"/>.</summary>
public sealed record RpropOptions : DescentOptions
{
    /// <summary>PyTorch's defaults; the learning rate is the length of the first step.</summary>
    public RpropOptions() => Lr = 1e-2;

    /// <summary>The factors of the step's length where the gradient changed its sign, and where it kept it.</summary>
    public (double Minus, double Plus) Etas { get; init; } = (0.5, 1.2);

    /// <summary>The shortest and the longest step.</summary>
    public (double Min, double Max) StepSizes { get; init; } = (1e-6, 50);

    /// <inheritdoc/>
    protected internal override void Check(OptionProblems problems)
    {
        base.Check(problems);
        problems.Need(Etas.Minus is > 0 and < 1, nameof(Etas), Etas.Minus, "in (0, 1)");
        problems.Need(Etas.Plus > 1, nameof(Etas), Etas.Plus, "above 1");
        problems.Need(StepSizes.Min >= 0 && StepSizes.Min <= StepSizes.Max, nameof(StepSizes), StepSizes, "a shortest step of at least 0 and a longest of at least that");
    }
}

/// <summary>
/// Resilient backpropagation (Riedmiller and Braun, 1993; <c>torch.optim.Rprop</c>), for gradients of all the data: the sign of the gradient
/// gives the direction, and a length of its own, grown while the sign stays and shrunk when it changes, the step. Where it
/// changed no step is taken and the sign is forgotten.
/// </summary>
public sealed class Rprop : Optimizer<RpropOptions>
{
    private static readonly TorchForm<RpropOptions> Form = new("lr", "etas", "step_sizes") { Switches = ["maximize"] };

    private static readonly StateSlot[] Last = ["step", "prev", "step_size"];

    /// <summary>Makes the optimiser; the arguments are PyTorch's, and those of <see cref="RpropOptions"/>; etas are (0.5, 1.2) and step sizes (1e-6, 50) when not given.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public Rprop(IEnumerable<Tensor> parameters, double lr = 1e-2, (double Minus, double Plus)? etas = null, (double Min, double Max)? stepSizes = null, bool maximize = false)
        : this(parameters, new RpropOptions { Lr = lr, Etas = etas ?? (0.5, 1.2), StepSizes = stepSizes ?? (1e-6, 50), Maximize = maximize })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public Rprop(IEnumerable<Tensor> parameters, RpropOptions options)
        : base(parameters, options)
    {
    }

    private protected override TorchForm<RpropOptions> Torch => Form;

    /// <inheritdoc/>
    protected override IReadOnlyList<StateSlot> Slots(RpropOptions options) => Last;

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, ParamState state, RpropOptions options) =>
        Apply(new Formula(options, state.IsNew), parameter, gradient, state);

    private readonly struct Formula(RpropOptions o, bool isFirst) : IStepFormula
    {
        private readonly Slope slope = new(o);
        private readonly Number minus = o.Etas.Minus;
        private readonly Number plus = o.Etas.Plus;
        private readonly Number shortest = o.StepSizes.Min;
        private readonly Number longest = o.StepSizes.Max;
        private readonly Number first = o.Lr;
        private readonly bool isFirst = isFirst;

        public static string Name => "Rprop";

        public int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V last, ref V length, ref V s2)
            where V : struct, IReal<V>
        {
            V d = slope.At(p, g);
            V same = d * last;
            Mask<V> turned = same < V.Zero;
            V factor = V.Select(same > V.Zero, V.Const(plus), V.Select(turned, V.Const(minus), V.One));
            length = V.Min(V.Max((isFirst ? V.Const(first) : length) * factor, V.Const(shortest)), V.Const(longest));
            last = V.Select(turned, V.Zero, d);
            p -= RealMath.Sign(last) * length;
        }
    }
}
