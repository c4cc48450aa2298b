using Experiments;

namespace Autograd.Experiments.Tests;

/// <summary>Hidden units, first weights, batch normalisation and dropout.</summary>
public sealed class NetworkTests
{
    [Fact]
    public void One_hidden_unit_is_too_few_and_ten_are_too_many()
    {
        var (_, fits) = HiddenUnits.Fits([1, 3, 10], restarts: 10, iterations: 500);
        double Median(int units, Func<HiddenUnits.Fit, double> of) => Trials.Median(fits.Where(f => f.Units == units).Select(of));
        Assert.True(Median(1, static f => f.TrainError) > Median(3, static f => f.TrainError));
        Assert.True(Median(3, static f => f.TrainError) > Median(10, static f => f.TrainError));
        Assert.True(Median(3, static f => f.TestError) < Median(1, static f => f.TestError));
        Assert.True(Median(3, static f => f.TestError) < 0.95 * Median(10, static f => f.TestError));
        // Ten units pass through all ten points, as they have more weights than there are points.
        Assert.True(Median(10, static f => f.TrainError) < 0.05);
    }

    /// <summary>Each layer multiplies mean squares by 100 v / 2, but for the spread of 100 units: a twentieth in the geometric mean of 49 layers.</summary>
    [Theory]
    [InlineData(0.001)]
    [InlineData(0.01)]
    [InlineData(0.02)]
    [InlineData(0.1)]
    [InlineData(1)]
    public void A_layer_of_ReLU_multiplies_variances_by_half_its_width_times_that_of_its_weights(double variance)
    {
        var measured = DeepNetwork.Measure(static z => z.ReLU(), variance, draws: 4);
        Assert.InRange(measured.ForwardFactor / (50 * variance), 0.95, 1.05);
        Assert.InRange(measured.BackwardFactor / (50 * variance), 0.95, 1.05);
    }

    [Fact]
    public void With_tanh_it_is_Xaviers_variance_at_which_signals_and_gradients_arrive()
    {
        LayerVariances At(double variance) => DeepNetwork.Measure(static z => z.Tanh(), variance, draws: 4);
        var (small, xavier, large) = (At(0.001), At(0.01), At(1));
        // 1/l forward: a mean square q becomes q - 2 q^2.
        Assert.InRange(xavier.ForwardRange, 1.0 / 200, 1);
        Assert.InRange(xavier.BackwardRange, 1.0 / 200, 1);
        Assert.True(small.ForwardRange < 1e-40 && small.BackwardRange < 1e-40);
        // Saturated: activations stay at 1 and gradients explode.
        Assert.InRange(large.ForwardRange, 0.9, 1.1);
        Assert.True(large.BackwardRange > 1e20);
    }

    [Fact]
    public void Equal_weights_stay_equal_to_the_last_bit()
    {
        var result = EqualWeights.Train(steps: 200);
        Assert.Equal(1, result.DifferentUnits);
        Assert.True(result.Loss < result.FirstLoss);
        Assert.True(result.RandomLoss < result.Loss / 2);
    }

    [Fact]
    public void Batch_normalisation_takes_fewer_steps_and_bears_larger_rates()
    {
        if (Reduced.WithData("mnist", "batch normalisation on digits") is not { } options) return;
        const double Goal = 0.75;
        var courses = BatchNormalisation.Courses(options, steps: 400, every: 20);
        int Steps(bool isNormalised, int factor) => courses.Single(c => c.IsNormalised == isNormalised && c.Factor == factor).StepsTo(Goal) ?? int.MaxValue;
        Assert.True(Steps(true, 1) < Steps(false, 1));
        Assert.True(Steps(true, 5) < Steps(true, 1));
        Assert.True(Steps(true, 30) < Steps(true, 1));
        Assert.True(Steps(true, 30) < Steps(false, 30));
    }

    [Fact]
    public void Dropout_keeps_the_expectation_in_both_forms()
    {
        var measured = DropoutMasks.Expectation(draws: 1000);
        for (int i = 0; i < measured.Draws.Length; i++)
        {
            Assert.InRange(measured.Errors[i] / measured.Expected[i], 0.85, 1.15);
            Assert.InRange(measured.StandardErrors[i] / measured.Expected[i], 0.85, 1.15);
        }
    }

    [Fact]
    public void Over_all_masks_the_mean_is_exact_for_a_linear_layer_and_the_geometric_mean_for_a_softmax_layer()
    {
        var exact = ThinnedNetworks.Enumerate();
        Assert.Equal(4096, exact.Masks);
        Assert.True(exact.LinearDifference < 1e-12);
        Assert.True(exact.GeometricDifference < 1e-12);
        Assert.True(exact.ArithmeticDifference > 1e-3);
        Assert.True(exact.DeepGeometricDifference > 1e-3);
    }

    [Fact]
    public void The_mean_over_masks_is_better_than_one_mask_and_near_the_pass_without_one()
    {
        var average = MaskAverage.Measure(steps: 200, masks: 200);
        Assert.True(average.Losses[^1] < average.Losses[0]);
        Assert.InRange(average.OnePass / average.Losses[^1], 0.8, 1.2);
    }
}
