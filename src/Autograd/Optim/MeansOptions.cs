namespace Autograd.Optim;

/// <summary>The options of an optimiser that averages the gradient and its size: Adam and its kin.</summary>
public abstract record MeansOptions : DescentOptions
{
    /// <summary>How much of the running means of the gradient and of its size is kept in a step.</summary>
    public (double Beta1, double Beta2) Betas { get; init; } = (0.9, 0.999);

    /// <summary>Added to the denominator, so that no step is infinite.</summary>
    public double Eps { get; init; } = 1e-8;

    /// <inheritdoc/>
    protected internal override double? CycledMomentum
    {
        get => Betas.Beta1;
        init => Betas = (value ?? Betas.Beta1, Betas.Beta2);
    }

    /// <inheritdoc/>
    protected internal override void Check(OptionProblems problems)
    {
        base.Check(problems);
        problems.Need(Betas.Beta1 is >= 0 and < 1, nameof(Betas), Betas.Beta1, "in [0, 1)");
        problems.Need(Betas.Beta2 is >= 0 and < 1, nameof(Betas), Betas.Beta2, "in [0, 1)");
        problems.Need(Eps >= 0, nameof(Eps), Eps, "at least 0");
    }
}
