using System.Globalization;

namespace Autograd.Checks;

/// <summary>All comparisons of one order at one point.</summary>
internal sealed partial class OrderCheck
{
    private readonly GradCheckOptions options;
    private readonly List<GradCheckRow> rows;
    private readonly List<GradCheckDiagnosis> diagnoses;
    private readonly SplitMix random;
    private readonly int order;
    private readonly Probe probe;
    private readonly Bands bands;
    private readonly Pullback pullback;
    private readonly string[] names;
    private readonly double[][] gradients;

    /// <summary>Goes backward once from all outputs and once from each band.</summary>
    /// <param name="options">Limits and the step.</param>
    /// <param name="rows">Where rows are added.</param>
    /// <param name="diagnoses">Where explanations are added.</param>
    /// <param name="random">Where tangents come from.</param>
    /// <param name="order">The order of the derivative.</param>
    /// <param name="names">The names of the inputs that require a gradient.</param>
    /// <param name="probe">The function at the point.</param>
    /// <param name="bands">The outputs, weighted.</param>
    /// <param name="pullback">The backward passes.</param>
    public OrderCheck(GradCheckOptions options, List<GradCheckRow> rows, List<GradCheckDiagnosis> diagnoses, SplitMix random, int order, string[] names, Probe probe, Bands bands, Pullback pullback)
    {
        this.options = options;
        this.rows = rows;
        this.diagnoses = diagnoses;
        this.random = random;
        this.order = order;
        this.names = names;
        this.probe = probe;
        this.bands = bands;
        this.pullback = pullback;
        gradients = pullback.Numbers(pullback.Cotangents);
        Sizes = pullback.SizesOfTerms(bands);
    }

    /// <summary>For every element of the gradients the size of the numbers from which it was computed.</summary>
    public double[][] Sizes { get; }

    /// <summary>The gradients under test, input by input.</summary>
    public double[][] Gradients => gradients;

    public void Run()
    {
        CompareUnrecorded();
        CompareBackward();
        if (pullback.Outputs.Length == 0) return;
        CompareRecorded();
        CompareRepeated();
        CompareZero();
        if (pullback.Outputs.Length > 1) CompareAbsent();
        if (options.ForwardMode) CompareForward();
    }

    /// <summary>J'w against differences of &lt;w, f&gt;, band by band.</summary>
    private void CompareBackward()
    {
        double limit = order == 1 ? options.Tolerance : options.HigherOrderTolerance;
        var table = new Comparison(rows, order, GradCheckKind.Backward, options.Criterion, limit, options.WorstElements, options.Mode == GradCheckMode.Jacobian ? probe.OutputElement : null);
        var check = new ElementCheck(probe, bands, options.Criterion, limit, options.Step);
        var byBand = bands.Count == 1 && options.Mode != GradCheckMode.Jacobian ? [gradients] : Enumerable.Range(0, bands.Count).Select(b => pullback.Numbers(pullback.Band(bands, b))).ToArray();
        var lines = new Directions(probe, check, random);
        var failed = new List<(GradCheckRow Row, int Place, Finding[] Findings)>();
        long count = pullback.Inputs.Sum(static x => (long)x.Numel);
        for (int i = 0; i < names.Length; i++)
        {
            var shape = pullback.Inputs[i].Shape;
            var slopes = Array.ConvertAll(byBand, g => g[i]);
            var pace = new Pace(options, order, names[i], shape.Numel);
            if (options.ByDirections(shape.Numel, count))
            {
                var outcome = lines.Judge(pullback.Places[i], slopes, pace);
                var row = table.Add(names[i], shape, outcome, bands.Count);
                if (row.Verdict == GradCheckVerdict.Fail) failed.Add((row, i, outcome.Known(slopes)));
            }
            else
            {
                var findings = check.Judge(pullback.Places[i], slopes, pace);
                var row = table.Add(names[i], shape, findings, bands.Count);
                if (row.Verdict == GradCheckVerdict.Fail) failed.Add((row, i, findings));
            }
        }
        table.Close();
        var diagnostician = new Diagnostician(order, probe, pullback, bands.Count, diagnoses);
        foreach (var (row, place, findings) in failed) diagnostician.Explain(row, place, findings);
    }

    /// <summary>&lt;J v, w&gt; against &lt;v, J'w&gt;: every input moving alone, then all together.</summary>
    private void CompareForward()
    {
        var tangents = Array.ConvertAll(pullback.Inputs, x => random.Weights(x.Shape));
        for (int i = 0; i < names.Length; i++) CompareForward(names[i], pullback.Inputs[i].Shape, [i], tangents);
        if (names.Length > 1) CompareForward("all", default, [.. Enumerable.Range(0, names.Length)], tangents);
    }

    private void CompareForward(string name, Shape shape, int[] moving, Tensor[] tangents)
    {
        var xs = pullback.Inputs;
        var pushed = Gradient.Jvp(pullback.Live, [.. moving.Select(i => xs[i])], [.. moving.Select(i => tangents[i])]);
        double forward = 0, backward = 0, size = 0, noise = 0;
        for (int k = 0; k < pushed.Length; k++)
        {
            if (pushed[k] is { } p) Dot(p.ToArray<double>(), pullback.Cotangents[k].ToArray<double>(), ref forward, ref size);
        }
        foreach (int i in moving)
        {
            var v = tangents[i].ToArray<double>();
            Dot(v, gradients[i], ref backward, ref size);
            for (int j = 0; j < v.Length; j++) noise += Math.Abs(v[j]) * Quotient.Epsilon * Sizes[i][j];
        }
        // Relative to what is summed, not to what is left of it after cancellation.
        double error = !double.IsFinite(size) ? double.NaN : forward == backward ? 0 : Math.Abs(forward - backward) / size;
        bool isNear = error < options.ExactTolerance || Math.Abs(forward - backward) <= Quotient.NoiseFactor * noise;
        double uncertainty = options.ExactTolerance * size + Quotient.NoiseFactor * noise;
        rows.Add(new GradCheckRow
        {
            Order = order,
            Kind = GradCheckKind.Forward,
            Input = name,
            Shape = shape,
            Error = error,
            Limit = options.ExactTolerance,
            Expected = backward,
            Actual = forward,
            Uncertainty = uncertainty,
            LargestDifference = Math.Abs(forward - backward),
            ExpectedNorm = Math.Abs(backward),
            ActualNorm = Math.Abs(forward),
            Verdict = isNear ? GradCheckVerdict.Pass : GradCheckVerdict.Fail,
        });
    }

    private static void Dot(double[] x, double[] y, ref double sum, ref double size)
    {
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
            size += Math.Abs(x[i] * y[i]);
        }
    }
}
