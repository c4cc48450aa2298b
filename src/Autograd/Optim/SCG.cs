namespace Autograd.Optim;

/// <summary>The options of <see cref="SCG"/>.</summary>
public sealed record SCGOptions : OptimizerOptions
{
    /// <summary>Moller's: the rate is a factor of the step's length, which the method finds itself.</summary>
    public SCGOptions() => Lr = 1;

    /// <summary>How many iterations a step makes.</summary>
    public int MaxIter { get; init; } = 20;

    /// <summary>The length at which the change of the gradient along a direction is measured, above 0.</summary>
    public double Sigma { get; init; } = 1e-4;

    /// <summary>What is added to the curvature at first, above 0; it adapts.</summary>
    public double Lambda { get; init; } = 1e-6;

    /// <summary>No element of the gradient above it: converged.</summary>
    public double ToleranceGrad { get; init; } = 1e-7;

    /// <inheritdoc/>
    protected internal override void Check(OptionProblems problems)
    {
        base.Check(problems);
        problems.Need(MaxIter >= 1, nameof(MaxIter), MaxIter, "at least 1");
        problems.Need(Sigma > 0, nameof(Sigma), Sigma, "above 0");
        problems.Need(Lambda > 0, nameof(Lambda), Lambda, "above 0");
    }
}

/// <summary>
/// Scaled conjugate gradient (Moller, Neural Networks 6, 1993; not in PyTorch): conjugate directions whose step a second-order estimate
/// gives, without a line search; what is added to the curvature, lambda, falls while the estimate is good and rises where it is not.
/// For losses without noise.
/// </summary>
public sealed class SCG : ClosureOptimizer<SCGOptions>
{
    private Tensor? direction;
    private double lambda;
    private double raised;
    private double curvature;
    private int iterations;
    private int failures;

    /// <summary>Makes the optimiser.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public SCG(IEnumerable<Tensor> parameters, double lr = 1, int maxIter = 20, double sigma = 1e-4, double lambda = 1e-6, double toleranceGrad = 1e-7)
        : this(parameters, new SCGOptions { Lr = lr, MaxIter = maxIter, Sigma = sigma, Lambda = lambda, ToleranceGrad = toleranceGrad })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public SCG(IEnumerable<Tensor> parameters, SCGOptions options)
        : base(parameters, options)
    {
    }

    /// <inheritdoc/>
    private protected override void Remember(SavedState state)
    {
        state.Keep("n_iter", ref iterations);
        state.Keep("failures", ref failures);
        state.Keep("lambda", ref lambda);
        state.Keep("raised", ref raised);
        state.Keep("curvature", ref curvature);
        direction = state.Keep("d", direction, Flat.Length, Flat.DType);
    }

    // Moller's steps 2 to 9, with r = -gradient; his names: delta = curvature, lambda bar = raised.
    private protected override Tensor Minimize(Func<Tensor> closure, SCGOptions o)
    {
        var first = closure();
        double loss = first.Item();
        var r = -Flat.Gradient();
        for (int i = 0; i < o.MaxIter && FlatParameters.Largest(r) > o.ToleranceGrad; i++)
        {
            if (direction is null || FlatParameters.Dot(direction, r) <= 0) Restart(r, o);
            var p = direction!;
            double size = FlatParameters.Dot(p, p), along = FlatParameters.Dot(p, r);
            if (failures == 0) curvature = Curvature(closure, r, p, o.Sigma / Math.Sqrt(size));
            curvature += (lambda - raised) * size;
            if (curvature <= 0)
            {
                raised = 2 * (lambda - curvature / size);
                curvature = -curvature + lambda * size;
                lambda = raised;
            }
            double length = o.Lr * along / curvature;
            var from = Flat.Values();
            Flat.Add(p, length);
            double next = closure().Item();
            // How much of the promised gain there is; NaN is none.
            double comparison = 2 * curvature * (loss - next) / (along * along);
            iterations++;
            if (comparison >= 0)
            {
                (r, loss) = (Accept(r, along), next);
                if (comparison >= 0.75) lambda /= 4;
            }
            else
            {
                Flat.Set(from);
                raised = lambda;
                failures++;
            }
            if (!(comparison >= 0.25)) lambda += double.IsNaN(comparison) ? curvature / size : curvature * (1 - comparison) / size;
        }
        return first;
    }

    private void Restart(Tensor r, SCGOptions o)
    {
        direction = r;
        failures = 0;
        raised = 0;
        if (lambda == 0) lambda = o.Lambda;
    }

    // p^T E'' p, from the change of the gradient on a short way along p.
    private double Curvature(Func<Tensor> closure, Tensor r, Tensor p, double length)
    {
        var from = Flat.Values();
        Flat.Add(p, length);
        closure();
        double result = FlatParameters.Dot(p, Flat.Gradient() + r) / length;
        Flat.Set(from);
        return result;
    }

    // The gradient where the step ended, and the direction from there: conjugate, or anew after as many as there are parameters.
    private Tensor Accept(Tensor r, double along)
    {
        var next = -Flat.Gradient();
        double beta = iterations % Flat.Length == 0 ? 0 : (FlatParameters.Dot(next, next) - FlatParameters.Dot(next, r)) / along;
        direction = next + direction! * beta;
        failures = 0;
        raised = 0;
        return next;
    }
}
