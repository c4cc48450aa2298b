using System.Globalization;
using Autograd.Memory;

namespace Autograd.Checks;

/// <summary>One run of a gradient check: order by order, each order's function being the gradient of the one before.</summary>
internal sealed class GradChecker(GradCheckOptions options, List<string> notes)
{
    private readonly List<GradCheckRow> rows = [];
    private readonly SplitMix random = new(options.Seed);

    public GradCheckReport Run(Func<Tensor[], Tensor[]> f, Tensor[] inputs, Func<int, string> nameOf)
    {
        options.Validate();
        using var recording = EnableGrad.Scope();
        var names = Enumerable.Range(0, inputs.Length).Select(nameOf).ToArray();
        double scale = 0;
        for (int order = 1; ; order++)
        {
            var probe = new Probe(f, inputs, options.Step, scale);
            var values = Repeatable(probe, order == 1);
            scale = Math.Max(scale, Size(values));
            var cotangents = Cotangents(f, inputs, order);
            new OrderCheck(options, rows, random, order, names, probe, cotangents).Run(values);
            if (order == options.Order || cotangents.All(static w => w is null)) break;
            // g = J'w is the next function, of the inputs and of w.
            names = [.. names, .. Enumerable.Range(0, cotangents.Length).Where(k => cotangents[k] is not null)
                .Select(k => string.Create(CultureInfo.InvariantCulture, $"cotangent {k} of order {order}"))];
            f = Derivative(f, inputs.Length, cotangents);
            inputs = [.. inputs, .. cotangents.Where(static w => w is not null).Select(static w => Probe.Leaf(w!))];
        }
        return new GradCheckReport(rows, notes);
    }

    private static double Size(double[]?[] values)
    {
        double size = 0;
        foreach (var output in values)
        {
            foreach (double v in output ?? [])
            {
                if (double.IsFinite(v)) size = Math.Max(size, Math.Abs(v));
            }
        }
        return size;
    }

    /// <summary>(x, w) -> J(x)'w, recorded, for all x that require a gradient.</summary>
    private static Func<Tensor[], Tensor[]> Derivative(Func<Tensor[], Tensor[]> f, int count, Tensor?[] cotangents)
    {
        int[] outputs = [.. Enumerable.Range(0, cotangents.Length).Where(k => cotangents[k] is not null)];
        return all =>
        {
            var xs = all[..count];
            var ys = f(xs);
            return Gradients(ys, outputs, xs, all[count..], createGraph: true);
        };
    }

    /// <summary>J'w for every x that requires a gradient, zeros where nothing depends on it.</summary>
    internal static Tensor[] Gradients(Tensor[] ys, int[] outputs, Tensor[] xs, Tensor[] ws, bool createGraph)
    {
        Tensor[] wanted = [.. xs.Where(static x => x.RequiresGrad)];
        // An output can lose its graph only where f changes with its input; its gradient is then 0.
        int[] live = [.. Enumerable.Range(0, outputs.Length).Where(k => ys[outputs[k]].RequiresGrad)];
        Tensor?[] found = live.Length == 0
            ? new Tensor?[wanted.Length]
            : Gradient.Of([.. live.Select(k => ys[outputs[k]])], wanted, [.. live.Select(k => ws[k])], retainGraph: true, createGraph, allowUnused: true);
        return [.. found.Select((g, i) => g ?? Tensor.ZerosLike(wanted[i]))];
    }

    /// <summary>Random cotangents for the outputs that carry a gradient, null for others.</summary>
    private Tensor?[] Cotangents(Func<Tensor[], Tensor[]> f, Tensor[] inputs, int order)
    {
        var ys = f(inputs);
        var cotangents = new Tensor?[ys.Length];
        for (int k = 0; k < ys.Length; k++)
        {
            if (ys[k].DType.IsFloat && ys[k].DType != DType.Float64)
                throw new DTypeException($"GradCheck: output {k} is {ys[k].DType.Name}; differences need float64 from the inputs to the outputs");
            if (ys[k].RequiresGrad) cotangents[k] = random.Weights(ys[k].Shape);
            else if (order == 1) notes.Add(string.Create(CultureInfo.InvariantCulture, $"output {k}, {ys[k].DType.Name} {Layout.Describe(ys[k].Shape)}, does not require a gradient"));
        }
        return cotangents;
    }

    private static double[]?[] Repeatable(Probe probe, bool isFirstOrder)
    {
        var first = probe.Evaluate();
        // The second call may go without recording; its values are compared all the same.
        if (isFirstOrder) probe.StopRecording();
        var second = probe.Evaluate();
        if (first.Length != second.Length)
            throw new AutogradException($"GradCheck: the function is not deterministic: it gave {first.Length} outputs, then {second.Length}");
        for (int k = 0; k < first.Length; k++)
        {
            if (first[k] is not { } a) continue;
            if (second[k] is not { } b || !Same(a, b))
                throw new AutogradException($"GradCheck: the function is not deterministic: two calls with the same inputs gave different values of output {k}; seed its generator inside of it (dropout: a new Generator(seed) a call, or Eval())");
        }
        return first;
    }

    private static bool Same(double[] a, double[] b)
    {
        if (a.Length != b.Length) return false;
        for (int i = 0; i < a.Length; i++)
        {
            if (BitConverter.DoubleToInt64Bits(a[i]) != BitConverter.DoubleToInt64Bits(b[i])) return false;
        }
        return true;
    }
}
