using Autograd.Checks;
using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;
using F = Autograd.NN.Functional;

namespace Autograd.Training.Tests.Reports;

/// <summary>A small training, and everything that a report can say of it: two classes of points in the plane, one around the other.</summary>
internal static class SampleReport
{
    private const int Epochs = 40;

    /// <summary>The report and how many charts it has.</summary>
    public static (Report Report, int Charts) Make()
    {
        Generator.ManualSeed(0);
        var x = Tensor.Randn(240, 2);
        var y = (x * x).Sum(1).Gt(1.4).To(DType.Int64);
        var model = new Sequential(new Linear(2, 16), new Tanh(), new Linear(16, 16), new Tanh(), new Linear(16, 2));
        var history = Train(model, new TensorDataset(x[..160], y[..160]), new TensorDataset(x[160..], y[160..]));

        Tensor scores;
        using (NoGrad.Scope) scores = model.Forward(x[160..]);
        var matrix = new ConfusionMatrix(2);
        matrix.Update(scores, y[160..]);
        var calibration = new Calibration(10);
        calibration.Update(scores.Softmax(1), y[160..]);
        var profile = Profiler.Run(() => F.CrossEntropy(model.Forward(x), y).Backward());

        var report = Report.Of(history, "Points around the circle")
            .AddConfusion(matrix, ["inside", "outside"])
            .AddCalibration(calibration)
            .AddDecisionRegions(model, x[160..], y[160..])
            .AddWeights(model, histograms: 4)
            .AddActivations(LayerStatistics.Of(model, () => F.CrossEntropy(model.Forward(x), y).Backward()))
            .AddSummary(model.Summary(x))
            .AddGradCheck(GradCheck.Module(model.To(DType.Float64), x[..6].To(DType.Float64), s => F.CrossEntropy(s, y[..6])))
            .AddProfile(profile)
            .AddEnvironment(seed: 0);
        return (report, 14);
    }

    private static History Train(Module model, TensorDataset data, TensorDataset validation)
    {
        var optimizer = new Adam(model.Parameters(), lr: 0.02);
        return Trainer.Fit(model, new DataLoader(data, batchSize: 32, shuffle: true), new DataLoader(validation, batchSize: 80), new FitOptions
        {
            Epochs = Epochs,
            Loss = static (scores, labels) => F.CrossEntropy(scores, labels),
            Optimizer = optimizer,
            Scheduler = new CosineAnnealingLR(optimizer, Epochs),
            Metrics = [new Accuracy(2)],
            Callbacks = [new LearningRateMonitor()],
            Seed = 0,
        }).History;
    }
}
