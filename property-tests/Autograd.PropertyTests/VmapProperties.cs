using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>Every case of every row under Vmap against a loop over the samples: values, gradients inside, and gradients through.</summary>
public sealed class VmapProperties
{
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
    public void Samples_of_a_batch_are_computed_as_in_a_loop(string name) =>
        Assert.Equal(Refused.Contains(name), VmapChecks.Loop(OpTable.Find(name), e => IsRefusal(name, e)) > 0);

    /// <summary>Order two across the tapes: the gradient inside is not recorded there, and is differentiated outside.</summary>
    [Theory]
    [MemberData(nameof(RowData.Differentiable), MemberType = typeof(RowData))]
    public void Gradients_inside_are_differentiated_outside(string name)
    {
        OpProperty.Check(OpTable.Find(name), 3, (@case, draw) =>
        {
            var samples = VmapChecks.Drawn(@case, draw);
            if (samples.Length == 0) return;
            var loop = Array.ConvertAll(samples, xs => Second(Array.ConvertAll(xs, Run.Leaf), xs => First(@case, xs, createGraph: true)));
            Tensor[] batches = [.. samples[0].Select((_, i) => Run.Leaf(Tensor.Stack(samples.Select(xs => xs[i]))))];
            var mapped = Func.Vmap(xs => First(@case, Array.ConvertAll(xs, InPlace), createGraph: false));
            try
            {
                var through = Second(batches, mapped);
                for (int i = 0; i < through.Length; i++) VmapChecks.Close(loop.Select(g => g[i]), through[i], $"second derivative {i}");
            }
            catch (Exception refusal) when (IsRefusal(name, refusal))
            {
                // The other test counts them.
            }
        }, maxSize: 2);
    }

    private static bool IsRefusal(string name, Exception e) => Refused.Contains(name) && VmapChecks.IsRefusal(e);

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
}
