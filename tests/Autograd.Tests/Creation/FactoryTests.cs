namespace Autograd.Tests.Creation;

/// <summary>Every factory, with PyTorch's values.</summary>
public sealed class FactoryTests
{
    public static TheoryData<DType> AllDTypes => [.. Enum.GetValues<DType>()];

    [Theory]
    [MemberData(nameof(AllDTypes))]
    public void Constants_have_their_value_in_every_dtype(DType dtype)
    {
        foreach (var (x, value) in ((Tensor, double)[])[(Tensor.Zeros([2, 3], dtype), 0), (Tensor.Ones([2, 3], dtype), 1), (Tensor.Full([2, 3], 1, dtype), 1)])
        {
            Assert.Equal(dtype, x.DType);
            Assert.Equal(new Shape(2, 3), x.Shape);
            Assert.All(x.Double().ToArray<double>(), v => Assert.Equal(value, v));
        }
        Assert.Equal(dtype, Tensor.Empty([4], dtype).DType);
        var like = Tensor.Zeros([3, 2], dtype).Transpose(0, 1);
        foreach (var x in (Tensor[])[Tensor.ZerosLike(like), Tensor.OnesLike(like), Tensor.FullLike(like, 1), Tensor.EmptyLike(like)])
        {
            Assert.Equal(dtype, x.DType);
            Assert.Equal(like.Shape, x.Shape);
        }
        Assert.Equal(DType.Float64, Tensor.OnesLike(like, DType.Float64).DType);
        Assert.Equal(1, Tensor.Scalar(1, dtype).Item());
        Assert.Equal([1.0, 0.0, 0.0, 1.0], Tensor.Eye(2, dtype: dtype).Double().ToArray<double>());
    }

    [Fact]
    public void Defaults_are_float32_and_those_of_integers_int64()
    {
        Assert.Equal(DType.Float32, Tensor.Zeros(2).DType);
        Assert.Equal(DType.Float32, Tensor.Ones(2).DType);
        Assert.Equal(DType.Float32, Tensor.Empty(2).DType);
        Assert.Equal(DType.Float32, Tensor.Full([2], 3).DType);
        Assert.Equal(DType.Float32, Tensor.Scalar(3).DType);
        Assert.Equal(DType.Float32, Tensor.Linspace(0, 1, 3).DType);
        Assert.Equal(DType.Float32, Tensor.Rand(2).DType);
        Assert.Equal(DType.Float32, Tensor.Randn(2).DType);
        Assert.Equal(DType.Int64, Tensor.Arange(2).DType);
        Assert.Equal(DType.Int64, Tensor.RandInt(0, 2, [2]).DType);
        Assert.Equal(DType.Int64, Tensor.RandPerm(2).DType);
        Assert.False(Tensor.Zeros(2).RequiresGrad);
    }

