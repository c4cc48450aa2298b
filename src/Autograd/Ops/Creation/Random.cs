using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>Uniform numbers in [0, 1), float32, from the thread's default generator (<c>torch.rand</c>).</summary>
    public static Tensor Rand(params ReadOnlySpan<int> shape) => Rand(shape, DType.Float32);

    /// <summary>Uniform numbers in [0, 1): the numbers of PyTorch's CPU generator for the same seed.</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor Rand(ReadOnlySpan<int> shape, DType dtype, Generator? generator = null) => RandomOp.Uniform(Empty(shape, dtype), 0, 1, generator);

    /// <summary>Standard normal numbers, float32, from the thread's default generator (<c>torch.randn</c>).</summary>
    public static Tensor Randn(params ReadOnlySpan<int> shape) => Randn(shape, DType.Float32);

    /// <summary>Standard normal numbers: the numbers of PyTorch's CPU generator for the same seed.</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor Randn(ReadOnlySpan<int> shape, DType dtype, Generator? generator = null) => RandomOp.Normal(Empty(shape, dtype), 0, 1, generator);

    /// <summary>Uniform numbers of the shape and dtype of another tensor (<c>torch.rand_like</c>).</summary>
    public static Tensor RandLike(Tensor like, Generator? generator = null) => Rand(like.Shape, like.DType, generator);

    /// <summary>Normal numbers of the shape and dtype of another tensor (<c>torch.randn_like</c>).</summary>
    public static Tensor RandnLike(Tensor like, Generator? generator = null) => Randn(like.Shape, like.DType, generator);

    /// <summary>Integers in [low, high), int64 (<c>torch.randint</c>).</summary>
    /// <exception cref="ArgumentException">The interval is empty.</exception>
    public static Tensor RandInt(long low, long high, ReadOnlySpan<int> shape, DType dtype = DType.Int64, Generator? generator = null)
    {
        if (high <= low) throw new ShapeException($"RandInt: there is no integer in [{low}, {high})");
        var values = Empty(shape, DType.Int64);
        using (var draw = (generator ?? Generator.Default).Draw())
        using (var lease = values.Lease<long>())
            RandomKernel.Integers(draw.Twister, lease.Span[..values.Numel], low, high);
        return values.To(dtype);
    }

    /// <summary>A permutation of 0, ..., n - 1, int64 (<c>torch.randperm</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">n is negative.</exception>
    public static Tensor RandPerm(int n, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        var values = Empty([n], DType.Int64);
        using var draw = (generator ?? Generator.Default).Draw();
        using var lease = values.Lease<long>();
        RandomKernel.Permutation(draw.Twister, lease.Span[..n]);
        return values;
    }

    /// <summary>Ones with the probability that each element gives, zeros otherwise (<c>torch.bernoulli</c>). Not differentiable.</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor Bernoulli(Tensor p, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(p);
        return RandomOp.Bernoulli(p.Detach().Contiguous(), generator);
    }

    /// <summary>Ones with probability p, zeros otherwise, float32 (<c>Tensor.bernoulli_</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1].</exception>
    public static Tensor Bernoulli(ReadOnlySpan<int> shape, double p, DType dtype = DType.Float32, Generator? generator = null) =>
        RandomOp.Bernoulli(Empty(shape, dtype), p, generator);
}

/// <summary>Fills from a generator; nothing here is recorded.</summary>
internal static class RandomOp
{
    public static Tensor Uniform(Tensor x, double from, double to, Generator? generator)
    {
        using var draw = (generator ?? Generator.Default).Draw();
        if (x.DType == DType.Float64)
        {
            using var lease = x.Lease<double>();
            RandomKernel.Uniform(draw.Twister, lease.Span[..x.Numel], from, to);
        }
        else
        {
            DTypes.Check<float>("Uniform", x.DType);
            using var lease = x.Lease<float>();
            RandomKernel.Uniform(draw.Twister, lease.Span[..x.Numel], (float)from, (float)to);
        }
        return x;
    }

    public static Tensor Normal(Tensor x, double mean, double std, Generator? generator)
    {
        using var draw = (generator ?? Generator.Default).Draw();
        var work = new NormalWork(x, mean, std, draw.Twister);
        DTypes.Float("Normal", x.DType, ref work);
        return x;
    }

    public static Tensor Bernoulli(Tensor x, double p, Generator? generator)
    {
        if (!(p >= 0 && p <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "Bernoulli: a probability lies in [0, 1]");
        using var draw = (generator ?? Generator.Default).Draw();
        var work = new BernoulliWork(x, p, draw.Twister);
        DTypes.Number("Bernoulli", x.DType, ref work);
        return x;
    }

    public static Tensor Bernoulli(Tensor p, Generator? generator)
    {
        using var draw = (generator ?? Generator.Default).Draw();
        var y = Tensor.EmptyLike(p);
        var work = new BernoulliTensorWork(p, y, draw.Twister);
        DTypes.Float("Bernoulli", p.DType, ref work);
        return y;
    }

    private readonly ref struct NormalWork(Tensor x, double mean, double std, MersenneTwister twister) : IFloatWork
    {
        public void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var lease = x.Lease<T>();
            RandomKernel.Normal(twister, lease.Span[..x.Numel], mean, std);
        }
    }

    private readonly ref struct BernoulliWork(Tensor x, double p, MersenneTwister twister) : INumberWork
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            using var lease = x.Lease<T>();
            RandomKernel.Bernoulli(twister, lease.Span[..x.Numel], p, T.One);
        }
    }

    private readonly ref struct BernoulliTensorWork(Tensor p, Tensor y, MersenneTwister twister) : IFloatWork
    {
        public void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var ps = p.Lease<T>();
            using var ys = y.Lease<T>();
            RandomKernel.Bernoulli<T>(twister, ys.Span[..y.Numel], ps.Span.Slice(p.Layout.Offset, p.Numel));
        }
    }
}
