using Autograd.Memory;

namespace Autograd.Checks;

/// <summary>The inputs of a checked function, each of which can be moved element by element and put back.</summary>
internal sealed class Probe
{
    private const int Levels = 4;
    private const double Shrink = 8;

    /// <summary>Truncation below this share of the slope is far under every tolerance: no smaller step is tried.</summary>
    private const double GoodEnough = 1e-11;

    private const double Epsilon = 1.0 / (1L << 52);

    private readonly Func<Tensor[], Tensor[]> f;
    private readonly Tensor[] moved;
    private readonly double step;
    private readonly double scale;
    private bool isRecorded = true;

    /// <summary>Makes a probe of a function at a point.</summary>
    /// <param name="f">The function.</param>
    /// <param name="inputs">The point.</param>
    /// <param name="step">The largest step, for |x| up to 1.</param>
    /// <param name="scale">
    /// The size of the numbers from which the outputs were computed: what cancels to nothing (the gradient of the sum of a
    /// softmax) has the rounding of what cancelled.
    /// </param>
    public Probe(Func<Tensor[], Tensor[]> f, Tensor[] inputs, double step, double scale)
    {
        this.f = f;
        this.step = step;
        this.scale = scale;
        Inputs = inputs;
        // Elements that share memory (expand) cannot be moved one by one.
        moved = Array.ConvertAll(inputs, static x => x.RequiresGrad && Overlaps(x.Layout) ? Leaf(x.Detach().Clone()) : x);
    }

    /// <summary>The inputs for the derivative under test.</summary>
    public Tensor[] Inputs { get; }

    /// <summary>The outputs with their graph, at the inputs for the derivative under test.</summary>
    public Tensor[] Outputs() => f(Inputs);

    /// <summary>The values of the outputs at present; null for outputs that hold no real numbers.</summary>
    public double[]?[] Evaluate()
    {
        if (isRecorded) return Values();
        using (NoGrad.Scope()) return Values();
    }

    /// <summary>
    /// Stops recording for differences, whose graphs nobody walks, where the function can do without: one that takes
    /// gradients inside of itself throws.
    /// </summary>
    public void StopRecording()
    {
        isRecorded = false;
        try
        {
            _ = Evaluate();
        }
        catch (AutogradException)
        {
            isRecorded = true;
        }
    }

    private double[]?[] Values() => Array.ConvertAll(f(moved), static y => y.DType == DType.Float64 ? y.ToArray<double>() : null);

    /// <summary>
    /// d&lt;weights, f&gt;/dx for every element of an input, with the rounding that the quotient cannot see beyond.
    /// </summary>
    public (double[] Slopes, double[] Noise) Differences(int input, double[]?[] weights)
    {
        var x = moved[input];
        var slopes = new double[x.Numel];
        var noise = new double[x.Numel];
        for (int i = 0; i < slopes.Length; i++)
        {
            int place = Place(x.Layout, i);
            double value = Read(x, place);
            try
            {
                (slopes[i], noise[i]) = Slope(x, place, value, weights);
            }
            finally
            {
                Write(x, place, value);
            }
        }
        return (slopes, noise);
    }

    /// <summary>A leaf that requires a gradient.</summary>
    public static Tensor Leaf(Tensor x)
    {
        x.RequiresGrad = true;
        return x;
    }

    /// <summary>
    /// A leaf with the values and the strides of another tensor, in memory of its own; gaps hold NaN, so that a kernel
    /// that reads between the elements is seen.
    /// </summary>
    public static Tensor Twin(Tensor x)
    {
        var from = x.Layout;
        // What counts of the offset is how it lies to a vector.
        var layout = Layout.Strided(from.Sizes, from.Strides, from.Offset % 16);
        int extent = layout.Count == 0 ? 0 : layout.Offset + 1;
        for (int d = 0; d < layout.Rank && layout.Count > 0; d++) extent += (layout.Sizes[d] - 1) * layout.Strides[d];
        var twin = Tensor.Full([extent], double.NaN, x.DType).Alias(layout);
        CopyOp.Into(x, twin, layout);
        return Leaf(twin);
    }

    /// <summary>Whether two elements lie at the same place.</summary>
    public static bool Overlaps(Layout layout)
    {
        if (layout.IsContiguous) return false;
        var seen = new HashSet<int>(layout.Count);
        for (int i = 0; i < layout.Count; i++)
        {
            if (!seen.Add(Place(layout, i))) return true;
        }
        return false;
    }

    /// <summary>Where in the storage the element with row-major number <paramref name="element"/> lies.</summary>
    private static int Place(Layout layout, int element)
    {
        int place = layout.Offset;
        for (int d = layout.Rank - 1; d >= 0; d--)
        {
            place += element % layout.Sizes[d] * layout.Strides[d];
            element /= layout.Sizes[d];
        }
        return place;
    }

    private static double Read(Tensor x, int place)
    {
        using var lease = x.Lease<double>();
        return lease.Span[place];
    }

    private static void Write(Tensor x, int place, double value)
    {
        using var lease = x.Lease<double>();
        lease.Span[place] = value;
    }

    /// <summary>
    /// The extrapolated difference (4 D(h/2) - D(h)) / 3 at the step where truncation and rounding together are least.
    /// D(h) - D(h/2) is about h^2 f'''/8, so its square over the slope estimates the next term, h^4: steps shrink
    /// where a function bends sharply (log near 0) or has a kink nearby (Ridders, 1982).
    /// </summary>
    private (double Slope, double Noise) Slope(Tensor x, int place, double value, double[]?[] weights)
    {
        double h = step * Math.Max(1, Math.Abs(value));
        double best = double.NaN, bestNoise = double.NaN, least = double.PositiveInfinity;
        for (int level = 0; level < Levels; level++, h /= Shrink)
        {
            var (wide, _) = Central(x, place, value, h, weights);
            var (narrow, rounding) = Central(x, place, value, h / 2, weights);
            double slope = (4 * narrow - wide) / 3, change = Math.Abs(narrow - wide);
            double truncation = change == 0 ? 0 : change * Math.Min(1, change / Math.Abs(slope));
            if (truncation + rounding < least) (best, bestNoise, least) = (slope, rounding, truncation + rounding);
            if (truncation <= Math.Max(GoodEnough * Math.Abs(slope), rounding)) break;
        }
        return (best, bestNoise);
    }

    /// <summary>D(h) = &lt;weights, f(x + h) - f(x - h)&gt; / 2h, and the size of the rounding in it.</summary>
    private (double Quotient, double Rounding) Central(Tensor x, int place, double value, double h, double[]?[] weights)
    {
        // The step as the machine takes it.
        double above = value + h, below = value - h, width = above - below;
        Write(x, place, above);
        var up = Evaluate();
        Write(x, place, below);
        var down = Evaluate();
        double sum = 0, squares = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            if (weights[k] is not { } w) continue;
            var (a, b) = (up[k]!, down[k]!);
            for (int j = 0; j < w.Length; j++)
            {
                // Equal infinities cancel.
                if (a[j] != b[j]) sum += w[j] * (a[j] - b[j]);
                double size = w[j] * Math.Max(scale, Math.Max(Math.Abs(a[j]), Math.Abs(b[j])));
                if (double.IsFinite(size)) squares += size * size;
            }
        }
        // Rounding errors of the outputs are independent: their squares add up.
        return (sum / width, Epsilon * Math.Sqrt(squares) / width);
    }
}