    [Fact]
    public void Sequences_are_PyTorchs()
    {
        Assert.Equal([0L, 1L, 2L, 3L, 4L], Tensor.Arange(5).ToArray<long>());
        Assert.Equal([1f, 1.25f, 1.5f, 1.75f], Tensor.Arange(1.0, 2, 0.25).ToArray<float>());
        Assert.Equal([5L, 3L, 1L], Tensor.Arange(5.0, 0, -2, DType.Int64).ToArray<long>());
        Assert.Equal([0f, 0.30000001192092896f, 0.6000000238418579f, 0.8999999761581421f], Tensor.Arange(0.0, 1, 0.3).ToArray<float>());
        Assert.Equal([0f, 0.25f, 0.5f, 0.75f, 1f], Tensor.Linspace(0, 1, 5).ToArray<float>());
        Assert.Equal([3f, 1f, -1f, -3f], Tensor.Linspace(3, -3, 4).ToArray<float>());
        Assert.Equal([0L, 2L, 5L, 7L, 10L], Tensor.Linspace(0, 10, 5, DType.Int64).ToArray<long>());
        Assert.Equal([0f], Tensor.Linspace(0, 1, 1).ToArray<float>());
        Assert.Empty(Tensor.Linspace(0, 1, 0).ToArray<float>());
        Assert.Equal([1f, 10f, 100f], Tensor.Logspace(0, 2, 3).ToArray<float>());
        Assert.Equal([1f, 0f, 0f, 0f, 1f, 0f], Tensor.Eye(2, 3).ToArray<float>());
        Assert.Equal([2L, 2L], Tensor.Full([2], 2.9, DType.Int64).ToArray<long>());
        Assert.Empty(Tensor.Arange(0).ToArray<long>());
        Assert.Empty(Tensor.Arange(3.0, 3).ToArray<float>());
        Assert.Throws<ArgumentException>(() => Tensor.Arange(0.0, 1, 0));
        Assert.Throws<ArgumentException>(() => Tensor.Arange(0.0, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Linspace(0, 1, -1));
    }

    [Fact]
    public void Random_factories_stay_in_their_range_and_follow_their_generator()
    {
        var u = Tensor.Rand([1000], DType.Float64, new Generator(3)).ToArray<double>();
        Assert.All(u, v => Assert.InRange(v, 0, 0.9999999999999999));
        Assert.Equal(u, Tensor.Rand([1000], DType.Float64, new Generator(3)).ToArray<double>());
        Assert.NotEqual(u, Tensor.Rand([1000], DType.Float64, new Generator(4)).ToArray<double>());
        Assert.InRange(Tensor.Randn([10000], DType.Float32, new Generator(3)).Mean().Item(), -0.05, 0.05);
        Assert.All(Tensor.RandInt(-3, 4, [1000], generator: new Generator(3)).ToArray<long>(), v => Assert.InRange(v, -3, 3));
        Assert.Equal([0L, 1L, 2L, 3L, 4L, 5L, 6L], Tensor.RandPerm(7, new Generator(3)).ToArray<long>().Order());
        var p = Tensor.From([0f, 1f, 0.5f]);
        Assert.Equal([0f, 1f], Tensor.Bernoulli(p, new Generator(3))[..2].ToArray<float>());
        Assert.InRange(Tensor.Bernoulli([10000], 0.3, generator: new Generator(3)).Mean().Item(), 0.28, 0.32);
        Assert.Equal(DType.Float64, Tensor.RandLike(Tensor.Zeros([2], DType.Float64)).DType);
        Assert.Equal(new Shape(2, 1), Tensor.RandnLike(Tensor.Zeros(2, 1)).Shape);
        Assert.Throws<DTypeException>(() => Tensor.Randn([2], DType.Int64));
        Assert.Throws<DTypeException>(() => Tensor.Rand([2], DType.Int64));
        Assert.Throws<ShapeException>(() => Tensor.RandInt(3, 3, [2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Bernoulli([2], 1.5));
    }

    [Fact]
    public void Sizes_are_checked_in_64_bits()
    {
        Assert.Equal(
            "Zeros: the shape [65536, 65536] has more than 2147483647 elements, the most that a tensor has",
            Assert.Throws<ShapeException>(() => Tensor.Zeros(65536, 65536)).Message);
        // The product wraps around to 0 in 64 bits.
        Assert.Throws<ShapeException>(() => Tensor.Zeros(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue));
        Assert.Throws<ShapeException>(() => Tensor.Scalar(1).Expand(65536, 32768));
        Assert.Throws<ShapeException>(() => Tensor.Zeros(65536, 1) + Tensor.Zeros(1, 65536));
        Assert.Equal(
            "Zeros: [2, -1] is no shape: sizes are at least 0",
            Assert.Throws<ShapeException>(() => Tensor.Zeros(2, -1)).Message);
        Assert.Equal(0, Tensor.Zeros(65536, 0, 65536).Numel);
        Assert.Equal(int.MaxValue, Tensor.Scalar(1, DType.UInt8).Expand(int.MaxValue).Numel);
    }

    [Fact]
    public void A_factory_that_is_asked_for_an_impossible_size_says_its_name()
    {
        Named("Empty", () => Tensor.Empty(-1));
        Named("Ones", () => Tensor.Ones(2, -1));
        Named("Full", () => Tensor.Full([1 << 16, 1 << 16], 3));
        Named("Eye", () => Tensor.Eye(-1));
        Named("Eye", () => Tensor.Eye(1 << 16));
        Named("Rand", () => Tensor.Rand(-1));
        Named("Randn", () => Tensor.Randn(1 << 16, 1 << 16));
        Named("RandInt", () => Tensor.RandInt(0, 2, [-1]));
        Named("RandPerm", () => Tensor.RandPerm(-1));
        Named("Bernoulli", () => Tensor.Bernoulli([-1], 0.5));
        Named("Uniform", () => Tensor.Uniform([-1]));
        Named("Normal", () => Tensor.Normal([-1]));
        Named("Exponential", () => Tensor.Exponential([-1]));
        Named("Multinomial", () => Tensor.Ones(3).Multinomial(-1, replacement: true));
        Named("Arange", () => Tensor.Arange(0, 1e18));
        Named("Linspace", () => Tensor.Linspace(0, 1, -1));
        Named("Logspace", () => Tensor.Logspace(0, 1, -1));
        Named("From", () => Tensor.From(new float[2], -1));
        Named("Wrap", () => Tensor.Wrap(new float[2], -1));

        static void Named(string factory, Action make) =>
            Assert.StartsWith($"{factory}: ", Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_and_rank_0_tensors_work()
    {
        var empty = Tensor.Zeros(0, 3);
        Assert.Equal(0, empty.Sum().Item());
        Assert.Equal([0f, 0f, 0f], empty.Sum(0).ToArray<float>());
        Assert.True(double.IsNaN(empty.Mean().Item()));
        Assert.Equal(new Shape(0, 3), (empty.Exp() + 1.0).Shape);
        Assert.Equal(new Shape(2, 2), Tensor.Zeros(2, 0).MatMul(Tensor.Zeros(0, 2)).Shape);
        Assert.Equal(new Shape(0, 3), Tensor.Cat([empty, empty]).Shape);
        var leaf = Tensor.Zeros(0, 3).RequiresGradInPlace();
        leaf.Exp().Sum().Backward();
        Assert.Equal(new Shape(0, 3), leaf.Grad!.Shape);

        var scalar = Tensor.Scalar(2).RequiresGradInPlace();
        Assert.Equal(0, scalar.Rank);
        Assert.Equal(1, scalar.Numel);
        Assert.Equal(new Shape(), scalar.Shape);
        (scalar * scalar).Backward();
        Assert.Equal(4, scalar.Grad!.Item());
        Assert.Equal(2, scalar.Sum(0).Item());
        Assert.Equal(new Shape(1, 1), scalar.Unsqueeze(0).Unsqueeze(0).Shape);
        Assert.Throws<ShapeException>(() => scalar.Select(0, 0));
    }
}
