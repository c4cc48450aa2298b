using Autograd;
using Autograd.Training;
using F = Autograd.NN.Functional;

namespace Experiments;

/// <summary>A figure of a text book and what is computed here.</summary>
/// <param name="What">The quantity.</param>
/// <param name="Stated">The book's figure, to its last digit.</param>
/// <param name="Decimals">How many digits it has behind the point.</param>
/// <param name="Computed">The figure of this library.</param>
internal sealed record TextbookFigure(string What, double Stated, int Decimals, double Computed)
{
    /// <summary>Whether the computed figure, rounded to the digits of the stated one, is the stated one.</summary>
    public bool Agrees => Math.Abs(Math.Round(Computed, Decimals, MidpointRounding.AwayFromZero) - Stated) < 1e-12;
}

/// <summary>The small examples by which back-propagation, softmax and losses are taught, digit by digit.</summary>
internal sealed class TextbookExamples : IExperiment
{
    private static readonly string[] Classes = ["0", "1", "2"];

    public string Name => "textbook";

    public string Title => "Text-book examples to the digit: gradients by hand, softmax, cross-entropy, errors of sales";

    public bool NeedsData => false;

    /// <summary>Every figure.</summary>
    public static IReadOnlyList<TextbookFigure> Figures => [.. Product(), .. Neuron(), .. Softmax(), .. CrossEntropy(), .. SalesErrors.Figures()];

    public Findings Run(ExperimentOptions options)
    {
        var figures = Figures;
        var rows = figures.Select(static f => (string[])[f.What, TextTable.Cell(f.Stated, FormattableString.Invariant($"F{f.Decimals}")), TextTable.Cell(f.Computed, "F10"), f.Agrees ? "yes" : "no"]);
        var plot = new Plot("Softmax of (3, -2, 6)") { XLabel = "class", YLabel = "probability" }.Bars("probability", Classes, Scores().Softmax(0).ToArray<double>());
        return new Findings(
            FormattableString.Invariant($"{figures.Count(static f => f.Agrees)} of {figures.Count} figures agree to the last digit stated"),
            [plot],
            [.. TextTable.Of(["figure", "stated", "computed", "agrees"], rows), "", .. SalesErrors.Remarks()]);
    }

    /// <summary>f = (x + y) z at (-2, 5, -4), the first example of back-propagation in cs231n (Stanford, lecture 4).</summary>
    private static IEnumerable<TextbookFigure> Product()
    {
        var (x, y, z) = (Leaf(-2), Leaf(5), Leaf(-4));
        var q = x + y;
        q.RetainGrad();
        var f = q * z;
        f.Backward();
        yield return new("q = x + y", 3, 0, q.Item());
        yield return new("f = (x + y) z", -12, 0, f.Item());
        yield return new("df/dq = z", -4, 0, q.Grad!.Item());
        yield return new("df/dx = z", -4, 0, x.Grad!.Item());
        yield return new("df/dy = z", -4, 0, y.Grad!.Item());
        yield return new("df/dz = x + y", 3, 0, z.Grad!.Item());
    }

    /// <summary>f = 1 / (1 + exp(-(w0 x0 + w1 x1 + w2))), w = (2, -3, -3), x = (-1, -2), of the same lecture; its slope there is (1 - f) f.</summary>
    private static IEnumerable<TextbookFigure> Neuron()
    {
        var w = Tensor.From([2.0, -3.0, -3.0]).RequiresGradInPlace();
        var x = Tensor.From([-1.0, -2.0]).RequiresGradInPlace();
        var dot = (w[..2] * x).Sum() + w[2];
        dot.RetainGrad();
        var f = dot.Sigmoid();
        f.Backward();
        double[] dw = w.Grad!.ToArray<double>(), dx = x.Grad!.ToArray<double>();
        yield return new("w . x + w2", 1, 0, dot.Item());
        yield return new("sigmoid(1)", 0.73, 2, f.Item());
        yield return new("slope (1 - f) f", 0.20, 2, dot.Grad!.Item());
        yield return new("df/dx0 = w0 slope", 0.39, 2, dx[0]);
        yield return new("df/dx1 = w1 slope", -0.59, 2, dx[1]);
        yield return new("df/dw0 = x0 slope", -0.20, 2, dw[0]);
        yield return new("df/dw1 = x1 slope", -0.39, 2, dw[1]);
        yield return new("df/dw2 = slope", 0.20, 2, dw[2]);
    }

    private static IEnumerable<TextbookFigure> Softmax()
    {
        double[] p = Scores().Softmax(0).ToArray<double>();
        yield return new("softmax(3, -2, 6), class 0", 0.0474, 4, p[0]);
        yield return new("softmax(3, -2, 6), class 1", 0.0003, 4, p[1]);
        yield return new("softmax(3, -2, 6), class 2", 0.9523, 4, p[2]);
        yield return new("their sum", 1, 10, p.Sum());
    }

    /// <summary>-log of the probability given to the right class: 0.8, and 0.1, which is also that of ten classes before any training.</summary>
    private static IEnumerable<TextbookFigure> CrossEntropy()
    {
        var logits = Tensor.From([0.1, 0.8, 0.1]).Log().Unsqueeze(0);
        yield return new("cross-entropy, right class at 0.8", 0.223, 3, F.CrossEntropy(logits, Tensor.From([1L])).Item());
        yield return new("cross-entropy, right class at 0.1", 2.303, 3, F.CrossEntropy(logits, Tensor.From([0L])).Item());
        yield return new("cross-entropy, ten equal classes", 2.303, 3, F.CrossEntropy(Tensor.Zeros([1, 10], DType.Float64), Tensor.From([7L])).Item());
    }

    private static Tensor Scores() => Tensor.From([3.0, -2.0, 6.0]);

    private static Tensor Leaf(double value) => Tensor.Scalar(value, DType.Float64).RequiresGradInPlace();
}
