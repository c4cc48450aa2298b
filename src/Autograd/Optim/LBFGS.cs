namespace Autograd.Optim;

/// <summary>How <see cref="LBFGS"/> finds the length of a step.</summary>
public enum LineSearch
{
    /// <summary>It does not: the learning rate is the length.</summary>
    None,

    /// <summary>Until the strong Wolfe conditions hold: the loss has fallen enough, and its slope is flat enough.</summary>
    StrongWolfe,
}

/// <summary>The options of <see cref="LBFGS"/>.</summary>
public sealed record LBFGSOptions : OptimizerOptions
{
    /// <summary>PyTorch's defaults.</summary>
    public LBFGSOptions() => Lr = 1;

    /// <summary>How many iterations a step makes.</summary>
    public int MaxIter { get; init; } = 20;

    /// <summary>How often a step computes the loss; 0 for 5/4 of <see cref="MaxIter"/>.</summary>
    public int MaxEval { get; init; }

    /// <summary>No element of the gradient above it: converged.</summary>
    public double ToleranceGrad { get; init; } = 1e-7;

    /// <summary>No element of the step, or no change of the loss, above it: converged.</summary>
    public double ToleranceChange { get; init; } = 1e-9;

    /// <summary>How many past steps the curvature is estimated from.</summary>
    public int HistorySize { get; init; } = 100;

    /// <summary>How the length of a step is found.</summary>
    public LineSearch LineSearchFn { get; init; }

    /// <inheritdoc/>
    protected internal override void Check(OptionProblems problems)
    {
        base.Check(problems);
        problems.Need(MaxIter >= 1, nameof(MaxIter), MaxIter, "at least 1");
        problems.Need(MaxEval >= 0, nameof(MaxEval), MaxEval, "at least 0");
        problems.Need(HistorySize >= 1, nameof(HistorySize), HistorySize, "at least 1");
        problems.Need(Enum.IsDefined(LineSearchFn), nameof(LineSearchFn), LineSearchFn, "None or StrongWolfe");
    }
}

/// <summary>
/// Limited-memory BFGS (Nocedal, 1980; Liu and Nocedal, 1989; <c>torch.optim.LBFGS</c>, whose algorithm this is): the direction is -H g, H the inverse
/// curvature from the last steps s and changes of gradient y, by the two-loop recursion. For losses without noise.
/// </summary>
public sealed class LBFGS : ClosureOptimizer<LBFGSOptions>
{
    private static readonly TorchForm<LBFGSOptions> Form =
        new("lr", "max_iter", "max_eval", "tolerance_grad", "tolerance_change", "history_size", "line_search_fn")
        {
            Scratch = ["func_evals", "al", "ro", "prev_loss"],
            Spelled = static o => o with { MaxEval = MostEvaluations(o) },
        };

    private readonly LBFGSMemory memory = new();

    /// <summary>Makes the optimiser; the arguments are PyTorch's.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public LBFGS(
        IEnumerable<Tensor> parameters, double lr = 1, int maxIter = 20, int? maxEval = null, double toleranceGrad = 1e-7, double toleranceChange = 1e-9, int historySize = 100,
        LineSearch lineSearchFn = LineSearch.None)
        : this(parameters, new LBFGSOptions
        {
            Lr = lr, MaxIter = maxIter, MaxEval = maxEval ?? 0, ToleranceGrad = toleranceGrad, ToleranceChange = toleranceChange, HistorySize = historySize, LineSearchFn = lineSearchFn,
        })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public LBFGS(IEnumerable<Tensor> parameters, LBFGSOptions options)
        : base(parameters, options)
    {
    }

    private protected override TorchForm<LBFGSOptions> Torch => Form;

    /// <inheritdoc/>
    private protected override IEnumerable<(string Name, object? Value)> ToTorch() => memory.ToTorch();

    /// <inheritdoc/>
    private protected override void FromTorch(Dictionary<string, Tensor> state) => LBFGSMemory.FromTorch(state, StatePrefix, Flat);

    /// <inheritdoc/>
    private protected override void Remember(SavedState state) => memory.Remember(state, Flat);

    /// <inheritdoc/>
    private protected override Tensor Minimize(Func<Tensor> closure, LBFGSOptions o)
    {
        var first = closure();
        double loss = first.Item();
        int evaluations = 1, most = MostEvaluations(o);
        var gradient = Flat.Gradient();
        if (FlatParameters.Largest(gradient) <= o.ToleranceGrad) return first;
        for (int iteration = 1; iteration <= o.MaxIter; iteration++)
        {
            bool isFirst = memory.Iterations == 0;
            var direction = memory.Direction(gradient, o.HistorySize);
            double before = loss;
            memory.Gradient = gradient;
            memory.Length = isFirst ? Math.Min(1, 1 / gradient.Abs().Sum().Item()) * o.Lr : o.Lr;
            double slope = FlatParameters.Dot(gradient, direction);
            if (slope > -o.ToleranceChange) break;

            bool isSearched = o.LineSearchFn == LineSearch.StrongWolfe;
            if (isSearched)
            {
                var from = Flat.Values();
                var search = new WolfeSearch(length => Evaluate(closure, from, length, direction), direction, o.ToleranceChange);
                var found = search.Run(memory.Length, new WolfePoint(0, loss, gradient, slope));
                (loss, gradient, memory.Length) = (found.Loss, found.Gradient, found.Length);
                evaluations += search.Evaluations;
            }
            Flat.Add(direction, memory.Length);
            // Without a search the loss where the last iteration ends is computed by the next step.
            if (!isSearched && iteration < o.MaxIter)
            {
                loss = closure().Item();
                gradient = Flat.Gradient();
                evaluations++;
            }
            if (iteration == o.MaxIter || evaluations >= most) break;
            if (FlatParameters.Largest(gradient) <= o.ToleranceGrad) break;
            if (FlatParameters.Largest(direction) * memory.Length <= o.ToleranceChange || Math.Abs(loss - before) < o.ToleranceChange) break;
        }
        return first;
    }

    private static int MostEvaluations(LBFGSOptions o) => o.MaxEval > 0 ? o.MaxEval : (int)(o.MaxIter * 5L / 4);

    private WolfePoint Evaluate(Func<Tensor> closure, Tensor from, double length, Tensor direction)
    {
        Flat.Add(direction, length);
        double loss = closure().Item();
        var gradient = Flat.Gradient();
        Flat.Set(from);
        return new WolfePoint(length, loss, gradient, FlatParameters.Dot(gradient, direction));
    }
}
