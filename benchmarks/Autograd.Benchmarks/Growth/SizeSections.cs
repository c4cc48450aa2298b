using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>The time of a step against batch, width, depth and length of the sequence.</summary>
internal static class SizeSections
{
    private static readonly (string Axis, (string Name, int[] Values, Func<int, Workload> Make)[] Models)[] Axes =
    [
        ("batch", [
            ("perceptron", Powers(1, 1024), n => GrowthModels.Perceptron(batch: n)),
            ("GPT", Powers(1, 32), n => GrowthModels.Gpt(batch: n))]),
        ("width", [
            ("perceptron", Powers(16, 2048), n => GrowthModels.Perceptron(width: n)),
            ("GPT", Powers(32, 512), n => GrowthModels.Gpt(width: n))]),
        ("depth", [
            ("perceptron", Powers(1, 64), n => GrowthModels.Perceptron(depth: n)),
            ("GPT", Powers(1, 16), n => GrowthModels.Gpt(depth: n))]),
        ("sequence", [
            ("GPT", Powers(16, 1024), n => GrowthModels.Gpt(length: n))]),
    ];

    public static IEnumerable<Section> Measure(int reps)
    {
        foreach (var (axis, models) in Axes)
        {
            var table = new Table("model", axis, "step", "slope", "of the flops", "GFLOP/s");
            var curves = new List<GrowthCurve>();
            foreach (var (name, values, make) in models)
            {
                Console.Error.WriteLine($"{name} by {axis}: {values.Length} steps");
                curves.Add(GrowthCurve.Of(name, [.. values.Select(n => Point(n, make(n), reps))]));
                Add(table, curves[^1]);
            }
            yield return new(
                $"By {axis}",
                "The slope is the exponent between a row and the one before it, beside that of the flops. In the picture the faint line is the arithmetic at the rate of the largest step.",
                new($"growth-{axis}.svg", $"Seconds of a training step by {axis}", axis, curves),
                table);
        }
    }

    private static (int Value, double Seconds, double Flops) Point(int n, Workload workload, int reps)
    {
        var run = Measurement.Of(workload, Machine.Threads, reps);
        Generator.ManualSeed(0);
        var step = workload.Make();
        return (n, run.Seconds, Profiler.Run(() => step()).Flops);
    }

    private static void Add(Table table, GrowthCurve curve)
    {
        (double? Time, double? Flops)[] slopes = [(null, null), .. curve.Slopes().Select(s => ((double?)s.Time, (double?)s.Flops))];
        foreach (var (point, slope) in curve.Points.Zip(slopes))
        {
            table.Add(
                curve.Name, Invariant($"{point.Value}"), Figures.Time(point.Seconds), Figures.Ratio(slope.Time), Figures.Ratio(slope.Flops),
                Invariant($"{point.Flops / point.Seconds / 1e9:F1}"));
        }
    }

    /// <summary>Every power of two from the first to the last.</summary>
    private static int[] Powers(int from, int to) => [.. Enumerable.Range(0, 32).Select(i => (long)from << i).TakeWhile(n => n <= to).Select(n => (int)n)];
}
