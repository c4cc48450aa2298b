using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Training;

/// <summary>The losses of a range test of the learning rate.</summary>
/// <param name="Rates">The rates, growing by one factor from step to step.</param>
/// <param name="Losses">The loss at each, smoothed over the steps before.</param>
public sealed record LearningRateCurve(IReadOnlyList<double> Rates, IReadOnlyList<double> Losses)
{
    // The beginning of the smoothing and the edge of divergence say nothing about the slope.
    private const int SkippedAtBegin = 10, SkippedAtEnd = 5;

    /// <summary>The rate at which the loss falls steepest over the logarithm of the rate; NaN where it does not fall, or there are too few steps.</summary>
    public double Suggestion
    {
        get
        {
            int best = -1;
            double steepest = 0;
            for (int i = Math.Max(1, SkippedAtBegin); i < Rates.Count - Math.Max(1, SkippedAtEnd); i++)
            {
                // Steps of equal logarithms: central differences.
                double slope = (Losses[i + 1] - Losses[i - 1]) / 2;
                if (slope < steepest) (best, steepest) = (i, slope);
            }
            return best < 0 ? double.NaN : Rates[best];
        }
    }

    /// <summary>The range and the suggestion.</summary>
    public override string ToString() =>
        Rates.Count == 0 ? "no steps" : FormattableString.Invariant($"{Rates.Count} steps from {Rates[0]:G3} to {Rates[^1]:G3}, steepest at {Suggestion:G3}");
}

/// <summary>
/// Looks for a learning rate by a range test (Smith, 2017): a short training whose rate grows from step to step by one factor, until the loss leaves. A good rate lies where the
/// loss falls steepest, or a little below.
/// </summary>
public static class LearningRateFinder
{
    // fastai's smoothing of losses, and how far one may leave the best.
    private const double Smoothing = 0.98, Divergence = 4;

    /// <summary>Runs the test. Model, optimiser, loader and generators are as they were afterwards, after an error as well.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loader">The data; gone through again where it is shorter than the test.</param>
    /// <param name="options">Loss, optimiser, penalties and how a batch is read; the rest does not count.</param>
    /// <param name="from">The first rate.</param>
    /// <param name="to">The last rate.</param>
    /// <param name="steps">How many steps.</param>
    /// <exception cref="ArgumentException">The rates or the steps are no range, or the optimiser steps by a closure.</exception>
    /// <exception cref="AutogradException">The loader gave no batch.</exception>
    public static LearningRateCurve Run(Module model, DataLoader loader, FitOptions options, double from = 1e-7, double to = 10, int steps = 100)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        if (!(from > 0) || !(from < to) || !double.IsFinite(to)) throw new ArgumentException(FormattableString.Invariant($"LearningRateFinder: {from} to {to} is no range of rates"), nameof(from));
        FitCheck.ThrowIfAny(model, options);
        if (FitCheck.StepsByClosure(options.Optimizer)) throw new ArgumentException($"LearningRateFinder: {options.Optimizer.GetType().Name} finds the length of its steps itself", nameof(options));
        var (weights, optimizer, place) = (States.Copy(model.StateDict()), States.Copy(options.Optimizer.StateDict()), States.Copy(loader.StateDict()));
        Generator[] generators = [Generator.Default, .. options.Generators];
        byte[][] draws = Array.ConvertAll(generators, static g => g.GetState());
        try
        {
            using var training = model.TrainScope;
            return Climb(new Objective(model, options), loader, options.Optimizer, Enumerable.Range(0, steps).Select(i => from * Math.Pow(to / from, (double)i / (steps - 1))));
        }
        finally
        {
            model.LoadStateDict(weights);
            options.Optimizer.LoadStateDict(optimizer);
            options.Optimizer.ZeroGrad();
            loader.LoadStateDict(place);
            for (int i = 0; i < generators.Length; i++) generators[i].SetState(draws[i]);
        }
    }

    private static LearningRateCurve Climb(Objective objective, DataLoader loader, Optimizer optimizer, IEnumerable<double> rates)
    {
        var (tried, losses) = (new List<double>(), new List<double>());
        double mean = 0, weight = 1, best = double.PositiveInfinity;
        using var batches = Forever(loader).GetEnumerator();
        foreach (double rate in rates)
        {
            batches.MoveNext();
            foreach (var group in optimizer.ParamGroups) group.Lr = rate;
            double loss;
            using (EnableGrad.Scope) loss = objective.Backward([batches.Current]).Loss;
            // An exponential mean that began at 0, corrected for that as Adam's.
            mean = (Smoothing * mean) + ((1 - Smoothing) * loss);
            weight *= Smoothing;
            double smooth = mean / (1 - weight);
            if (!double.IsFinite(smooth) || smooth > Divergence * best) break;
            best = Math.Min(best, smooth);
            tried.Add(rate);
            losses.Add(smooth);
            optimizer.Step();
        }
        return new LearningRateCurve(tried, losses);
    }

    private static IEnumerable<Batch> Forever(DataLoader loader)
    {
        for (bool any = true; any;)
        {
            any = false;
            foreach (var batch in loader)
            {
                any = true;
                yield return batch;
            }
        }
        throw new AutogradException("LearningRateFinder: the loader gave no batch");
    }
}
