using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>Whether any element is not 0, rank 0, bool (<c>torch.any</c>); of no elements, false.</summary>
    public Tensor Any() => Any([]);

    /// <summary>Whether any element of a dimension is not 0; bool (<c>torch.any</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Any(int dim, bool keepDim = false) => Any([dim], keepDim);

    /// <summary>Whether any element of several dimensions is not 0, of all when none is named; bool (<c>torch.any</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public Tensor Any(ReadOnlySpan<int> dims, bool keepDim = false) => Ne(0).Sum(dims, keepDim).Ne(0);

    /// <summary>Whether all elements are not 0, rank 0, bool (<c>torch.all</c>); of no elements, true.</summary>
    public Tensor All() => All([]);

    /// <summary>Whether all elements of a dimension are not 0; bool (<c>torch.all</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor All(int dim, bool keepDim = false) => All([dim], keepDim);

    /// <summary>Whether all elements of several dimensions are not 0, of all when none is named; bool (<c>torch.all</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public Tensor All(ReadOnlySpan<int> dims, bool keepDim = false) => Eq(0).Sum(dims, keepDim).Eq(0);

    /// <summary>The number of elements that are not 0, int64; over all dimensions when none is named (<c>torch.count_nonzero</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public Tensor CountNonZero(params ReadOnlySpan<int> dims)
    {
        using var face = Face.Of(nameof(CountNonZero));
        return Ne(0).Sum(dims);
    }
}
