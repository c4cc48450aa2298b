using System.Collections;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The padding of a convolution: numbers of zeros on both sides, as <see cref="PerDim"/>, or <see cref="Same"/> or <see cref="Valid"/>
/// (PyTorch's <c>'same'</c> and <c>'valid'</c>). <c>default</c> is 0.
/// </summary>
[CollectionBuilder(typeof(ConvPadding), nameof(Create))]
public readonly record struct ConvPadding : IEnumerable<int>
{
    private readonly PerDim sizes;

    private ConvPadding(PerDim sizes, bool isSame) => (this.sizes, IsSame) = (sizes, isSame);

    /// <summary>As much as keeps the size, the odd zero at the end; for strides of 1.</summary>
    public static ConvPadding Same { get; } = new(default, isSame: true);

    /// <summary>None.</summary>
    public static ConvPadding Valid => default;

    /// <summary>Whether this is <see cref="Same"/>.</summary>
    public bool IsSame { get; }

    /// <summary>The numbers of zeros, where they were given.</summary>
    public PerDim Sizes => sizes;

    /// <summary>The same padding in every dimension.</summary>
    public static implicit operator ConvPadding(int all) => new(all, isSame: false);

    /// <summary>One padding for each dimension.</summary>
    public static implicit operator ConvPadding(PerDim sizes) => new(sizes, isSame: false);

    /// <summary>Those of height and width.</summary>
    public static implicit operator ConvPadding((int Height, int Width) sizes) => new(sizes, isSame: false);

    /// <summary>Those of depth, height and width.</summary>
    public static implicit operator ConvPadding((int Depth, int Height, int Width) sizes) => new(sizes, isSame: false);

    /// <summary>Builds it from a collection expression, <c>ConvPadding padding = [1, 0]</c>.</summary>
    public static ConvPadding Create(ReadOnlySpan<int> sizes) => new(new PerDim(sizes), isSame: false);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => sizes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As Python prints it: <c>1</c>, <c>(1, 0)</c>, <c>same</c>.</summary>
    public override string ToString() => IsSame ? "same" : sizes.Count == 0 ? "0" : sizes.ToString();
}
