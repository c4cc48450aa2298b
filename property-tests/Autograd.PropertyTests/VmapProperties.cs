using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>Every case of every row under Vmap against a loop over the samples: values, gradients inside, and gradients through.</summary>
public sealed class VmapProperties
{
    private const int Samples = 3;

    /// <summary>Rows of which Vmap refuses a case, by name: random without a word about it, in place, shaped by values or reading them, without a rule.</summary>
    private static readonly HashSet<string> Refused =
    [
        "AlphaDropout", "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "FeatureAlphaDropout", "GumbelSoftmax", "RReLU", "ScaledDotProductAttention",
        "AddInPlace", "SubInPlace", "MulInPlace", "DivInPlace", "PowInPlace", "NegInPlace", "ExpInPlace", "SqrtInPlace", "TanhInPlace", "SigmoidInPlace",
        "ReLUInPlace", "ClampInPlace", "CopyInPlace", "FillInPlace", "ZeroInPlace", "MaskedFillInPlace", "SetItem", "BatchNorm", "InstanceNorm",
        "BinCount", "Histc", "MaskedScatter", "MaskedSelect", "Median", "NanMedian", "NonZero", "NonZeroAsTuple", "RepeatInterleave", "ScatterReduce", "Unique",
        "UniqueConsecutive", "get_At", "CtcLoss", "Embedding",
    ];

    [Theory]
    [MemberData(nameof(RowData.All), MemberType = typeof(RowData))]
    public void Samples_of_a_batch_are_computed_as_in_a_loop(string name)
    {
        int refusals = 0;
        OpProperty.Check(OpTable.Find(name), 6, (@case, draw) =>
        {
            var samples = Drawn(@case, draw);
            if (samples.Length == 0) return;
            // All arguments of their own, and each alone.
            for (int alone = samples[0].Length == 1 ? 0 : -1; alone < samples[0].Length; alone++)
            {
                int?[] inDims = [.. samples[0].Select((_, i) => alone < 0 || alone == i ? 0 : (int?)null)];
                try
                {
                    Compare(@case, samples, inDims);
                }
                catch (Exception refusal) when (IsRefusal(name, refusal))
                {
                    refusals++;
                }
            }
        });
        Assert.Equal(Refused.Contains(name), refusals > 0);
    }

    /// <summary>Order two across the tapes: the gradient inside is not recorded there, and is differentiated outside.</summary>
    [Theory]
    [MemberData(nameof(RowData.Differentiable), MemberType = typeof(RowData))]
    public void Gradients_inside_are_differentiated_outside(string name)
    {
        OpProperty.Check(OpTable.Find(name), 3, (@case, draw) =>
        {
            var samples = Drawn(@case, draw);
            if (samples.Length == 0) return;
            var loop = Array.ConvertAll(samples, xs => Second(Array.ConvertAll(xs, Run.Leaf), xs => First(@case, xs, createGraph: true)));
            Tensor[] batches = [.. samples[0].Select((_, i) => Run.Leaf(Tensor.Stack(samples.Select(xs => xs[i]))))];
            var mapped = Func.Vmap(xs => First(@case, Array.ConvertAll(xs, InPlace), createGraph: false));
            try
            {
                var through = Second(batches, mapped);
                for (int i = 0; i < through.Length; i++) Close(loop.Select(g => g[i]), through[i], $"second derivative {i}");
            }
            catch (Exception refusal) when (IsRefusal(name, refusal))
            {
                // The other test counts them.
            }
        }, maxSize: 2);
    }

    private static bool IsRefusal(string name, Exception e) => Refused.Contains(name) && e.Message.Contains("Vmap", StringComparison.Ordinal);

    private static Tensor InPlace(Tensor x) => x.DType is DType.Float64 or DType.Float32 ? x.RequiresGradInPlace() : x;

    /// <summary>The gradients by what is differentiable; zeros where nothing depends on it.</summary>
    private static Tensor[] First(OpCase @case, Tensor[] xs, bool createGraph)
    {
        Tensor[] live = [.. @case.Function(xs).Where(y => y.RequiresGrad)], wanted = Wanted(xs);
        var found = live.Length == 0 ? new Tensor?[wanted.Length] : Gradient.Of(live, wanted, Array.ConvertAll(live, Run.Cotangent), createGraph: createGraph, allowUnused: true);
        return [.. found.Select((g, i) => g ?? Tensor.ZerosLike(wanted[i]))];
    }

