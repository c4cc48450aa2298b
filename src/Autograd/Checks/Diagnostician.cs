using System.Globalization;

namespace Autograd.Checks;

/// <summary>Explains the inputs of one order that failed: by their numbers alone, and then by asking the function again.</summary>
internal sealed class Diagnostician(int order, Probe probe, Pullback pullback, int bands, List<GradCheckDiagnosis> diagnoses)
{
    /// <summary>Adds what explains a row that failed.</summary>
    /// <param name="row">The row.</param>
    /// <param name="place">The place of its input among those that require a gradient.</param>
    /// <param name="findings">What was found, element by element.</param>
    public void Explain(GradCheckRow row, int place, Finding[] findings)
    {
        var x = pullback.Inputs[place];
        var evidence = Evidence.Of(row.Shape, findings, bands, x.Detach().ToArray<double>(), [.. Sizes(row.Shape)]);
        bool isDead = false;
        foreach (var (cause, text) in Diagnosis.Of(evidence))
        {
            isDead = cause == GradCheckCause.Zero && Array.TrueForAll(evidence.Actual, static g => g == 0);
            var cut = isDead ? CutFinder.Find(probe.Outputs, GoBackward, x) : null;
            Add(row.Input, cause, cut is null ? text : $"{text}: {cut.Text}", cut?.Op);
        }
        if (isDead) return;
        if (row is { Directions: > 0, Wrong: > 0 and < Directions.Enough })
            Add(row.Input, GradCheckCause.SomeElements, string.Create(CultureInfo.InvariantCulture, $"{row.Wrong} of {row.Shape.Numel} elements found wrong by halving: {string.Join(", ", row.Worst.Select(static e => Memory.Layout.Describe([.. e.Index])))}"), null);
        if (OnlySlice(place) is { } slice) Add(row.Input, GradCheckCause.MissingReduction, slice, null);
        if (IsRightWhenContiguous(place, findings)) Add(row.Input, GradCheckCause.StridedInput, "right on contiguous copies of the inputs: the rule or its kernel mistakes strides or the offset", null);
    }

    private void Add(string input, GradCheckCause cause, string text, string? op)
    {
        string prefix = order == 1 ? input : string.Create(CultureInfo.InvariantCulture, $"{input}, order {order}");
        diagnoses.Add(new GradCheckDiagnosis(order, input, cause, $"{prefix}: {text}", op));
    }

    private void GoBackward(Tensor[] ys) => Pullback.Gradients(ys, pullback.Outputs, pullback.Inputs, pullback.Cotangents, createGraph: false);

    private IEnumerable<(int Size, string What)> Sizes(Shape shape)
    {
        foreach (var size in Named(shape, "the input")) yield return size;
        for (int k = 0; k < pullback.Outputs.Length; k++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"output {pullback.Outputs[k]}");
            foreach (var size in Named(pullback.Cotangents[k].Shape, name)) yield return size;
        }
    }

    private static IEnumerable<(int Size, string What)> Named(Shape shape, string name) =>
        Enumerable.Range(0, shape.Rank).Select(d => (shape[d], string.Create(CultureInfo.InvariantCulture, $"the size of dimension {d} of {name}")))
            .Prepend((shape.Numel, $"the number of elements of {name}"));

    /// <summary>Whether all of the gradient comes from one index along a dimension of an output, its first or last: nothing is summed over it.</summary>
    private string? OnlySlice(int place)
    {
        for (int k = 0; k < pullback.Outputs.Length; k++)
        {
            var whole = pullback.Numbers(pullback.Only(k))[place];
            if (Array.TrueForAll(whole, static g => g == 0)) continue;
            var shape = pullback.Cotangents[k].Shape;
            for (int d = 0; d < shape.Rank; d++)
            {
                foreach (int index in shape[d] < 2 ? Array.Empty<int>() : [0, shape[d] - 1])
                {
                    if (!Agree(pullback.Numbers(pullback.Slice(k, d, index))[place], whole, 1e-12)) continue;
                    return string.Create(CultureInfo.InvariantCulture, $"of output {pullback.Outputs[k]} only index {index} of dimension {d} reaches the gradient: the sum over a broadcast dimension is missing");
                }
            }
        }
        return null;
    }

    private bool IsRightWhenContiguous(int place, Finding[] findings)
    {
        if (Array.TrueForAll(probe.Inputs, static x => x.IsContiguous)) return false;
        var inputs = Array.ConvertAll(probe.Inputs, static x => x.RequiresGrad ? Probe.Leaf(x.Detach().Contiguous().Clone()) : x.Contiguous());
        var ys = probe.OutputsAt(inputs);
        if (!Array.TrueForAll(pullback.Outputs, k => ys[k].RequiresGrad)) return false;
        var found = Pullback.Gradients(ys, pullback.Outputs, [inputs[pullback.Places[place]]], pullback.Cotangents, createGraph: false)[0].ToArray<double>();
        var expected = new double[found.Length];
        for (int i = 0; i < findings.Length; i++) expected[i / bands] += findings[i].Expected;
        return Agree(found, expected, 1e-4);
    }

    private static bool Agree(double[] a, double[] b, double tolerance)
    {
        double size = b.Max(Math.Abs);
        for (int i = 0; i < a.Length; i++)
        {
            if (!(Math.Abs(a[i] - b[i]) <= tolerance * size)) return false;
        }
        return true;
    }
}
