using System.Globalization;
using Autograd.Memory;

namespace Autograd.Checks;

/// <summary>One run of a gradient check: order by order, each order's function being the gradient of the one before.</summary>
internal sealed class GradChecker(GradCheckOptions options, List<string> notes)
{
    /// <summary>A hundred roundings of single precision.</summary>
    private const double SingleTolerance = 100.0 / (1 << 24);

    private readonly List<GradCheckRow> rows = [];
    private readonly List<GradCheckDiagnosis> diagnoses = [];
    private readonly SplitMix random = new(options.Seed);
    private bool isSingle;

    /// <summary>Checks a function at a point.</summary>
    /// <param name="f">The function.</param>
    /// <param name="inputs">The point.</param>
    /// <param name="nameOf">The names of the inputs.</param>
    /// <param name="arguments">How many of the last inputs reach the function as arguments; it reads the others from where they are.</param>
    public GradCheckReport Run(Func<Tensor[], Tensor[]> f, Tensor[] inputs, Func<int, string> nameOf, int arguments)
    {
        options.Validate();
        using var recording = EnableGrad.Scope;
        var replay = new DrawReplay(f);
        try
        {
            var names = Enumerable.Range(0, inputs.Length).Select(nameOf).ToArray();
            // What is drawn like an input follows its strides: other draws are another function.
            Orders(replay.Call, inputs, names, () => replay.Draws ? inputs.Length : inputs.Length - arguments);
        }
        finally
        {
            replay.Rewind();
        }
        notes.AddRange(KinkNotes.Of(rows));
        if (options.Criterion != GradCheckCriterion.Relative) notes.Add($"accepted: {options.Criterion}, element by element");
        diagnoses.AddRange(KindDiagnosis.Of([.. rows.Where(row => !diagnoses.Exists(d => d.Order == row.Order && d.Cause == GradCheckCause.NoGraph))]));
        return new GradCheckReport(rows, diagnoses, notes);
    }

    private void Orders(Func<Tensor[], Tensor[]> f, Tensor[] inputs, string[] names, Func<int> firstArgument)
    {
        double[] terms = [];
        for (int order = 1; ; order++)
        {
            var probe = new Probe(f, inputs, names);
            probe.Settle(canStopRecording: order == 1);
            var ys = probe.Outputs();
            if (order == 1)
            {
                notes.AddRange(RuleLint.Of(ys));
                notes.AddRange(probe.Surrogates.Select(static op => $"{op} declares another function for its derivative (ISurrogate): differences are those of that function"));
            }
            var cotangents = Cotangents(ys, order);
            var pullback = new Pullback(ys, inputs, cotangents);
            var check = Check(order, names, probe, Weighted(ys, cotangents, probe.Center, terms), pullback);
            if (order == options.Order && check.NoGraph is { } unseen) notes.Add(string.Create(CultureInfo.InvariantCulture, $"derivatives of order {order + 1} would fail: {unseen.Message}"));
            if (order == 1) Layouts(f, names, firstArgument(), probe, check, cotangents);
            if (probe.Refusal is { } refusal) notes.Add($"beside the point the function refused: {refusal}");
            if (order == options.Order || pullback.Outputs.Length == 0) break;
            if (check.NoGraph is { } lost)
            {
                rows.Add(Unfollowed(order + 1, lost));
                diagnoses.Add(new GradCheckDiagnosis(order + 1, "all", GradCheckCause.NoGraph, lost.Message, lost.LostBy));
                break;
            }
            // g = J'w is the next function, of the inputs and of w.
            terms = [.. check.Sizes.SelectMany(static s => s)];
            names = [.. names, .. pullback.Outputs.Select(k => string.Create(CultureInfo.InvariantCulture, $"cotangent {k} of order {order}"))];
            f = Derivative(f, inputs.Length, pullback.Outputs);
            inputs = [.. inputs, .. pullback.Cotangents.Select(Probe.Leaf)];
        }
    }

    /// <summary>The row of an order that no graph leads to.</summary>
    private GradCheckRow Unfollowed(int order, AutogradException why) => new()
    {
        Order = order,
        Kind = GradCheckKind.Recorded,
        Input = why.LostBy ?? "all",
        Error = 1,
        Limit = options.ExactTolerance,
        Expected = 0,
        Actual = 0,
        Verdict = GradCheckVerdict.Fail,
    };

