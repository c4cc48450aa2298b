namespace Autograd.Optim;

/// <summary>The first rate times a function of the epoch (<c>torch.optim.lr_scheduler.LambdaLR</c>).</summary>
public sealed class LambdaLR : EpochScheduler
{
    private readonly Func<int, double>[] factors;

    /// <summary>Makes the scheduler with one function for all groups.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="lrLambda">The factor of an epoch.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    public LambdaLR(Optimizer optimizer, Func<int, double> lrLambda, int lastEpoch = -1)
        : this(optimizer, Factors.Same(optimizer, lrLambda), lastEpoch)
    {
    }

    /// <summary>Makes the scheduler with a function for each group.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="lrLambdas">The factors of an epoch.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    /// <exception cref="ArgumentException">There are more or fewer functions than groups.</exception>
    public LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> lrLambdas, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        factors = Factors.Of(optimizer, lrLambdas, nameof(LambdaLR));
        Start();
    }

    /// <inheritdoc/>
    protected override double GetLr(int group) => BaseLrs[group] * factors[group](LastEpoch);
}

/// <summary>A factor of every group, as a function of the epoch.</summary>
internal static class Factors
{
    public static Func<int, double>[] Same(Optimizer optimizer, Func<int, double> factor)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(factor);
        return [.. optimizer.ParamGroups.Select(_ => factor)];
    }

    public static Func<int, double>[] Of(Optimizer optimizer, IEnumerable<Func<int, double>> factors, string scheduler)
    {
        ArgumentNullException.ThrowIfNull(factors);
        Func<int, double>[] all = [.. factors];
        foreach (var factor in all) ArgumentNullException.ThrowIfNull(factor, nameof(factors));
        return all.Length == optimizer.ParamGroups.Count ? all
            : throw new ArgumentException(FormattableString.Invariant($"{scheduler}: {all.Length} functions are given for {optimizer.ParamGroups.Count} groups of parameters"), nameof(factors));
    }
}
