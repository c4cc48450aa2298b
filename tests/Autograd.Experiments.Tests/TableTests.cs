using Experiments;

namespace Autograd.Experiments.Tests;

/// <summary>From raw tables to models that are judged.</summary>
public sealed class TableTests
{
    [Fact]
    public void Networks_on_tables_are_as_good_as_scikit_learns_models_to_noise()
    {
        if (Reduced.WithData("tabular", "fuel use and penguins") is not { } options) return;
        var fuel = FuelUse.Measure(options);
        // By NumPy, the same models over folds drawn forty times: MAE 2.578 ± 0.017, MSE 11.34 ± 0.17, MAPE 11.94 ± 0.09 %, R2 0.812 ± 0.004; here once, to four deviations.
        Assert.Equal(2.578, fuel.Ridge.Mae.Mean, 4 * 0.017);
        Assert.Equal(11.34, fuel.Ridge.Mse.Mean, 4 * 0.17);
        Assert.Equal(0.1194, fuel.Ridge.Mape.Mean, 4 * 0.0009);
        Assert.Equal(0.812, fuel.Ridge.R2.Mean, 4 * 0.004);
        Assert.True(fuel.Network.Mae.Mean < fuel.Ridge.Mae.Mean);
        Assert.True(fuel.Network.Mse.Mean < fuel.Ridge.Mse.Mean);
        Assert.True(fuel.Network.Mape.Mean < fuel.Ridge.Mape.Mean);
        Assert.True(fuel.Network.R2.Mean > fuel.Ridge.R2.Mean);
        Assert.Equal(398, fuel.Target.Length);

        var species = PenguinSpecies.Measure(options);
        // By NumPy, over folds drawn five times: 0.9925 ± 0.0014.
        Assert.Equal(0.9925, species.Logistic.Mean, 4 * 0.0014);
        Assert.Equal(0.9925, species.Network.Mean, 4 * 0.0014);
    }

    [Fact]
    public void The_closed_forms_are_where_the_gradients_vanish()
    {
        var generator = new Generator(3);
        var x = Tensor.Randn([40, 3], DType.Float64, generator);
        x -= x.Mean(0);
        var y = Tensor.Randn([40, 1], DType.Float64, generator);
        var w = FuelUse.RidgeWeights(x, y, FuelUse.Alpha).RequiresGradInPlace();
        ((x.MatMul(w) - y).Square().Sum() + FuelUse.Alpha * w.Square().Sum()).Backward();
        Assert.All(w.Grad!.ToArray<double>(), static g => Assert.Equal(0, g, 9));

        var labels = Tensor.RandInt(0, 3, [40], generator: generator);
        var model = PenguinSpecies.LogisticRegression(x, labels, 3);
        model.ZeroGrad();
        (model.Weight.Square().Sum() / 2 + PenguinSpecies.C * Autograd.NN.Functional.CrossEntropy(model.Forward(x), labels, reduction: Reduction.Sum)).Backward();
        Assert.All(model.Parameters().SelectMany(static p => p.Grad!.ToArray<double>()), static g => Assert.Equal(0, g, 6));
    }
}
