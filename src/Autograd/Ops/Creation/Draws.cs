using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>A distribution of real numbers: how a span is filled from a stream.</summary>
internal interface IDraw
{
    static abstract string Name { get; }

    void Fill<T>(MersenneTwister twister, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>Uniform in [from, to).</summary>
internal readonly struct UniformDraw(double from, double to) : IDraw
{
    public static string Name => "Uniform";

    /// <summary>The distribution of numbers that a caller has given.</summary>
    /// <exception cref="ArgumentException">The interval is empty or not finite.</exception>
    public static UniformDraw Of(double from, double to) => from <= to && double.IsFinite(to - from)
        ? new(from, to)
        : throw new ArgumentException(FormattableString.Invariant($"Uniform: [{from}, {to}) is no finite interval"), nameof(to));

    public void Fill<T>(MersenneTwister twister, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T> => RandomKernel.Uniform(twister, result, from, to);
}

/// <summary>Normal.</summary>
internal readonly struct NormalDraw(double mean, double std) : IDraw
{
    public static string Name => "Normal";

    public void Fill<T>(MersenneTwister twister, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T> => RandomKernel.Normal(twister, result, mean, std);
}

/// <summary>Normal, each drawn by itself.</summary>
internal readonly struct NormalEachDraw(double mean, double std) : IDraw
{
    public static string Name => "Normal";

    public void Fill<T>(MersenneTwister twister, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T> => RandomKernel.NormalEach(twister, result, mean, std);
}

/// <summary>Exponential, of density rate exp(-rate x).</summary>
internal readonly struct ExponentialDraw(double rate) : IDraw
{
    public static string Name => "Exponential";

    public void Fill<T>(MersenneTwister twister, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T> => RandomKernel.Exponential(twister, result, rate);
}

/// <summary>The factors of dropout: 1 / keep with probability keep, 0 otherwise.</summary>
internal readonly struct DropoutDraw(double keep) : IDraw
{
    public static string Name => "Dropout";

    public void Fill<T>(MersenneTwister twister, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T> => RandomKernel.Bernoulli(twister, result, keep, T.One / T.CreateTruncating(keep));
}

/// <summary>Draws in the streams of PyTorch's CPU generator.</summary>
internal static class Draws
{
    /// <summary>A tensor of independent draws.</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor Of<TDraw>(Layout sizes, DType dtype, TDraw draw, Generator? generator)
        where TDraw : struct, IDraw => Op.Call(new DrawOp<TDraw>(sizes, dtype, draw, generator));

    /// <summary>A tensor of independent draws of the shape of another one, drawn along its memory and laid out like it.</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor Like<TDraw>(Tensor like, TDraw draw, Generator? generator)
        where TDraw : struct, IDraw
    {
        if (like.Layout.IsContiguous) return Of(like.Layout.ToContiguous(), like.DType, draw, generator);
        int[] order = MemoryOrder.Of(like.Layout), sizes = new int[order.Length], places = new int[order.Length];
        for (int i = 0; i < order.Length; i++) (sizes[i], places[order[i]]) = (like.Layout.Sizes[order[i]], i);
        return Of(Layout.Contiguous(sizes, TDraw.Name), like.DType, draw, generator).Permute(places);
    }
}

/// <summary>A tensor of independent draws; the generator is the thread's default where none is given.</summary>
/// <typeparam name="TDraw">The distribution.</typeparam>
internal struct DrawOp<TDraw>(Layout sizes, DType dtype, TDraw draw, Generator? generator) : IOp, IRandom<DrawOp<TDraw>>, IFloatBody
    where TDraw : struct, IDraw
{
    public static string Name => TDraw.Name;

    public readonly DrawOp<TDraw> ForEach(int batch) => new(Layout.Contiguous([batch, .. sizes.Sizes], Name), dtype, draw, generator);

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, dtype);
        return new Form(sizes, dtype);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var stream = (generator ?? Generator.Default).Draw();
        draw.Fill(stream.Twister, c.Out<T>());
    }

    public readonly Node? Record(in OpCall c) => null;
}

/// <summary>Ones with probability p, zeros otherwise, in any dtype with arithmetic.</summary>
internal struct BernoulliOp(Layout sizes, DType dtype, double p, Generator? generator) : IOp, IRandom<BernoulliOp>, INumberBody
{
    public static string Name => "Bernoulli";

    public readonly BernoulliOp ForEach(int batch) => new(Layout.Contiguous([batch, .. sizes.Sizes], Name), dtype, p, generator);

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedNumber(Name, dtype);
        return new Form(sizes, dtype);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T>
    {
        using var stream = (generator ?? Generator.Default).Draw();
        RandomKernel.Bernoulli(stream.Twister, c.Out<T>(), p, T.One);
    }

    public readonly Node? Record(in OpCall c) => null;
}

/// <summary>Ones with the probability that each element gives; not differentiable.</summary>
internal struct BernoulliTensorOp(Generator? generator) : IOp, IFollowsFirst, IRowMajor, IRandomOfOperands, IFloatBody
{
    public static string Name => "Bernoulli";

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var stream = (generator ?? Generator.Default).Draw();
        RandomKernel.Bernoulli(stream.Twister, c.Out<T>(), c.Elements<T>(0));
    }

    public readonly Node? Record(in OpCall c) => null;
}

/// <summary>Integers in [low, high), int64.</summary>
internal struct IntegerDrawOp(Layout sizes, long low, long high, Generator? generator) : IOp, IRandom<IntegerDrawOp>
{
    public static string Name => "RandInt";

    public readonly IntegerDrawOp ForEach(int batch) => new(Layout.Contiguous([batch, .. sizes.Sizes], Name), low, high, generator);

    public readonly Form Infer(ref OpCall c) => new(sizes, DType.Int64);

    public readonly void Compute(in OpCall c)
    {
        using var stream = (generator ?? Generator.Default).Draw();
        RandomKernel.Integers(stream.Twister, c.Out<long>(), low, high);
    }

    public readonly Node? Record(in OpCall c) => null;
}

/// <summary>Permutations of 0, ..., n - 1, int64, along the last of the sizes.</summary>
internal struct PermutationOp(Layout sizes, Generator? generator) : IOp, IRandom<PermutationOp>
{
    public static string Name => "RandPerm";

    public readonly PermutationOp ForEach(int batch) => new(Layout.Contiguous([batch, .. sizes.Sizes], Name), generator);

    public readonly Form Infer(ref OpCall c) => new(sizes, DType.Int64);

    public readonly void Compute(in OpCall c)
    {
        int n = sizes.Sizes[^1];
        var result = c.Out<long>();
        using var stream = (generator ?? Generator.Default).Draw();
        for (int start = 0; start < result.Length; start += n) RandomKernel.Permutation(stream.Twister, result.Slice(start, n));
    }

    public readonly Node? Record(in OpCall c) => null;
}

/// <summary>
/// Indices drawn with probabilities proportional to the weights of a row, int64: <c>[..., N] -> [..., S]</c>.
/// </summary>
internal struct MultinomialOp(int samples, bool replacement, Generator? generator) : IOp, IFollowsFirst, IRowMajor, IRandomOfOperands, IFloatBody
{
    public static string Name => "Multinomial";

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        return new Form([.. c.X.Layout.Sizes[..^1], samples], DType.Int64);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = c.X.Layout.Sizes[^1];
        var weights = c.Elements<T>(0);
        var result = c.Out<long>();
        using var stream = (generator ?? Generator.Default).Draw();
        for (int r = 0; r < weights.Length / n; r++)
            RandomKernel.Multinomial(stream.Twister, result.Slice(r * samples, samples), weights.Slice(r * n, n), replacement);
    }

    public readonly Node? Record(in OpCall c) => null;
}
