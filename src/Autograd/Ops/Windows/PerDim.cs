using System.Collections;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// One integer for all spatial dimensions, or one for each of them, as PyTorch's arguments of convolutions and pools: <c>2</c>,
/// <c>(2, 1)</c> or <c>[2, 1]</c>. <c>default</c> is an argument that was left out.
/// </summary>
[CollectionBuilder(typeof(PerDim), nameof(Create))]
public readonly record struct PerDim : IReadOnlyList<int>
{
    private readonly int count;
    private readonly int first;
    private readonly int second;
    private readonly int third;

    /// <summary>Makes it from up to three integers.</summary>
    /// <exception cref="ShapeException">There are more than three.</exception>
    public PerDim(params ReadOnlySpan<int> values)
    {
        if (values.Length > 3) throw new ShapeException($"PerDim: {values.Length} numbers are more than there are spatial dimensions: one to three");
        count = values.Length;
        first = count > 0 ? values[0] : 0;
        second = count > 1 ? values[1] : 0;
        third = count > 2 ? values[2] : 0;
    }

    /// <summary>How many integers were given: 0 where the argument was left out.</summary>
    public int Count => count;

    /// <summary>One of the integers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such integer.</exception>
    public int this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
            return index switch { 0 => first, 1 => second, _ => third };
        }
    }

    /// <summary>One integer for all dimensions.</summary>
    public static implicit operator PerDim(int all) => new(all);

    /// <summary>Height and width.</summary>
    public static implicit operator PerDim((int Height, int Width) sizes) => new(sizes.Height, sizes.Width);

    /// <summary>Depth, height and width.</summary>
    public static implicit operator PerDim((int Depth, int Height, int Width) sizes) => new(sizes.Depth, sizes.Height, sizes.Width);

    /// <summary>Builds it from a collection expression, <c>PerDim stride = [2, 1]</c>.</summary>
    public static PerDim Create(ReadOnlySpan<int> values) => new(values);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator()
    {
        for (int i = 0; i < count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As Python prints it: <c>2</c>, <c>(2, 1)</c>.</summary>
    public override string ToString() => count == 1 ? InvariantText(first) : $"({string.Join(", ", this.Select(InvariantText))})";

    /// <summary>One integer for each of <paramref name="rank"/> dimensions.</summary>
    /// <param name="op">The function, for the message.</param>
    /// <param name="name">The argument, for the message.</param>
    /// <param name="rank">The number of spatial dimensions.</param>
    /// <param name="absent">What stands where nothing was given.</param>
    /// <param name="least">The least that each may be.</param>
    /// <exception cref="ShapeException">There are not as many as dimensions, or one is too small.</exception>
    internal int[] Each(string op, string name, int rank, ReadOnlySpan<int> absent, int least)
    {
        if (count > 1 && count != rank)
            throw new ShapeException($"{op}: {name} {this} has {count} numbers; it takes one, or one for each of {rank} spatial dimension{(rank == 1 ? "" : "s")}");
        var values = new int[rank];
        for (int d = 0; d < rank; d++) values[d] = count == 0 ? absent[absent.Length == 1 ? 0 : d] : this[count == 1 ? 0 : d];
        foreach (int value in values)
        {
            if (value < least) throw new ShapeException($"{op}: {name} {this} must be at least {least} in every dimension");
        }
        return values;
    }

    /// <summary>This, or an integer for all dimensions where nothing was given.</summary>
    internal PerDim Or(int absent) => count == 0 ? absent : this;

    private static string InvariantText(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