    /// <summary>The gradients of what <paramref name="first"/> gives, with cotangents that are the same for every sample.</summary>
    private static Tensor[] Second(Tensor[] xs, Func<Tensor[], Tensor[]> first)
    {
        Tensor[] live = [.. first(xs).Where(g => g.RequiresGrad)], wanted = Wanted(xs);
        if (live.Length == 0) return Array.ConvertAll(wanted, x => Tensor.ZerosLike(x));
        // A batch of cotangents is one, repeated.
        var cotangents = Array.ConvertAll(live, g => Tensor.Full(g.Shape, 0.75, g.DType));
        return [.. Gradient.Of(live, wanted, cotangents, allowUnused: true).Select((g, i) => g ?? Tensor.ZerosLike(wanted[i]))];
    }

    private static Tensor[] Wanted(Tensor[] xs) => [.. xs.Where(x => x.RequiresGrad)];

    /// <summary>Arguments of several samples, of one shape each; none where the shapes depend on the values.</summary>
    private static Tensor[][] Drawn(OpCase @case, Draw draw)
    {
        var samples = new Tensor[Samples][];
        for (int b = 0; b < Samples; b++) samples[b] = @case.Inputs(new Dice((ulong)draw.Seed, Math.Max(draw.Size, 1), draw.Layout, valueSeed: (ulong)(draw.Seed + b)));
        bool fits = samples[0].Length > 0 && samples.All(s => s.Length == samples[0].Length && s.Zip(samples[0]).All(p => p.First.Shape == p.Second.Shape));
        return fits ? samples : [];
    }

    private static void Compare(OpCase @case, Tensor[][] samples, int?[] inDims)
    {
        var loop = Enumerable.Range(0, Samples).Select(b => Run.Of(@case, Of(samples, inDims, b))).ToArray();
        Tensor[] Batches() => [.. inDims.Select((dim, i) => dim is null ? samples[0][i] : Tensor.Stack(Enumerable.Range(0, Samples).Select(b => samples[b][i])))];

        var values = Func.Vmap(@case.Function, inDims)(Batches());
        Assert.Equal(loop[0].Outputs.Length, values.Length);
        for (int k = 0; k < values.Length; k++) Close(loop.Select(run => run.Outputs[k]), values[k], $"output {k}");
        if (!loop[0].Outputs.Any(y => y.RequiresGrad)) return;

        // Gradients inside of the mapped function.
        var inside = Func.Vmap(xs => Filled(Run.Of(@case, xs), xs), inDims)(Batches());
        Tensor[] leaves = Batches();
        int[] wanted = [.. Enumerable.Range(0, leaves.Length).Where(i => leaves[i].DType is DType.Float32 or DType.Float64)];
        for (int i = 0; i < wanted.Length; i++) Close(loop.Select(run => run.Gradients[i] ?? Tensor.ZerosLike(samples[0][wanted[i]])), inside[i], $"gradient {wanted[i]} inside");

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
            Close(each, inDims[wanted[i]] is null ? found.Unsqueeze(0) : found, $"gradient {wanted[i]} through");
        }
    }

    private static Tensor[] Filled(Run run, Tensor[] xs)
    {
        Tensor[] wanted = [.. xs.Where(x => x.DType is DType.Float32 or DType.Float64)];
        return [.. run.Gradients.Select((g, i) => g ?? Tensor.ZerosLike(wanted[i]))];
    }

    private static Tensor[] Of(Tensor[][] samples, int?[] inDims, int b) => [.. inDims.Select((dim, i) => samples[dim is null ? 0 : b][i])];

    private static void Close(IEnumerable<Tensor> expected, Tensor actual, string what)
    {
        var stacked = Tensor.Stack(expected.Select(y => y.Detach()));
        Assert.True(stacked.Shape == actual.Shape, $"{what}: shape {actual.Shape}, not {stacked.Shape}");
        Assert.True(stacked.DType == actual.DType, $"{what}: {actual.DType}, not {stacked.DType}");
        var (e, a) = (stacked.To(DType.Float64).ToArray<double>(), actual.Detach().To(DType.Float64).ToArray<double>());
        double tolerance = stacked.DType == DType.Float32 ? 1e-5 : 1e-12, size = e.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        for (int i = 0; i < e.Length; i++)
        {
            if (e[i].Equals(a[i]) || Math.Abs(e[i] - a[i]) <= tolerance * Math.Max(1, size)) continue;
            Assert.Fail($"{what}: element {i} of {stacked.Shape} is {a[i]:R}, not {e[i]:R}");
        }
    }
}
