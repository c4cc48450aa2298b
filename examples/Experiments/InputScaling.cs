using Autograd;
using Autograd.NN;
using Autograd.Optim;
using Autograd.Training;

namespace Experiments;

/// <summary>
/// Inputs of different size make the loss a long valley: gradient descent at its best rate needs steps in proportion to the condition number of
/// H = [X 1]^T [X 1] / n, which centring and standardising bring down to about 1 (LeCun et al., Efficient BackProp, 1998, section 4.3).
/// </summary>
internal sealed class InputScaling : IExperiment
{
    /// <summary>How much of the loss above its minimum may be left.</summary>
    public const double Tolerance = 1e-6;

    private const int Samples = 500;

    public string Name => "input-scaling";

    public string Title => "Scaling of inputs: level curves and steps, as they are, centred and standardised";

    public bool NeedsData => false;

    /// <summary>One way of preparing the inputs.</summary>
    /// <param name="Inputs">What was done to them.</param>
    /// <param name="Condition">Largest over smallest curvature of the loss.</param>
    /// <param name="Bound">Steps that are enough by theory: the loss shrinks by ((c - 1) / (c + 1))^2 a step or more.</param>
    /// <param name="Gaps">The loss above its minimum, as a share of that at the start, before each step.</param>
    /// <param name="Path">The two weights before each step.</param>
    /// <param name="Least">The weights and the bias at the minimum.</param>
    /// <param name="Curvature">H, of the two weights alone.</param>
    public sealed record Course(string Inputs, double Condition, int Bound, double[] Gaps, (double X, double Y)[] Path, double[] Least, double[,] Curvature)
    {
        /// <summary>Steps until the gap is at most <see cref="Tolerance"/>.</summary>
        public int Steps => Gaps.Length - 1;
    }

    public Findings Run(ExperimentOptions options)
    {
        var courses = Courses(options.Size(0.33, 1));
        return new Findings(
            FormattableString.Invariant($"steps to {Tolerance:G1}: {string.Join(", ", courses.Select(static c => FormattableString.Invariant($"{c.Inputs} {c.Steps} (condition {c.Condition:G3})")))}"),
            [Convergence(courses), Levels(courses[1]), Levels(courses[2])],
            [.. TextTable.Of(["inputs", "condition number", "steps", "enough by theory"], courses.Select(static c => (string[])[c.Inputs, TextTable.Cell(c.Condition), TextTable.Cell(c.Steps), TextTable.Cell(c.Bound)]))]);
    }

    /// <summary>The three ways. y = 2 x1 - x2 / 2 + 5 + noise.</summary>
    /// <param name="spread">The standard deviation of x1, whose mean is 3; x2 is normal with mean 12 and standard deviation 4.</param>
    public static IReadOnlyList<Course> Courses(double spread)
    {
        var generator = new Generator(14);
        Tensor Normal(double mean, double deviation) => Tensor.Normal([Samples], mean, deviation, DType.Float64, generator);
        var x = Tensor.Stack([Normal(3, spread), Normal(12, 4)], 1);
        var y = (2 * x[.., 0] - 0.5 * x[.., 1] + 5 + Normal(0, 0.5)).Unsqueeze(1);
        var centred = x - x.Mean(0);
        return [Descend("as they are", x, y), Descend("centred", centred, y), Descend("standardised", centred / x.Std(0, correction: 0), y)];
    }

    private static Course Descend(string inputs, Tensor x, Tensor y)
    {
        var all = Tensor.Cat([x, Tensor.Ones([Samples, 1], DType.Float64)], 1);
        var curvature = all.T.MatMul(all) / Samples;
        double[] values = Linalg.Eigvalsh(curvature).ToArray<double>();
        double condition = values[^1] / values[0];
        var least = Linalg.Solve(curvature, all.T.MatMul(y) / Samples);
        double Loss(Tensor w) => (all.MatMul(w) - y).Square().Mean().Item() / 2;
        double minimum = Loss(least), start = Loss(Tensor.Zeros([3, 1], DType.Float64)) - minimum;

        var w = new Parameter(Tensor.Zeros([3, 1], DType.Float64));
        var optimizer = new SGD([w], lr: 2 / (values[0] + values[^1]));
        var (gaps, path) = (new List<double>(), new List<(double X, double Y)>());
        while (true)
        {
            optimizer.ZeroGrad();
            var loss = (all.MatMul(w) - y).Square().Mean() / 2;
            double[] at = w.ToArray<double>();
            path.Add((at[0], at[1]));
            gaps.Add((loss.Item() - minimum) / start);
            if (gaps[^1] <= Tolerance) break;
            loss.Backward();
            optimizer.Step();
        }
        int bound = (int)Math.Ceiling(Math.Log(1 / Tolerance) / (2 * Math.Log((condition + 1) / (condition - 1))));
        return new Course(inputs, condition, bound, [.. gaps], [.. path], least.ToArray<double>(), Square(curvature));
    }

    private static double[,] Square(Tensor h)
    {
        double[] a = h[..2, ..2].ToArray<double>();
        return new[,] { { a[0], a[1] }, { a[2], a[3] } };
    }

    private static Plot Convergence(IReadOnlyList<Course> courses)
    {
        var plot = new Plot("Loss above its minimum, at the best rate") { XLabel = "step", YLabel = "share of that at the start", LogX = true, LogY = true };
        foreach (var c in courses) plot = plot.Line(c.Inputs, [.. Enumerable.Range(1, c.Gaps.Length).Select(static i => (double)i)], c.Gaps);
        return plot;
    }

    // The loss over both weights with the bias at its best, which for centred inputs is the same for all weights.
    private static Plot Levels(Course c)
    {
        const int Side = 61;
        double reach = 1.3 * Math.Max(Math.Abs(c.Least[0]), Math.Abs(c.Least[1]));
        double[] x = [.. Enumerable.Range(0, Side).Select(i => c.Least[0] + reach * (2.0 * i / (Side - 1) - 1))], y = [.. x.Select(v => v - c.Least[0] + c.Least[1])];
        var loss = new double[Side, Side];
        for (int i = 0; i < Side; i++)
        {
            for (int j = 0; j < Side; j++)
            {
                double dx = x[j] - c.Least[0], dy = y[i] - c.Least[1];
                loss[i, j] = (c.Curvature[0, 0] * dx * dx + 2 * c.Curvature[0, 1] * dx * dy + c.Curvature[1, 1] * dy * dy) / 2;
            }
        }
        // Each curve four times as high as the one inside of it: their axes double.
        double[] levels = [.. Enumerable.Range(0, 9).Select(i => loss[0, 0] / Math.Pow(4, i))];
        return new Plot(FormattableString.Invariant($"Level curves, {c.Inputs}: {c.Steps} steps")) { XLabel = "w1", YLabel = "w2" }
            .Contours(x, y, loss, levels).Line("gradient descent", [.. c.Path.Select(static p => p.X)], [.. c.Path.Select(static p => p.Y)]);
    }
}
