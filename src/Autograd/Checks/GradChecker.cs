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

    public GradCheckReport Run(Func<Tensor[], Tensor[]> f, Tensor[] inputs, Func<int, string> nameOf)
    {
        options.Validate();
        using var recording = EnableGrad.Scope;
        var names = Enumerable.Range(0, inputs.Length).Select(nameOf).ToArray();
        double[] terms = [];
        for (int order = 1; ; order++)
        {
            var probe = new Probe(f, inputs, names);
            probe.Settle(canStopRecording: order == 1);
            var ys = probe.Outputs();
            if (order == 1) notes.AddRange(RuleLint.Of(ys));
            var cotangents = Cotangents(ys, order);
            var pullback = new Pullback(ys, inputs, cotangents);
            var limits = isSingle ? options with { ExactTolerance = Math.Max(options.ExactTolerance, SingleTolerance) } : options;
            var movable = Array.ConvertAll(pullback.Places, i => names[i]);
            var check = new OrderCheck(limits, rows, diagnoses, random, order, movable, probe, Weighted(ys, cotangents, probe.Center, terms), pullback);
            check.Run();
            if (probe.Refusal is { } refusal) notes.Add($"beside the point the function refused: {refusal}");
            if (order == options.Order || pullback.Outputs.Length == 0) break;
            // g = J'w is the next function, of the inputs and of w.
            terms = [.. check.Sizes.SelectMany(static s => s)];
            names = [.. names, .. pullback.Outputs.Select(k => string.Create(CultureInfo.InvariantCulture, $"cotangent {k} of order {order}"))];
            f = Derivative(f, inputs.Length, pullback.Outputs);
            inputs = [.. inputs, .. pullback.Cotangents.Select(Probe.Leaf)];
        }
        foreach (var row in rows.Where(static row => row.Kinks > 0))
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"order {row.Order}, {row.Input}: {row.Kinks} on a kink, where any slope between the two sides is accepted"));
        if (options.Criterion != GradCheckCriterion.Relative) notes.Add($"accepted: {options.Criterion}, element by element");
        diagnoses.AddRange(KindDiagnosis.Of(rows));
        return new GradCheckReport(rows, diagnoses, notes);
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
        var weights = new List<double>(center.Length);
        for (int k = 0; k < ys.Length; k++)
        {
            if (ys[k].DType == DType.Float64) weights.AddRange(cotangents[k]?.ToArray<double>() ?? [.. Enumerable.Range(0, ys[k].Numel).Select(_ => random.Weight())]);
        }
        return new Bands([.. weights], [.. center.Select((v, i) => i < terms.Length ? Math.Max(Math.Abs(v), terms[i]) : Math.Abs(v))]);
    }

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
