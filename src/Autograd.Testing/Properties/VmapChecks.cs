namespace Autograd.Testing;

/// <summary>Samples of a batch are computed as in a loop over them: values, gradients inside of the mapped function, and gradients through it.</summary>
internal static class VmapChecks
{
    private const int Samples = 3;

    /// <summary>With a batch of all arguments, and of each alone.</summary>
    /// <param name="row">The op.</param>
    /// <param name="isRefusal">Whether Vmap may end in this exception.</param>
    /// <returns>How often it did.</returns>
    public static int Loop(OpRow row, Func<Exception, bool> isRefusal)
    {
        int refusals = 0;
        OpProperty.Check(row, 6, (@case, draw) =>
        {
            var samples = Drawn(@case, draw);
            if (samples.Length == 0) return;
            for (int alone = samples[0].Length == 1 ? 0 : -1; alone < samples[0].Length; alone++)
            {
                int?[] inDims = [.. samples[0].Select((_, i) => alone < 0 || alone == i ? 0 : (int?)null)];
                try
                {
                    Compare(@case, samples, inDims);
                }
                catch (Exception refusal) when (isRefusal(refusal))
                {
                    refusals++;
                }
            }
        });
        return refusals;
    }

    /// <summary>Vmap says by name what it cannot do.</summary>
    public static bool IsRefusal(Exception e) => e.Message.Contains("Vmap", StringComparison.Ordinal);

    /// <summary>Arguments of several samples, of one shape each; none where the shapes depend on the values.</summary>
    public static Tensor[][] Drawn(OpCase @case, Draw draw)
    {
        var samples = new Tensor[Samples][];
        for (int b = 0; b < Samples; b++) samples[b] = @case.Inputs(new Dice((ulong)draw.Seed, Math.Max(draw.Size, 1), draw.Layout, valueSeed: (ulong)(draw.Seed + b)));
        bool fits = samples[0].Length > 0 && samples.All(s => s.Length == samples[0].Length && s.Zip(samples[0]).All(p => p.First.Shape == p.Second.Shape));
        return fits ? samples : [];
    }

    /// <summary>The same shapes and dtypes, and values to the rounding of other orders of summation.</summary>
    public static void Close(IEnumerable<Tensor> expected, Tensor actual, string what)
    {
        var stacked = Tensor.Stack(expected.Select(y => y.Detach()));
        Need.That(stacked.Shape == actual.Shape, $"{what}: shape {actual.Shape}, not {stacked.Shape}");
        Need.That(stacked.DType == actual.DType, $"{what}: {actual.DType.Name}, not {stacked.DType.Name}");
        var (e, a) = (stacked.To(DType.Float64).ToArray<double>(), actual.Detach().To(DType.Float64).ToArray<double>());
        double tolerance = stacked.DType == DType.Float32 ? 1e-5 : 1e-12, size = e.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        for (int i = 0; i < e.Length; i++)
            Need.That(e[i].Equals(a[i]) || Math.Abs(e[i] - a[i]) <= tolerance * Math.Max(1, size), $"{what}: element {i} of {stacked.Shape} is {a[i]:R}, not {e[i]:R}");
    }

    private static void Compare(OpCase @case, Tensor[][] samples, int?[] inDims)
    {
        var loop = Enumerable.Range(0, Samples).Select(b => Run.Of(@case, Of(samples, inDims, b))).ToArray();
        Tensor[] Batches() => [.. inDims.Select((dim, i) => dim is null ? samples[0][i] : Tensor.Stack(Enumerable.Range(0, Samples).Select(b => samples[b][i])))];

        var values = Func.Vmap(@case.Function, inDims)(Batches());
        Need.That(loop[0].Outputs.Length == values.Length, $"{values.Length} outputs, not {loop[0].Outputs.Length}");
        for (int k = 0; k < values.Length; k++) Close(loop.Select(run => run.Outputs[k]), values[k], FormattableString.Invariant($"output {k}"));
        if (!loop[0].Outputs.Any(y => y.RequiresGrad)) return;

        // Gradients inside of the mapped function.
        var inside = Func.Vmap(xs => Filled(Run.Of(@case, xs), xs), inDims)(Batches());
        Tensor[] leaves = Batches();
        int[] wanted = [.. Enumerable.Range(0, leaves.Length).Where(i => leaves[i].DType is DType.Float32 or DType.Float64)];
        for (int i = 0; i < wanted.Length; i++)
            Close(loop.Select(run => run.Gradients[i] ?? Tensor.ZerosLike(samples[0][wanted[i]])), inside[i], FormattableString.Invariant($"gradient {wanted[i]} inside"));

        // The gradient of the whole batch, through the mapped function.
        leaves = Array.ConvertAll(leaves, Run.Leaf);
        var outputs = Func.Vmap(@case.Function, inDims)(leaves);
        Tensor[] live = [.. outputs.Where(y => y.RequiresGrad)];
        Tensor[] cotangents = [.. loop[0].Outputs.Where(y => y.RequiresGrad).Select(y => Run.Cotangent(y).Expand([Samples, .. y.Shape]))];
        var through = Gradient.Of(live, [.. wanted.Select(i => leaves[i])], cotangents, allowUnused: true);
        for (int i = 0; i < wanted.Length; i++)
        {
            var each = loop.Select(run => run.Gradients[i] ?? Tensor.ZerosLike(samples[0][wanted[i]]));
            if (inDims[wanted[i]] is null) each = [each.Aggregate((a, b) => a + b)];
            var found = through[i] ?? Tensor.ZerosLike(leaves[wanted[i]]);
            Close(each, inDims[wanted[i]] is null ? found.Unsqueeze(0) : found, FormattableString.Invariant($"gradient {wanted[i]} through"));
        }
    }

    private static Tensor[] Filled(Run run, Tensor[] xs)
    {
        Tensor[] wanted = [.. xs.Where(x => x.DType is DType.Float32 or DType.Float64)];
        return [.. run.Gradients.Select((g, i) => g ?? Tensor.ZerosLike(wanted[i]))];
    }

    private static Tensor[] Of(Tensor[][] samples, int?[] inDims, int b) => [.. inDims.Select((dim, i) => samples[dim is null ? 0 : b][i])];
}
