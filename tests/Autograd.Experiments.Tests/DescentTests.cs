using Experiments;

namespace Autograd.Experiments.Tests;

/// <summary>Rules of descent, scaling of inputs, early stopping and penalties.</summary>
public sealed class DescentTests
{
    [Fact]
    public void Momentum_of_both_forms_needs_fewer_steps_than_gradient_descent_which_needs_those_of_theory()
    {
        var steps = Bowl.Best(Rule.All(Bowl.BestMomentum, Bowl.BestNesterov), perDecade: 8).ToDictionary(static d => d.Rule, static d => d.Steps, StringComparer.Ordinal);
        // The rates tried are a third apart, so that the best of them is near the best of all.
        Assert.InRange(steps["SGD"], 0.7 * Bowl.GradientDescentSteps, 1.3 * Bowl.GradientDescentSteps);
        Assert.True(steps["momentum"] < steps["SGD"] / 1.5);
        Assert.True(steps["Nesterov"] < steps["SGD"] / 1.5);
        Assert.All(steps.Values, static s => Assert.True(s < Bowl.Limit));
    }

    [Fact]
    public void A_corrected_average_begins_at_the_first_gradient_and_a_raw_one_at_a_tenth()
    {
        var averages = MovingAverages.Measure(steps: 60);
        Assert.Equal(averages.First, averages.Corrected[0], 12);
        Assert.Equal(0.1 * averages.First, averages.Raw[0], 12);
        for (int t = 0; t < averages.Raw.Length; t++) Assert.Equal(averages.Raw[t], averages.Corrected[t] * (1 - Math.Pow(MovingAverages.Beta, t + 1)), 12);
        Assert.Equal(1, averages.AdamFirst, 6);
    }

    [Fact]
    public void Every_rule_learns_the_digits_and_momentum_is_faster_than_none()
    {
        if (Reduced.WithData("mnist", "rules of descent on digits") is not { } options) return;
        var races = DigitsRace.Run(options).ToDictionary(static r => r.Rule, StringComparer.Ordinal);
        Assert.All(races.Values, static r => Assert.NotNull(r.Steps));
        Assert.True(races["momentum"].Steps <= races["SGD"].Steps);
        Assert.True(races["Adam"].Steps <= races["SGD"].Steps);
    }

    [Fact]
    public void Centring_and_standardising_save_steps_and_no_step_more_is_taken_than_theory_allows()
    {
        var courses = InputScaling.Courses(spread: 1);
        Assert.All(courses, static c => Assert.InRange(c.Steps, 1, c.Bound));
        Assert.True(courses[1].Steps < courses[0].Steps / 20);
        Assert.True(courses[2].Steps < courses[1].Steps / 2);
        Assert.InRange(courses[2].Condition, 1, 1.5);
    }

    [Fact]
    public void Stopping_early_is_the_formula_of_theory_and_as_good_as_a_penalty()
    {
        var stopping = EarlyStopping.Measure(steps: 3000);
        Assert.True(stopping.FormulaDifference < 1e-8);
        Assert.InRange(stopping.BestStopped.Error / stopping.BestPenalised.Error, 0.95, 1.05);
        Assert.True(stopping.BestStopped.Error < 0.8 * stopping.Unregularised);
        Assert.InRange(stopping.BestStopped.Strength / stopping.BestPenalised.Strength, 0.25, 4);
        // Where the two shares are farthest apart.
        double z = 2.5129;
        Assert.Equal(EarlyStopping.LargestDifference, 1 - Math.Exp(-z) - z / (1 + z), 4);
    }

    [Fact]
    public void Ensembles_have_less_loss_than_their_members()
    {
        if (Reduced.WithData("mnist", "ensembles on digits") is not { } options) return;
        var ensembles = DigitEnsembles.Train(options);
        foreach (var ensemble in ensembles.Skip(1))
        {
            Assert.Equal(5, ensemble.MemberLosses.Length);
            // The first by Jensen's inequality, the second not by necessity.
            Assert.True(ensemble.Loss < ensemble.MemberLosses.Average());
            Assert.True(ensemble.Accuracy >= ensemble.MemberAccuracies.Average());
        }
    }

    [Fact]
    public void L1_brings_weights_to_zero_and_L2_only_shrinks_them()
    {
        var sparse = SparseRegression.Train(steps: 2000);
        Assert.Equal(0, sparse.ShareAtZero(sparse.L2));
        Assert.True(sparse.ShareAtZero(sparse.L1) > 0.5);
        Assert.True(sparse.L2.Sum(static w => w * w) < sparse.None.Sum(static w => w * w));
        // The ten that matter are not among the zeros.
        Assert.All(sparse.L1.Take(10), static w => Assert.True(Math.Abs(w) > 0.5));
    }

    [Fact]
    public void Penalties_shrink_the_norms_of_a_polynomial_and_bring_it_to_the_truth()
    {
        var fits = PolynomialFits.Make(iterations: 20_000).All.ToDictionary(static f => f.Name, StringComparer.Ordinal);
        var (least, ridge, lasso) = (fits["least squares"], fits["L2"], fits["L1"]);
        Assert.All([ridge, lasso], fit => Assert.True(fit.L1Norm < least.L1Norm && fit.L2Norm < least.L2Norm && fit.TrainError > least.TrainError && fit.TrueError < least.TrueError));
        Assert.Equal(0, ridge.Zeros);
        Assert.True(lasso.Zeros > 0);
    }

    [Fact]
    public void The_fit_with_an_L1_penalty_meets_the_conditions_of_the_minimum()
    {
        var data = SineData.Even(20, new Generator(3));
        var x = Polynomials.Powers(data.X, degree: 8);
        var w = Lasso.Solve(x, data.Y, lambda: 0.03, iterations: 20_000);
        Assert.True(Lasso.Violation(x, data.Y, w, lambda: 0.03) < 1e-6);
        Assert.True(Lasso.Violation(x, data.Y, w + 0.01, lambda: 0.03) > 1e-3);
    }

    [Fact]
    public void A_ridge_is_the_maximum_of_the_posterior()
    {
        var posterior = Posterior.Compare();
        Assert.True(posterior.Difference < 1e-6);
        Assert.True(posterior.Maximum.Max(Math.Abs) > 0.1);
    }

    [Fact]
    public void The_error_is_bias_variance_and_noise_and_data_helps_against_one_of_them()
    {
        var (simple, simpleMore) = (RepeatedFits.Measure(1, 15, sets: 200), RepeatedFits.Measure(1, 300, sets: 50));
        var (rich, richMore) = (RepeatedFits.Measure(10, 15, sets: 200), RepeatedFits.Measure(10, 300, sets: 50));
        foreach (var fit in (RepeatedFits[])[simple, simpleMore, rich, richMore]) Assert.InRange(fit.Validation / fit.Sum, 0.97, 1.03);
        Assert.True(simple.SquaredBias > simple.Variance && rich.Variance > rich.SquaredBias);
        // More points: the rich one gains, the simple one stays.
        Assert.True(richMore.Validation < rich.Validation / 2);
        Assert.True(simpleMore.Validation > 0.8 * simple.Validation);
        double wanted = 1.25 * RepeatedFits.NoiseVariance;
        Assert.StartsWith("bias", BiasAndVariance.Advice(simpleMore, wanted), StringComparison.Ordinal);
        Assert.StartsWith("variance", BiasAndVariance.Advice(rich, wanted), StringComparison.Ordinal);
        Assert.StartsWith("good", BiasAndVariance.Advice(richMore, wanted), StringComparison.Ordinal);
    }
}
