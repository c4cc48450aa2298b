using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>Uniform numbers in [0, 1), float32, from the thread's default generator (<c>torch.rand</c>).</summary>
    public static Tensor Rand(params ReadOnlySpan<int> shape) => Rand(shape, DType.Float32);

    /// <summary>Uniform numbers in [0, 1): the numbers of PyTorch's CPU generator for the same seed.</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor Rand(ReadOnlySpan<int> shape, DType dtype = DType.Float32, Generator? generator = null, bool requiresGrad = false) =>
        Draws.Of(Layout.Contiguous(shape, "Rand"), dtype, new UniformDraw(0, 1), generator).RequiresGradInPlace(requiresGrad);

    /// <summary>Standard normal numbers, float32, from the thread's default generator (<c>torch.randn</c>).</summary>
    public static Tensor Randn(params ReadOnlySpan<int> shape) => Randn(shape, DType.Float32);

    /// <summary>Standard normal numbers: the numbers of PyTorch's CPU generator for the same seed.</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor Randn(ReadOnlySpan<int> shape, DType dtype = DType.Float32, Generator? generator = null, bool requiresGrad = false) =>
        Draws.Of(Layout.Contiguous(shape, "Randn"), dtype, new NormalDraw(0, 1), generator).RequiresGradInPlace(requiresGrad);

    /// <summary>Uniform numbers of the shape, dtype and order in memory of another tensor, drawn in that order (<c>torch.rand_like</c>).</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor RandLike(Tensor like, Generator? generator = null) => Draws.Like(NotNull.Of(like), new UniformDraw(0, 1), generator);

    /// <summary>Normal numbers of the shape, dtype and order in memory of another tensor, drawn in that order (<c>torch.randn_like</c>).</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor RandnLike(Tensor like, Generator? generator = null) => MemoryOrder.IsOfRows(NotNull.Of(like).Layout)
        ? Randn(like.Shape, like.DType, generator)
        : Draws.Like(like, new NormalEachDraw(0, 1), generator);

    /// <summary>Integers in [low, high), int64 (<c>torch.randint</c>).</summary>
    /// <exception cref="ArgumentException">The interval is empty.</exception>
    public static Tensor RandInt(long low, long high, ReadOnlySpan<int> shape, DType dtype = DType.Int64, Generator? generator = null)
    {
        if (high <= low) throw new ShapeException($"RandInt: there is no integer in [{low}, {high})");
        return Op.Call(new IntegerDrawOp(Layout.Contiguous(shape, "RandInt"), low, high, generator)).To(dtype);
    }

    /// <summary>A permutation of 0, ..., n - 1, int64 (<c>torch.randperm</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">n is negative.</exception>
    public static Tensor RandPerm(int n, Generator? generator = null)
    {
        if (n < 0) throw new ArgumentOutOfRangeException(nameof(n), n, "RandPerm: the number of elements is negative");
        return Op.Call(new PermutationOp(Layout.Contiguous([n], "RandPerm"), generator));
    }

    /// <summary>Ones with the probability that each element gives, zeros otherwise (<c>torch.bernoulli</c>). Not differentiable.</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor Bernoulli(Tensor p, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(p);
        return Op.Call(new BernoulliTensorOp(generator), p.Contiguous());
    }

    /// <summary>Ones with probability p, zeros otherwise, float32 (<c>Tensor.bernoulli_</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1].</exception>
    public static Tensor Bernoulli(ReadOnlySpan<int> shape, double p, DType dtype = DType.Float32, Generator? generator = null) =>
        p is >= 0 and <= 1
            ? Op.Call(new BernoulliOp(Layout.Contiguous(shape, "Bernoulli"), dtype, p, generator))
            : throw new ArgumentOutOfRangeException(nameof(p), p, "Bernoulli: a probability lies in [0, 1]");
}
