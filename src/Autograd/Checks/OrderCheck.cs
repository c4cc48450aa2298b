namespace Autograd.Checks;

/// <summary>All comparisons of one order at one point.</summary>
internal sealed class OrderCheck
{
    private readonly GradCheckOptions options;
    private readonly List<GradCheckRow> rows;
    private readonly SplitMix random;
    private readonly int order;
    private readonly Probe probe;
    private readonly Tensor?[] cotangents;

    /// <summary>Outputs that carry a gradient, their cotangents, and the recorded values.</summary>
    private readonly int[] outputs;
    private readonly Tensor[] ws;
    private readonly Tensor[] graph;

    /// <summary>Inputs that require a gradient, with their names.</summary>
    private readonly Tensor[] xs;
    private readonly int[] places;
    private readonly string[] names;
    private readonly Tensor[] gradients;

    public OrderCheck(GradCheckOptions options, List<GradCheckRow> rows, SplitMix random, int order, string[] names, Probe probe, Tensor?[] cotangents)
    {
        this.options = options;
        this.rows = rows;
        this.random = random;
        this.order = order;
        this.probe = probe;
        this.cotangents = cotangents;
        outputs = [.. Enumerable.Range(0, cotangents.Length).Where(k => cotangents[k] is not null)];
        ws = [.. cotangents.OfType<Tensor>()];
        graph = probe.Outputs();
        places = [.. Enumerable.Range(0, probe.Inputs.Length).Where(i => probe.Inputs[i].RequiresGrad)];
        xs = Array.ConvertAll(places, i => probe.Inputs[i]);
        this.names = Array.ConvertAll(places, i => names[i]);
        gradients = GradChecker.Gradients(graph, outputs, xs, ws, createGraph: false);
    }

    public void Run(double[]?[] values)
    {
        var rounding = CompareBackward(values);
        // The next order starts from the recorded pass: it must be the same function.
        if (order < options.Order) CompareRecorded(rounding);
        if (options.ForwardMode && outputs.Length > 0) CompareForward(rounding);
    }

    /// <summary>J'w against differences of &lt;w, f&gt;. Gives the rounding of &lt;w, f&gt; for every element of the inputs.</summary>
    private double[][] CompareBackward(double[]?[] values)
    {
        // Outputs outside of the graph are claimed to be constant: differences check that as well.
        var weights = new double[]?[values.Length];
        for (int k = 0; k < values.Length; k++)
        {
            if (values[k] is { } v) weights[k] = cotangents[k]?.ToArray<double>() ?? Array.ConvertAll(v, _ => random.Weight());
        }
        var rounding = new double[xs.Length][];
        var table = new Comparison(rows, order, GradCheckKind.Backward, order == 1 ? options.Tolerance : options.HigherOrderTolerance);
        for (int i = 0; i < xs.Length; i++)
        {
            var (slopes, noise) = probe.Differences(places[i], weights);
            table.Add(names[i], xs[i].Shape, slopes, gradients[i].ToArray<double>(), noise);
            // The quotient was divided by its width, 2 h.
            rounding[i] = Array.ConvertAll(noise, n => n * 2 * options.Step);
        }
        table.Close();
        return rounding;
    }

    private void CompareRecorded(double[][] rounding)
    {
        var recorded = GradChecker.Gradients(graph, outputs, xs, ws, createGraph: true);
        var table = new Comparison(rows, order, GradCheckKind.Recorded, options.ExactTolerance);
        for (int i = 0; i < xs.Length; i++)
            table.Add(names[i], xs[i].Shape, gradients[i].ToArray<double>(), recorded[i].ToArray<double>(), rounding[i]);
        table.Close();
    }

    /// <summary>&lt;J v, w&gt; against &lt;v, J'w&gt;: every input moving alone, then all together.</summary>
    private void CompareForward(double[][] rounding)
    {
        var tangents = Array.ConvertAll(xs, x => random.Weights(x.Shape));
        for (int i = 0; i < xs.Length; i++) CompareForward(names[i], xs[i].Shape, [i], tangents, rounding);
        if (xs.Length > 1) CompareForward("all", default, [.. Enumerable.Range(0, xs.Length)], tangents, rounding);
    }

    private void CompareForward(string name, Shape shape, int[] moving, Tensor[] tangents, double[][] rounding)
    {
        Tensor[] live = [.. outputs.Select(k => graph[k])];
        var pushed = Gradient.Jvp(live, [.. moving.Select(i => xs[i])], [.. moving.Select(i => tangents[i])]);
        double forward = 0, backward = 0, size = 0, noise = 0;
        for (int k = 0; k < live.Length; k++)
        {
            if (pushed[k] is { } p) Dot(p.ToArray<double>(), ws[k].ToArray<double>(), ref forward, ref size);
        }
        foreach (int i in moving)
        {
            var v = tangents[i].ToArray<double>();
            Dot(v, gradients[i].ToArray<double>(), ref backward, ref size);
            for (int j = 0; j < v.Length; j++) noise += Math.Abs(v[j]) * rounding[i][j];
        }
        // Relative to what is summed, not to what is left of it after cancellation.
        double error = !double.IsFinite(size) ? double.NaN : forward == backward ? 0 : Math.Abs(forward - backward) / size;
        bool isRounding = Math.Abs(forward - backward) <= Comparison.NoiseFactor * noise;
        rows.Add(new GradCheckRow(order, GradCheckKind.Forward, name, shape, error, options.ExactTolerance, [], backward, forward, isRounding));
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
