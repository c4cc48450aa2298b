using Autograd.Checks;

namespace Autograd.Testing;

/// <summary>What a row of the op table draws its inputs from: shapes, values and layouts, all from one seed.</summary>
public sealed partial class Dice
{
    /// <summary>How far values stay from kinks and ties: 100 steps of the gradient checker.</summary>
    private const double Margin = 0.1;

    private const int LargeNumel = 70_000;

    private readonly SplitMix shapes;
    private readonly SplitMix values;
    private readonly SplitMix layouts;
    private readonly int size;
    private readonly InputLayout layout;

    /// <summary>Makes the dice of one draw.</summary>
    /// <param name="seed">The same seed gives the same shapes and values, under any layout.</param>
    /// <param name="size">The largest size of a dimension; 0 gives empty tensors wherever a row draws its shapes.</param>
    /// <param name="layout">The layout of all tensors that can have it.</param>
    /// <param name="large">Makes drawn shapes about 70,000 elements, so that work is shared by threads.</param>
    /// <param name="valueSeed">Other values in the same shapes; those of <paramref name="seed"/> when not given.</param>
    public Dice(ulong seed, int size = 3, InputLayout layout = InputLayout.Mixed, bool large = false, ulong? valueSeed = null)
    {
        shapes = new SplitMix(seed);
        values = new SplitMix((valueSeed ?? seed) ^ 0xA5A5A5A5A5A5A5A5);
        layouts = new SplitMix(seed ^ 0x5A5A5A5A5A5A5A5A);
        this.size = size;
        this.layout = layout;
        IsLarge = large;
    }

    /// <summary>Whether drawn shapes are large.</summary>
    public bool IsLarge { get; }

    /// <summary>A whole number in 0, ..., bound - 1.</summary>
    public int Below(int bound) => shapes.Below(bound);

    /// <summary>A size of a dimension: 1 to the largest, 0 when tensors are to be empty.</summary>
    public int Size() => IsLarge ? 80 + shapes.Below(90) : size == 0 ? 0 : 1 + shapes.Below(size);

    /// <summary>A shape of any rank between two bounds.</summary>
    public int[] Shape(int minRank = 0, int maxRank = 3)
    {
        var sizes = new int[minRank + shapes.Below(maxRank - minRank + 1)];
        for (int d = 0; d < sizes.Length; d++) sizes[d] = 1 + shapes.Below(Math.Max(size, 1));
        if (sizes.Length > 0 && IsLarge) Widen(sizes);
        // One empty dimension empties a tensor, whatever the others are.
        if (sizes.Length > 0 && size == 0) sizes[shapes.Below(sizes.Length)] = 0;
        return sizes;
    }

    /// <summary>Two shapes that broadcast: sizes of 1 and missing dimensions on either side.</summary>
    public (int[] First, int[] Second) Broadcast()
    {
        var full = Shape();
        return (Narrower(full), Narrower(full));
    }

    /// <summary>A shape that broadcasts to another.</summary>
    public int[] Narrower(int[] full)
    {
        int dropped = shapes.Below(3) == 0 ? shapes.Below(full.Length + 1) : 0;
        var narrow = full[dropped..];
        for (int d = 0; d < narrow.Length; d++)
        {
            if (shapes.Below(4) == 0) narrow[d] = 1;
        }
        return narrow;
    }

    /// <summary>Real numbers in [-2, 2].</summary>
    public Tensor Real(params ReadOnlySpan<int> shape) => Between(-2, 2, shape);

    /// <summary>Positive numbers in [0.4, 2.5].</summary>
    public Tensor Positive(params ReadOnlySpan<int> shape) => Between(0.4, 2.5, shape);

    /// <summary>Numbers of either sign whose absolute value lies in [0.4, 2.5].</summary>
    public Tensor NonZero(params ReadOnlySpan<int> shape) => Make(shape, () => (0.4 + 2.1 * values.Uniform()) * ((values.Next() & 1) == 0 ? 1 : -1));

    /// <summary>Numbers in an interval.</summary>
    public Tensor Between(double low, double high, params ReadOnlySpan<int> shape) => Make(shape, () => low + (high - low) * values.Uniform());

    /// <summary>Numbers in an interval, none of them near a kink.</summary>
    public Tensor Away(ReadOnlySpan<double> kinks, double low, double high, params ReadOnlySpan<int> shape)
    {
        var away = kinks.ToArray();
        return Make(shape, () =>
        {
            double x;
            do x = low + (high - low) * values.Uniform();
            while (Array.Exists(away, kink => Math.Abs(x - kink) < Margin));
            return x;
        });
    }

    /// <summary>Whole numbers in [-2, 2] plus a phase, and a little: two tensors of different phase have no ties.</summary>
    public Tensor OnGrid(double phase, params ReadOnlySpan<int> shape) =>
        Make(shape, () => values.Below(5) - 2 + phase + Margin * (values.Uniform() - 0.5));

    /// <summary>Numbers without ties, in random order: for maxima and sorting.</summary>
    public Tensor Distinct(params ReadOnlySpan<int> shape)
    {
        int count = 1;
        foreach (int n in shape) count *= n;
        var order = Permutation(count);
        // Repeated memory would be a tie.
        return Make(shape, i => (order[i] - count / 2) * Math.Min(0.3, 1000.0 / Math.Max(count, 1)) + 0.1 * Math.Min(1, 1000.0 / Math.Max(count, 1)) * values.Uniform(), canRepeat: false);
    }

    /// <summary>Indices below <paramref name="bound"/> (int64); repeats are likely.</summary>
    public Tensor Index(int bound, params ReadOnlySpan<int> shape) => Whole(shape, _ => values.Below(bound));

    /// <summary>All indices below <paramref name="count"/> once, in random order (int64).</summary>
    public Tensor Order(int count)
    {
        var order = Permutation(count);
        return Whole([count], i => order[i]);
    }

    /// <summary>True and false at random.</summary>
    public Tensor Mask(params ReadOnlySpan<int> shape) => Whole(shape, _ => (long)(values.Next() & 1)).To(DType.Bool);

    private int[] Permutation(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (int i = count - 1; i > 0; i--)
        {
            int j = values.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    private void Widen(int[] sizes)
    {
        int wide = shapes.Below(sizes.Length), others = 1;
        for (int d = 0; d < sizes.Length; d++) others *= d == wide ? 1 : sizes[d];
        sizes[wide] = LargeNumel / others + 1;
    }

    private Tensor Make(ReadOnlySpan<int> shape, Func<double> next) => Make(shape, _ => next(), canRepeat: true);

    private Tensor Make(ReadOnlySpan<int> shape, Func<int, double> next, bool canRepeat)
    {
        int count = 1;
        foreach (int n in shape) count *= n;
        var elements = new double[count];
        for (int i = 0; i < count; i++) elements[i] = next(i);
        var kind = layout == InputLayout.Mixed ? (InputLayout)layouts.Below((int)InputLayout.Mixed) : layout;
        if (kind == InputLayout.Expanded && !canRepeat) kind = InputLayout.Permuted;
        return Embedding.Embed(Tensor.From<double>(elements, shape), kind, layouts);
    }

    private Tensor Whole(ReadOnlySpan<int> shape, Func<int, long> next)
    {
        int count = 1;
        foreach (int n in shape) count *= n;
        var elements = new long[count];
        for (int i = 0; i < count; i++) elements[i] = next(i);
        var kind = layout is InputLayout.Expanded or InputLayout.Mixed ? InputLayout.Sliced : layout;
        return Embedding.Embed(Tensor.From<long>(elements, shape), kind, layouts);
    }
}
