namespace Autograd;

/// <summary>When the iteration of <see cref="Func.FixedPoint(Func{Tensor, Tensor, Tensor}, Tensor, Tensor, FixedPointOptions?)"/> ends.</summary>
public sealed record FixedPointOptions
{
    /// <summary>The largest change of an element in a step, relative to the largest element; 1e-12 for float64 and 1e-6 for float32 when not given.</summary>
    public double? Tolerance { get; init; }

    /// <summary>The most steps; then it throws.</summary>
    public int MaxIterations { get; init; } = 1000;
}
