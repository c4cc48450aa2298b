using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>Uniform numbers in [from, to): the numbers of PyTorch's CPU generator (<c>Tensor.uniform_</c>).</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="ArgumentException">The interval is empty or not finite.</exception>
    public static Tensor Uniform(ReadOnlySpan<int> shape, double from = 0, double to = 1, DType dtype = DType.Float32, Generator? generator = null) =>
        Draws.Of(Layout.Contiguous(shape, "Uniform"), dtype, UniformDraw.Of(from, to), generator);

    /// <summary>Normal numbers: the numbers of PyTorch's CPU generator (<c>torch.normal</c>, <c>Tensor.normal_</c>).</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative.</exception>
    public static Tensor Normal(ReadOnlySpan<int> shape, double mean = 0, double std = 1, DType dtype = DType.Float32, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(std);
        return Draws.Of(Layout.Contiguous(shape, "Normal"), dtype, new NormalDraw(mean, std), generator);
    }

    /// <summary>Exponential numbers with density rate exp(-rate x) (<c>Tensor.exponential_</c>).</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
    public static Tensor Exponential(ReadOnlySpan<int> shape, double rate = 1, DType dtype = DType.Float32, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        return Draws.Of(Layout.Contiguous(shape, "Exponential"), dtype, new ExponentialDraw(rate), generator);
    }

    /// <summary>
    /// Indices drawn with probabilities proportional to these weights, int64: <c>[N] -> [S]</c>, <c>[B, N] -> [B, S]</c>
    /// (<c>torch.multinomial</c>). Not differentiable.
    /// </summary>
    /// <param name="numSamples">How many for each row.</param>
    /// <param name="replacement">Whether an index may come twice.</param>
    /// <param name="generator">The thread's default when not given.</param>
    /// <exception cref="ShapeException">The tensor is neither a vector nor a matrix, or there are fewer weights than samples without replacement.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or those of a row are all 0.</exception>
    public Tensor Multinomial(int numSamples, bool replacement = false, Generator? generator = null)
    {
        if (numSamples <= 0) throw new ArgumentOutOfRangeException(nameof(numSamples), numSamples, "Multinomial: the number of samples is not positive");
        if (Rank is not (1 or 2)) throw new ShapeException($"Multinomial: weights of shape {Shape}; a vector or a matrix is needed");
        int n = layout.Sizes[^1];
        if (n == 0 || (!replacement && numSamples > n))
            throw new ShapeException($"Multinomial: {numSamples} different indices cannot be drawn from {n}");
        var weights = Detach().Contiguous();
        if (weights.Whole is { HasValues: true } all && all.Lt(0).LogicalOr(all.IsFinite().LogicalNot()).LogicalOr(all.Sum(-1, keepDim: true).Eq(0)).Any().Item<bool>())
            throw new ArgumentException("Multinomial: weights must be finite, not negative, and not all 0 in a row");
        if (replacement || MemoryOrder.IsOfRows(layout)) return Op.Call(new MultinomialOp(numSamples, replacement, generator), weights);
        // The same choice, of the largest weight / exponential(1), whose exponentials are drawn along the memory.
        var keys = Draws.Like(Detach(), new ExponentialDraw(1), generator);
        return Where(weights.Eq(0), 0, weights / keys).TopK(numSamples).Indices;
    }
}