    private OrderCheck Check(int order, string[] names, Probe probe, Bands bands, Pullback pullback)
    {
        var limits = isSingle ? options with { ExactTolerance = Math.Max(options.ExactTolerance, SingleTolerance) } : options;
        var check = new OrderCheck(limits, rows, diagnoses, random, order, Array.ConvertAll(pullback.Places, i => names[i]), probe, bands, pullback);
        check.Run();
        return check;
    }

    /// <summary>
    /// The function with its arguments laid out otherwise in memory: where its gradients are others than they were, differences there say whether
    /// they are right.
    /// </summary>
    private void Layouts(Func<Tensor[], Tensor[]> f, string[] names, int first, Probe probe, OrderCheck check, Tensor?[] cotangents)
    {
        var layouts = new LayoutCheck(f, probe, check, cotangents, options.Tolerance);
        foreach (var (way, xs) in LayoutCheck.Ways(probe.Inputs, first))
        {
            if (layouts.Outputs(xs) is not { } ys) continue;
            if (!layouts.HasSameValues(ys)) rows.Add(layouts.Row(ys, way, options.WorstElements));
            if (layouts.HasSameGradients(ys, xs)) continue;
            string[] there = Array.ConvertAll(names, name => $"{name} ({way})");
            var other = new Probe(f, xs, there);
            other.Settle(canStopRecording: true);
            Check(1, there, other, Weighted(ys, cotangents, other.Center, []), new Pullback(ys, xs, cotangents));
        }
    }

    /// <summary>(x, w) -> J(x)'w, recorded, for all x that require a gradient.</summary>
    private static Func<Tensor[], Tensor[]> Derivative(Func<Tensor[], Tensor[]> f, int count, int[] outputs) => all =>
    {
        var xs = all[..count];
        return Pullback.Gradients(f(xs), outputs, [.. xs.Where(static x => x.RequiresGrad)], all[count..], createGraph: true);
    };

    /// <summary>The bands of all outputs. Those outside of the graph are claimed to be constant: differences check that as well.</summary>
    private Bands Weighted(Tensor[] ys, Tensor?[] cotangents, double[] center, double[] terms)
    {
        if (options.Mode == GradCheckMode.Jacobian) return Bands.Single(Sizes(center, terms));
        var weights = new List<double>(center.Length);
        for (int k = 0; k < ys.Length; k++)
        {
            if (ys[k].DType == DType.Float64) weights.AddRange(cotangents[k]?.ToArray<double>() ?? [.. Enumerable.Range(0, ys[k].Numel).Select(_ => random.Weight())]);
        }
        return new Bands([.. weights], Sizes(center, terms));
    }

    /// <summary>The sizes of numbers, or of what they were computed from where that is larger.</summary>
    private static double[] Sizes(double[] center, double[] terms) => [.. center.Select((v, i) => i < terms.Length ? Math.Max(Math.Abs(v), terms[i]) : Math.Abs(v))];

    /// <summary>Random cotangents for the outputs that carry a gradient, null for others.</summary>
    private Tensor?[] Cotangents(Tensor[] ys, int order)
    {
        var cotangents = new Tensor?[ys.Length];
        for (int k = 0; k < ys.Length; k++)
        {
            if (ys[k].DType.IsFloat && ys[k].DType != DType.Float64)
                throw new DTypeException($"GradCheck: output {k} is {ys[k].DType.Name}; differences need float64 from the inputs to the outputs");
            if (ys[k].RequiresGrad)
            {
                cotangents[k] = random.Weights(ys[k].Shape);
                if (order > 1 || Single(ys[k]) is not { } op) continue;
                isSingle = true;
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"output {k} goes through {op.DType.Name} inside of the function ({op.Node.Name}): its slopes are judged to that rounding, not to the limit"));
            }
            else if (order == 1)
            {
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"output {k}, {ys[k].DType.Name} {Layout.Describe(ys[k].Shape)}, does not require a gradient"));
            }
        }
        return cotangents;
    }

    /// <summary>A node behind an output that computes in less than double precision; null where there is none.</summary>
    private static (Node Node, DType DType)? Single(Tensor y)
    {
        var seen = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Edge>([y.Edge]);
        while (open.TryPop(out var edge))
        {
            if (edge.Node is not { } node) continue;
            var dtype = node.OutputDType(edge.Slot);
            if (dtype.IsFloat && dtype != DType.Float64) return (node, dtype);
            if (!seen.Add(node)) continue;
            for (int i = 0; i < node.InputCount; i++) open.Push(node.Input(i));
        }
        return null;
    }
}
