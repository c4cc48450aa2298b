using System.Collections;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The size of the output of an adaptive pool: one integer for all spatial dimensions, or one for each of them, where null leaves
/// that of the input (PyTorch's None): <c>7</c>, <c>(7, null)</c>.
/// </summary>
[CollectionBuilder(typeof(OutputSize), nameof(Create))]
public readonly record struct OutputSize : IEnumerable<int?>
{
    private readonly int count;
    private readonly int? first;
    private readonly int? second;
    private readonly int? third;

    /// <summary>Makes it from one to three sizes.</summary>
    /// <exception cref="ShapeException">There are none, or more than three.</exception>
    public OutputSize(params ReadOnlySpan<int?> sizes)
    {
        if (sizes.Length is < 1 or > 3) throw new ShapeException($"OutputSize: {sizes.Length} sizes are not those of one to three spatial dimensions");
        count = sizes.Length;
        first = sizes[0];
        second = count > 1 ? sizes[1] : null;
        third = count > 2 ? sizes[2] : null;
    }

    /// <summary>One size for all dimensions.</summary>
    public static implicit operator OutputSize(int all) => new(all);

    /// <summary>Height and width.</summary>
    public static implicit operator OutputSize((int? Height, int? Width) sizes) => new(sizes.Height, sizes.Width);

    /// <summary>Depth, height and width.</summary>
    public static implicit operator OutputSize((int? Depth, int? Height, int? Width) sizes) => new(sizes.Depth, sizes.Height, sizes.Width);

    /// <summary>Builds it from a collection expression, <c>OutputSize size = [7, null]</c>.</summary>
    public static OutputSize Create(ReadOnlySpan<int?> sizes) => new(sizes);

    /// <inheritdoc/>
    public IEnumerator<int?> GetEnumerator()
    {
        for (int i = 0; i < count; i++) yield return i switch { 0 => first, 1 => second, _ => third };
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As Python prints it: <c>7</c>, <c>(7, None)</c>.</summary>
    public override string ToString() => count == 1 ? Text(first) : $"({string.Join(", ", this.Select(Text))})";

    /// <summary>The size in one of <paramref name="rank"/> dimensions, null for the input's.</summary>
    /// <exception cref="ShapeException">There are not as many as dimensions, or one is negative.</exception>
    internal int? At(string op, int dim, int rank)
    {
        if (count != 1 && count != rank)
            throw new ShapeException($"{op}: outputSize {this} has {count} sizes; it takes one, or one for each of {rank} spatial dimension{(rank == 1 ? "" : "s")}");
        var size = (count == 1 ? 0 : dim) switch { 0 => first, 1 => second, _ => third };
        if (size < 0) throw new ShapeException($"{op}: outputSize {this} must be at least 0 in every dimension");
        return size;
    }

    private static string Text(int? size) => size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "None";
}
