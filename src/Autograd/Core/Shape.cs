using System.Collections;
using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd;

/// <summary>The sizes of a tensor, <c>torch.Size</c>: an immutable list of at most 64 non-negative integers; rank 0 is a scalar.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    private readonly int[]? sizes;

    /// <summary>Makes a shape from its sizes.</summary>
    /// <param name="sizes">The size of each dimension; copied.</param>
    /// <exception cref="ShapeException">A size is negative, there are more than 64, or the product exceeds 2^31 - 1.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        _ = Layout.CheckedCount(sizes, "Shape");
        this.sizes = sizes.ToArray();
    }

    internal Shape(Layout layout) => sizes = layout.SizesArray;

    /// <summary>The number of dimensions.</summary>
    public int Rank => sizes?.Length ?? 0;

    /// <summary>The number of elements: the product of the sizes, 1 for rank 0 (<c>torch.Size.numel</c>).</summary>
    public int Numel => Layout.CheckedCount(sizes);

    int IReadOnlyCollection<int>.Count => Rank;

    /// <summary>The size of a dimension; a negative <paramref name="dim"/> counts from the end.</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public int this[int dim] => At(dim, dim < 0 ? dim + Rank : dim);

    /// <summary>The size of a dimension, <c>shape[^1]</c> is the last.</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public int this[Index dim] => At(dim.IsFromEnd ? -dim.Value : dim.Value, dim.GetOffset(Rank));

    /// <summary>Whether two shapes have the same sizes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>The sizes as a span; shapes go wherever sizes are asked for.</summary>
    public static implicit operator ReadOnlySpan<int>(Shape shape) => shape.sizes;

    /// <summary>Builds a shape from a collection expression, <c>Shape s = [2, 3]</c>.</summary>
    public static Shape Create(ReadOnlySpan<int> sizes) => new(sizes);

    /// <summary>The sizes in an array of the caller's own.</summary>
    public int[] ToArray() => ((ReadOnlySpan<int>)this).ToArray();

    /// <inheritdoc/>
    public bool Equals(Shape other) => ((ReadOnlySpan<int>)this).SequenceEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (int size in (ReadOnlySpan<int>)this) hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>The shape as PyTorch prints it, <c>[2, 3]</c>.</summary>
    public override string ToString() => Layout.Describe(this);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(sizes ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int At(int asked, int dim) => (uint)dim < (uint)Rank
        ? sizes![dim]
        : throw new ShapeException($"Shape: dimension {asked} is out of range for the shape {this}, which has {Rank}");
}
