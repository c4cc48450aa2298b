using System.Diagnostics;

namespace Autograd.Training;

/// <summary>Searches the values of hyperparameters by trials.</summary>
/// <remarks>
/// The function of a trial makes its own model, optimiser and loaders, and gives the number to compare. Trials run on threads of their own; each has a seed of
/// its own, and what comes out does not depend on how many run at a time.
/// </remarks>
public static class Search
{
    /// <summary>Tries points drawn at random (Bergstra and Bengio, 2012).</summary>
    /// <param name="space">The hyperparameters.</param>
    /// <param name="objective">From a trial the number to compare. What it throws is recorded, and the search goes on.</param>
    /// <param name="trials">How many points.</param>
    /// <param name="goal">Which numbers are better.</param>
    /// <param name="seed">The seed of all points and trials.</param>
    /// <param name="threads">How many trials run at a time.</param>
    /// <param name="cancellation">Ends the search: no further trial is begun, and those that are over make the result.</param>
    /// <exception cref="ArgumentException">The space is empty, or a number is below 1.</exception>
    public static SearchResult Random(
        Space space, Func<Trial, double> objective, int trials, MetricGoal goal = MetricGoal.Minimize, ulong seed = 0, int threads = 1, CancellationToken cancellation = default) =>
        CoarseToFine(space, objective, rounds: 1, trials, share: 1, goal, seed, threads, cancellation);

    /// <summary>Tries points drawn at random, and then, round by round, points of a narrower space around the best so far.</summary>
    /// <param name="space">The hyperparameters.</param>
    /// <param name="objective">From a trial the number to compare. What it throws is recorded, and the search goes on.</param>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="trials">How many points a round.</param>
    /// <param name="share">The width of each round by that of the one before: of a range of logarithms that of the logarithms.</param>
    /// <param name="goal">Which numbers are better.</param>
    /// <param name="seed">The seed of all points and trials.</param>
    /// <param name="threads">How many trials run at a time.</param>
    /// <param name="cancellation">Ends the search: no further trial is begun, and those that are over make the result.</param>
    /// <exception cref="ArgumentException">The space is empty, a number is below 1, or the share is not in (0, 1].</exception>
    public static SearchResult CoarseToFine(
        Space space, Func<Trial, double> objective, int rounds, int trials, double share = 0.25, MetricGoal goal = MetricGoal.Minimize, ulong seed = 0, int threads = 1,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (!(share is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "Search: a round is as wide as the one before or narrower, in (0, 1]");
        if (space.Names.Count == 0) throw new ArgumentException("Search: the space has no dimension; add one, { \"lr\", Dimension.LogUniform(1e-4, 1) }", nameof(space));
        _ = checked(rounds * trials);
        var done = new List<TrialResult>();
        for (int round = 1; round <= rounds && !cancellation.IsCancellationRequested; round++)
        {
            if (round > 1 && new SearchResult(done, goal).Ranked.FirstOrDefault() is { } best) space = space.Around(best.Values, share);
            done.AddRange(Round(space, objective, round, trials, seed, threads, cancellation));
        }
        return new SearchResult(done, goal);
    }

    private static IEnumerable<TrialResult> Round(Space space, Func<Trial, double> objective, int round, int trials, ulong seed, int threads, CancellationToken cancellation)
    {
        var results = new TrialResult?[trials];
        int first = (round - 1) * trials;
        SeededThreads.Run(trials, threads, SeededThreads.SeedOf(seed, round), (i, own) =>
        {
            // From a stream of its own: the first numbers of the trial's own stream become weights, which must not go with the point.
            var values = space.Draw(new Generator(SeededThreads.SeedOf(own, 0)));
            results[i] = Try(objective, new Trial(first + i + 1, round, own, values, cancellation));
        }, cancellation);
        return results.OfType<TrialResult>();
    }

    private static TrialResult Try(Func<Trial, double> objective, Trial trial)
    {
        long began = Stopwatch.GetTimestamp();
        double value = double.NaN;
        string? error = null;
        try
        {
            value = objective(trial);
            if (double.IsNaN(value)) error = "the value is NaN";
        }
        catch (Exception e)
        {
            error = $"{e.GetType().Name}: {e.Message}";
        }
        return new TrialResult(trial.Number, trial.Round, trial.Seed, trial.Values, value, error, Stopwatch.GetElapsedTime(began));
    }
}
