using Autograd.Checks;
using Autograd.NN;
using static Autograd.Tests.Checks.Planting;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.Checks;

/// <summary>Large inputs by random directions: few calls, and the wrong element is found by halving.</summary>
public sealed class DirectionTests
{
    private static readonly GradCheckOptions Directions = new() { Mode = GradCheckMode.Directions, ForwardMode = false };

    [Fact]
    public void A_large_input_needs_few_calls()
    {
        int calls = 0;
        var report = GradCheck.Run(
            x =>
            {
                calls++;
                return (x.Sin() * x).Sum(1);
            },
            Random(1, 300, 300));
        Assert.True(report.Passed, report.ToString());
        Assert.InRange(calls, 1, 500);
        Assert.True(report.Rows[0].Directions > 0);
    }

    [Theory]
    [InlineData(1_000_000, 765_432, 0.99)]
    [InlineData(100_000, 0, -1)]
    [InlineData(100_000, 99_999, 0)]
    public void One_wrong_element_is_found(int count, int place, double factor)
    {
        var op = PlantedOp.Map(x => x.Sin(), x => x.Cos().SetItem(factor * x.Cos()[place], place));
        var report = GradCheck.Run(x => op.Apply(x), Random(1, count), Directions);
        var row = Assert.Single(report.Rows);
        Assert.Equal(GradCheckVerdict.Fail, row.Verdict);
        Assert.Equal([place], row.WorstElement);
        Assert.Equal(1, row.Wrong);
        Assert.Contains(report.Diagnoses, d => d.Cause == GradCheckCause.SomeElements);
    }

    /// <summary>Slopes of very different sizes go in groups of their own.</summary>
    [Fact]
    public void A_small_wrong_slope_is_found_beside_large_ones()
    {
        var scales = Tensor.From(Enumerable.Range(0, 1000).Select(i => i < 500 ? 1e6 : 1e-6).ToArray());
        var op = PlantedOp.Map(x => scales * x.Sin(), x => scales * x.Cos().SetItem(-x.Cos()[700], 700));
        var row = GradCheck.Run(x => op.Apply(x), Random(1, 1000), Directions).Rows.Single();
        Assert.Equal([700], row.WorstElement);
    }

    [Fact]
    public void A_right_function_passes_with_kinks_all_about()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var report = GradCheck.Run(xs => (xs[0].MatMul(xs[1]).ReLU().MatMul(xs[2]).ReLU()).Sum(), [Random(seed, 8, 20), Random(seed + 50, 20, 30), Random(seed + 90, 30, 10)], Directions);
            Assert.True(report.Passed, report.ToString());
        }
    }

    [Fact]
    public void A_factor_of_all_elements_is_a_factor()
    {
        var op = PlantedOp.Map(x => x.Sin(), x => 2 * x.Cos());
        Assert.Contains(GradCheck.Run(x => op.Apply(x), Random(1, 5000), Directions).Diagnoses, d => d.Cause == GradCheckCause.Factor);
    }

    [Fact]
    public void A_model_of_many_parameters_is_checked_by_directions_and_put_back()
    {
        Generator.ManualSeed(1);
        var model = new Sequential(new Linear(64, 256), new BatchNorm1d(256), new ReLU(), new Linear(256, 64), new Dropout(0.2), new Linear(64, 10));
        var before = model.StateDict().ToDictionary(p => p.Key, p => p.Value.Clone());
        var report = GradCheck.Module(model, Random(3, 16, 64), y => F.CrossEntropy(y, Tensor.Zeros([16], DType.Int64)));
        Assert.True(report.Passed, report.ToString());
        Assert.Contains(report.Rows, row => row is { Input: "0.weight", Directions: > 0 });
        Assert.All(model.StateDict(), p => Assert.True(p.Value.Equal(before[p.Key]), p.Key));
    }
}
