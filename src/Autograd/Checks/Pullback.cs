namespace Autograd.Checks;

/// <summary>The backward passes of a recorded computation: w -> J'w.</summary>
internal sealed class Pullback
{
    private readonly Tensor[] ys;

    /// <summary>Where the numbers of each output begin among those of all float64 outputs.</summary>
    private readonly int[] starts;

    /// <summary>Keeps the graph behind some outputs.</summary>
    /// <param name="ys">All outputs.</param>
    /// <param name="inputs">All inputs.</param>
    /// <param name="cotangents">A cotangent for every output that carries a gradient, null for others.</param>
    public Pullback(Tensor[] ys, Tensor[] inputs, Tensor?[] cotangents)
    {
        this.ys = ys;
        Outputs = [.. Enumerable.Range(0, ys.Length).Where(k => cotangents[k] is not null)];
        Cotangents = [.. cotangents.OfType<Tensor>()];
        Places = [.. Enumerable.Range(0, inputs.Length).Where(i => inputs[i].RequiresGrad)];
        Inputs = Array.ConvertAll(Places, i => inputs[i]);
        starts = new int[ys.Length];
        for (int k = 1; k < ys.Length; k++) starts[k] = starts[k - 1] + (ys[k - 1].DType == DType.Float64 ? ys[k - 1].Numel : 0);
    }

    /// <summary>The numbers of the outputs that carry a gradient.</summary>
    public int[] Outputs { get; }

    /// <summary>The random cotangents of these outputs.</summary>
    public Tensor[] Cotangents { get; }

    /// <summary>The inputs that require a gradient.</summary>
    public Tensor[] Inputs { get; }

    /// <summary>Their places among all inputs.</summary>
    public int[] Places { get; }

    /// <summary>The outputs that carry a gradient.</summary>
    public Tensor[] Live => Array.ConvertAll(Outputs, k => ys[k]);

    /// <summary>J'w by input.</summary>
    public double[][] Numbers(Tensor[] ws, bool createGraph = false) => Array.ConvertAll(Gradients(ys, Outputs, Inputs, ws, createGraph), static g => g.ToArray<double>());

    /// <summary>J'w for the cotangents of some outputs, the others being absent.</summary>
    public double[][] Alone(int[] present) => Array.ConvertAll(
        Gradients(ys, Array.ConvertAll(present, k => Outputs[k]), Inputs, Array.ConvertAll(present, k => Cotangents[k]), createGraph: false),
        static g => g.ToArray<double>());

    /// <summary>The cotangents of some outputs, zeros for the others.</summary>
    public Tensor[] Only(params ReadOnlySpan<int> present)
    {
        var ws = Array.ConvertAll(Cotangents, static w => Tensor.ZerosLike(w));
        foreach (int k in present) ws[k] = Cotangents[k];
        return ws;
    }

    /// <summary>The cotangent of one output at one index along a dimension, zeros for all other numbers.</summary>
    public Tensor[] Slice(int k, int dim, int index) =>
        [.. Only(k).Select((w, i) => i == k ? At(w, dim, index) : w)];

    /// <summary>The cotangents of the numbers of one band, zeros for the others.</summary>
    public Tensor[] Band(Bands bands, int band) => Masked((_, place) => bands.Weight(band, place));

    /// <summary>
    /// For every element of J'w the size of the largest number it depends on, and with whose rounding it is computed: a NaN
    /// in the cotangents of a band shows in all that depends on it, also where the derivative cancels to 0.
    /// </summary>
    public double[][] SizesOfTerms(Bands bands)
    {
        var sizes = Array.ConvertAll(Inputs, static x => new double[x.Numel]);
        for (int band = 0; band < bands.Count; band++)
        {
            var shown = Numbers(Masked((_, place) => bands.Weight(band, place) == 0 ? 0 : double.NaN));
            for (int i = 0; i < sizes.Length; i++)
            {
                // A derivative is of the size of f / x.
                double scale = bands.Largest(band) / Math.Min(1, ElementCheck.Typical(Inputs[i]));
                for (int j = 0; j < sizes[i].Length; j++)
                {
                    if (!double.IsFinite(shown[i][j])) sizes[i][j] = Math.Max(sizes[i][j], scale);
                }
            }
        }
        return sizes;
    }

    /// <summary>J'w for every x, zeros where nothing depends on it.</summary>
    public static Tensor[] Gradients(Tensor[] ys, int[] outputs, Tensor[] xs, Tensor[] ws, bool createGraph)
    {
        // An output can lose its graph only where f changes with its input; its gradient is then 0.
        int[] live = [.. Enumerable.Range(0, outputs.Length).Where(k => ys[outputs[k]].RequiresGrad)];
        Tensor?[] found = live.Length == 0
            ? new Tensor?[xs.Length]
            : Gradient.Of([.. live.Select(k => ys[outputs[k]])], xs, [.. live.Select(k => ws[k])], retainGraph: true, createGraph, allowUnused: true);
        return [.. found.Select((g, i) => g ?? Tensor.ZerosLike(xs[i]))];
    }

    private static Tensor At(Tensor w, int dim, int index)
    {
        var numbers = w.ToArray<double>();
        for (int j = 0; j < numbers.Length; j++)
        {
            if (RowMajor.Along(w.Shape, dim, j) != index) numbers[j] = 0;
        }
        return Tensor.From<double>(numbers, w.Shape);
    }

    private Tensor[] Masked(Func<double, int, double> weight) => [.. Outputs.Select((k, i) =>
    {
        var w = Cotangents[i].ToArray<double>();
        for (int j = 0; j < w.Length; j++) w[j] = weight(w[j], starts[k] + j);
        return Tensor.From<double>(w, Cotangents[i].Shape);
    })];
}
