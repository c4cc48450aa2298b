namespace Autograd.Training.Tests.Reports;

/// <summary>The expected calibration error by hand.</summary>
public sealed class CalibrationTests
{
    [Fact]
    public void The_error_is_the_mean_distance_of_confidence_and_accuracy()
    {
        // Two sure of 0.9, one of them right; two of 0.6, both right: (2/4) |0.5 - 0.9| + (2/4) |1 - 0.6|.
        var probabilities = Tensor.From(new[,] { { 0.9, 0.1 }, { 0.9, 0.1 }, { 0.4, 0.6 }, { 0.6, 0.4 } });
        var labels = Tensor.From([0L, 1, 1, 0]);
        var calibration = new Calibration(10);

        Assert.Equal(0.4, calibration.Of(probabilities, labels), 1e-12);
        Assert.Equal(2, calibration.Bins[8].Count);
        Assert.Equal(0.5, calibration.Bins[8].Accuracy);
        Assert.True(double.IsNaN(calibration.Bins[0].Accuracy));
    }

    [Fact]
    public void Batches_are_one_set()
    {
        var generator = new Generator(1);
        var probabilities = Tensor.Rand([40, 3], DType.Float64, generator).Softmax(1);
        var labels = Tensor.RandInt(0, 3, [40], generator: generator);
        var whole = new Calibration();
        var parts = new Calibration();
        whole.Update(probabilities, labels);
        parts.Update(probabilities[..7], labels[..7]);
        parts.Update(probabilities[7..], labels[7..]);

        Assert.Equal(whole.Value, parts.Value, 1e-12);
        parts.Reset();
        Assert.True(double.IsNaN(parts.Value));
    }

    [Fact]
    public void Logits_are_refused_and_nothing_is_taken_in()
    {
        var calibration = new Calibration();
        Assert.Throws<ArgumentOutOfRangeException>(() => calibration.Update(Tensor.From(new[,] { { 2.0, -1.0 } }), Tensor.From([0L])));
        Assert.Throws<ArgumentOutOfRangeException>(() => calibration.Update(Tensor.From(new[,] { { double.NaN, 0.5 } }), Tensor.From([0L])));
        Assert.Throws<ShapeException>(() => calibration.Update(Tensor.From([0.5]), Tensor.From([0L])));
        Assert.Throws<ShapeException>(() => calibration.Update(Tensor.From(new[,] { { 0.5, 0.5 } }), Tensor.From([0L, 1])));
        Assert.True(double.IsNaN(calibration.Value));
    }
}
