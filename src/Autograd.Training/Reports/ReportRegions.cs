using Autograd.NN;

namespace Autograd.Training;

/// <summary>Decision regions in a report.</summary>
public static class ReportRegions
{
    private const int Batch = 4096, MostClasses = 1000;

    /// <summary>Adds the plane as a model of two inputs sees it, with the points it is given.</summary>
    /// <param name="report">The report.</param>
    /// <param name="model">From [N, 2] scores [N, C], of which the largest counts, or [N] or [N, 1], of which those above 0 are class 1.</param>
    /// <param name="points">The points, [N, 2].</param>
    /// <param name="labels">Their classes, [N].</param>
    /// <param name="resolution">How many places the grid has along each side.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ShapeException">The points are not [N, 2], there is none, or the labels do not fit them.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="resolution"/> is not from 2 to 1000, or a label not from 0 to 999.</exception>
    public static Report AddDecisionRegions(this Report report, Module model, Tensor points, Tensor labels, int resolution = 120)
    {
        ArgumentNullException.ThrowIfNull(report);
        report.Section("Decision regions");
        return report.Add(Plot(model, points, labels, resolution), caption: null, width: 560, height: 520);
    }

    /// <summary>The same as a chart of its own.</summary>
    /// <inheritdoc cref="AddDecisionRegions" path="/param|/exception"/>
    public static Plot Plot(Module model, Tensor points, Tensor labels, int resolution = 120)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(points);
        if (points.Rank != 2 || points.Shape[1] != 2 || points.Shape[0] == 0) throw new ShapeException($"AddDecisionRegions: the points have shape {points.Shape}; a plane is shown with points [N, 2], at least one");
        ArgumentOutOfRangeException.ThrowIfLessThan(resolution, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(resolution, 1000);
        long[] classes = Labels.Given(nameof(AddDecisionRegions), nameof(labels), labels);
        Labels.SameCount(nameof(AddDecisionRegions), points.Shape[0], classes.Length);
        if (Array.Find(classes, static c => c is < 0 or >= MostClasses) is not 0 and var odd) throw new ArgumentOutOfRangeException(nameof(labels), odd, "AddDecisionRegions: labels are from 0 to 999");

        double[] xy = Labels.Numbers(points);
        double[] x = [.. Enumerable.Range(0, classes.Length).Select(i => xy[2 * i])], y = [.. Enumerable.Range(0, classes.Length).Select(i => xy[2 * i + 1])];
        double[] across = Axis(x, resolution), up = Axis(y, resolution);
        var plot = new Plot("Decision regions") { XLabel = "x0", YLabel = "x1" }.Regions(across, up, Classes(model, across, up, points.DType));
        foreach (var group in Enumerable.Range(0, classes.Length).GroupBy(i => classes[i]).OrderBy(static g => g.Key))
            plot.Points(RegionsMark.Name((int)group.Key), [.. group.Select(i => x[i])], [.. group.Select(i => y[i])]);
        return plot;
    }

    /// <summary>From a little before the first point to a little behind the last one.</summary>
    private static double[] Axis(double[] values, int resolution)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        double low = finite.Length == 0 ? 0 : finite.Min(), high = finite.Length == 0 ? 1 : finite.Max();
        double margin = high > low ? 0.08 * (high - low) : Math.Max(1, 0.1 * Math.Abs(low));
        (low, high) = (low - margin, high + margin);
        return [.. Enumerable.Range(0, resolution).Select(i => low + (high - low) * i / (resolution - 1))];
    }

    private static int[,] Classes(Module model, double[] across, double[] up, DType dtype)
    {
        var classes = new int[up.Length, across.Length];
        using (NoGrad.Scope)
        using (model.EvalScope)
        {
            for (int from = 0; from < classes.Length; from += Batch)
            {
                int count = Math.Min(Batch, classes.Length - from);
                var grid = new double[count, 2];
                for (int i = 0; i < count; i++) (grid[i, 0], grid[i, 1]) = (across[(from + i) % across.Length], up[(from + i) / across.Length]);
                long[] predicted = Predicted(model.Forward(Tensor.From(grid).To(dtype)), count);
                for (int i = 0; i < count; i++) classes[(from + i) / across.Length, (from + i) % across.Length] = (int)Math.Clamp(predicted[i], -1, MostClasses - 1);
            }
        }
        return classes;
    }

    private static long[] Predicted(Tensor scores, int count)
    {
        if (scores.Rank == 2 && scores.Shape[0] == count && scores.Shape[1] > 1) return Labels.Predicted(nameof(AddDecisionRegions), scores);
        if (scores.Numel == count) return [.. Labels.Numbers(scores).Select(static s => s > 0 ? 1L : 0)];
        throw new ShapeException(FormattableString.Invariant($"AddDecisionRegions: of {count} points [{count}, 2] the model made {scores.Shape}; it is to give scores [N, C], [N, 1] or [N]"));
    }
}
