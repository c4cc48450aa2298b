using Autograd.NN;

namespace Autograd.Training;

/// <summary>Activations and gradients by layer in a report.</summary>
public static class ReportActivations
{
    /// <summary>
    /// Adds the variance of what each layer gives, and of its gradient where there is one, layer by layer: signals that die out or explode on their way are seen here.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="layers">The layers in the model's order: of <see cref="LayerStatistics.Of"/>, or of an epoch of a <see cref="LayerMonitor"/>.</param>
    /// <returns>The report.</returns>
    public static Report AddActivations(this Report report, IReadOnlyList<LayerStatistics> layers)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(layers);
        report.Section("Activations");
        double[] order = [.. Enumerable.Range(1, layers.Count).Select(static i => (double)i)];
        // Where variances differ much, powers of ten tell more than lengths.
        var plot = new Plot("Variance by layer") { XLabel = "layer, in the order of the model", LogY = layers.Any(static l => l.ActivationVariance > 0) };
        Add(plot, "activations", order, [.. layers.Select(static l => l.ActivationVariance)]);
        if (layers.Any(static l => l.GradientVariance > 0)) Add(plot, "gradients", order, [.. layers.Select(static l => l.GradientVariance)]);
        report.Add(plot, caption: null, width: 800, height: 350);
        return report.Table("Layers", ["layer", "mean", "variance", "gradient variance", "dead", "not finite"], layers.Select(static l => (string[])
        [
            l.Layer,
            Number(l.ActivationMean),
            Number(l.ActivationVariance),
            Number(l.GradientVariance),
            double.IsNaN(l.DeadShare) ? "-" : FormattableString.Invariant($"{100 * l.DeadShare:0.0} %"),
            Number(l.NonFinite),
        ]));
    }

    /// <summary>The same of one forward pass in evaluation mode, not recorded.</summary>
    /// <param name="report">The report.</param>
    /// <param name="model">The model; it takes one tensor.</param>
    /// <param name="input">A batch.</param>
    /// <returns>The report.</returns>
    public static Report AddActivations(this Report report, Module model, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        using (NoGrad.Scope)
        using (model.EvalScope)
        {
            return report.AddActivations(LayerStatistics.Of(model, () => model.Forward(input)));
        }
    }

    private static void Add(Plot plot, string name, double[] order, double[] values) => plot.Line(name, order, values).Points(name, order, values);

    private static string Number(double value) => double.IsNaN(value) ? "-" : Words.Number(value);
}
