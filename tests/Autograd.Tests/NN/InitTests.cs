using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.NN;

/// <summary>Initial values; their streams against PyTorch's are in the golden bank as well. Numbers here are those of PyTorch 1.13.1 for seed 3.</summary>
public class InitTests
{
    private static readonly double[] TallByTwo = [1.110962, -0.4155729, -1.588778, -0.848796, 0.6999787, -0.5141826, 0.4667689, 1.820463, -0.2546485, 1.351826, 0.1524525, 1.070773];
    private static readonly double[] Wide = [0.4689069, 0.1020578, 0.05194034, -0.3582536, 0.02695868, -0.7987117, 0.4034563, 0.5221071, -0.6373547, 0.2638967, 0.2560058, 0.1524001];
    private static readonly double[] SomeZeros = [0, 0, 0, -0.306859, 0.02309122, -0.6841296, 0.1687475, 0, 0, 0, 0.261025, 0.6189584];
    private static readonly double[] CutOff = [0.8037881, 0.8910678, 1.040044, 0.8237667, 1.197623];

    [Fact]
    public void The_numbers_are_those_of_PyTorch()
    {
        Near(TallByTwo, Filled([4, 3], (x, g) => Init.Orthogonal(x, 2, g)));
        Near(Wide, Filled([2, 3, 2], (x, g) => Init.Orthogonal(x, generator: g)));
        Near(SomeZeros, Filled([4, 3], (x, g) => Init.Sparse(x, 0.3, 0.5, g)));
        Near(CutOff, Filled([5], (x, g) => Init.TruncNormal(x, 1, 0.5, 0.8, 3, g)));
    }

    [Fact]
    public void What_is_drawn_comes_from_the_threads_generator_where_none_is_given()
    {
        Generator.ManualSeed(3);
        var x = Tensor.Empty([4, 3]);
        Init.Orthogonal(x, 2);
        Near(TallByTwo, x);
    }

    [Theory]
    [InlineData(7, 3)]
    [InlineData(3, 7)]
    [InlineData(5, 5)]
    public void Rows_or_columns_are_orthonormal(int rows, int columns)
    {
        var x = Tensor.Empty([rows, columns], DType.Float64);
        Init.Orthogonal(x, generator: new Generator(1));
        var square = rows < columns ? x.MatMul(x.T) : x.T.MatMul(x);
        Assert.True(square.AllClose(Tensor.Eye(Math.Min(rows, columns), dtype: DType.Float64), 1e-12, 1e-12));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_convolution_of_Dirac_is_the_identity(int groups)
    {
        var weight = Tensor.Empty([4, 4 / groups, 3, 5], DType.Float64);
        Init.Dirac(weight, groups);
        var x = Tensor.Randn([2, 4, 6, 7], DType.Float64, new Generator(1));
        Assert.True(F.Conv2d(x, weight, padding: (1, 2), groups: groups).AllClose(x));
    }

    [Fact]
    public void Dirac_keeps_as_many_channels_as_both_sides_have()
    {
        var weight = Tensor.Full([3, 2, 2], 9.0, DType.Float64);
        Init.Dirac(weight);
        Assert.Equal([0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0.0], weight.ToArray<double>());
    }

    public static TheoryData<string, double, double> Spreads => new()
    {
        // [30, 20, 2]: fans of 40 and 60.
        { "lecun normal", 1 / 40.0, double.PositiveInfinity },
        { "lecun uniform", 1 / 40.0, Math.Sqrt(3 / 40.0) },
        { "glorot uniform", 1 / 50.0, Math.Sqrt(3 / 50.0) },
        { "he average", 2 / 50.0, double.PositiveInfinity },
        { "kaiming average", 2 / 50.0, double.PositiveInfinity },
        { "truncated out", 3 / 60.0, 2 * Math.Sqrt(3 / 60.0) / 0.8796 },
        { "fan in", 1 / 120.0, Math.Sqrt(1 / 40.0) },
    };

    [Theory]
    [MemberData(nameof(Spreads))]
    public void Variances_are_those_of_the_papers(string name, double variance, double bound)
    {
        var x = Tensor.Empty([30, 20, 2], DType.Float64);
        var squares = new List<double>();
        double largest = 0;
        for (int round = 0; round < 100; round++)
        {
            var generator = new Generator((ulong)round);
            switch (name)
            {
                case "lecun normal": Init.LecunNormal(x, generator); break;
                case "lecun uniform": Init.LecunUniform(x, generator); break;
                case "glorot uniform": Init.VarianceScaling(x, 1, FanMode.FanAverage, InitDistribution.Uniform, generator); break;
                case "he average": Init.VarianceScaling(x, 2, FanMode.FanAverage, generator: generator); break;
                case "kaiming average": Init.KaimingNormal(x, mode: FanMode.FanAverage, nonlinearity: Nonlinearity.ReLU, generator: generator); break;
                case "truncated out": Init.VarianceScaling(x, 3, FanMode.FanOut, InitDistribution.TruncatedNormal, generator); break;
                default: Init.FanInUniform(x, generator: generator); break;
            }
            squares.Add(x.Square().Mean().Item());
            largest = Math.Max(largest, x.Abs().AMax().Item());
        }
        // 120,000 draws: the mean of squares is off by 1 % in four of its standard deviations.
        Assert.Equal(1, squares.Average() / variance, 0.02);
        Assert.True(largest <= bound, $"{largest} above {bound}");
    }

    [Fact]
    public void Glorot_by_variance_scaling_is_Xavier()
    {
        var expected = Filled([5, 7], (x, g) => Init.XavierNormal(x, generator: g));
        Assert.True(Filled([5, 7], (x, g) => Init.VarianceScaling(x, 1, FanMode.FanAverage, generator: g)).AllClose(expected, 1e-6, 1e-9));
    }

    [Fact]
    public void A_bias_takes_the_fan_of_its_layer()
    {
        Generator.ManualSeed(8);
        var expected = new Linear(6, 5).Bias!;
        Generator.ManualSeed(8);
        Init.FanInUniform(Tensor.Empty([5, 6]));
        var bias = Tensor.Empty([5]);
        Init.FanInUniform(bias, fanIn: 6);
        Assert.True(bias.AllClose(expected));
    }

    [Fact]
    public void Views_are_filled_and_nothing_is_recorded()
    {
        var whole = new Parameter(Tensor.Zeros([4, 4], DType.Float64));
        Init.Orthogonal(whole.Detach().T[1..3]);
        Assert.True(whole.IsLeaf);
        Assert.Equal([0, 1, 1, 0.0], whole.Detach().Square().Sum(0).ToArray<double>().Select(v => Math.Round(v, 12)));
    }

    [Fact]
    public void Nothing_is_drawn_for_what_has_no_elements()
    {
        Generator.ManualSeed(1);
        Init.Orthogonal(Tensor.Empty([0, 3]));
        Init.KaimingUniform(Tensor.Empty([3, 0]));
        Init.VarianceScaling(Tensor.Empty([3, 0]), distribution: InitDistribution.TruncatedNormal);
        Init.TruncNormal(Tensor.Empty([0]));
        Init.Sparse(Tensor.Empty([0, 2]), 0.5);
        Init.Dirac(Tensor.Empty([0, 2, 3]));
        Assert.Equal(Tensor.Rand([1], generator: new Generator(1)).Item(), Tensor.Rand([1]).Item());
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        Assert.Contains("Init.Orthogonal: a tensor of shape [3]", Assert.Throws<ShapeException>(() => Init.Orthogonal(Tensor.Empty([3]))).Message, StringComparison.Ordinal);
        Assert.Contains("Init.Orthogonal", Assert.Throws<DTypeException>(() => Init.Orthogonal(Tensor.Ones([2, 2], DType.Int64))).Message, StringComparison.Ordinal);
        Assert.Contains("3 groups", Assert.Throws<ShapeException>(() => Init.Dirac(Tensor.Empty([4, 1, 3]), 3)).Message, StringComparison.Ordinal);
        Assert.Contains("[4, 1]", Assert.Throws<ShapeException>(() => Init.Dirac(Tensor.Empty([4, 1]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Init.Dirac(Tensor.Empty([4, 1, 3]), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Init.Sparse(Tensor.Empty([4, 1]), 1.5));
        Assert.Throws<ShapeException>(() => Init.Sparse(Tensor.Empty([4]), 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Init.TruncNormal(Tensor.Empty([4]), std: 0));
        Assert.Throws<ArgumentException>(() => Init.TruncNormal(Tensor.Empty([4]), a: 2, b: 1));
        Assert.Contains("Init.FanInUniform", Assert.Throws<ShapeException>(() => Init.FanInUniform(Tensor.Empty([4]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Init.VarianceScaling(Tensor.Empty([4, 4]), -1));
    }

    private static Tensor Filled(int[] sizes, Action<Tensor, Generator> fill)
    {
        var x = Tensor.Empty(sizes);
        fill(x, new Generator(3));
        return x;
    }

    private static void Near(double[] expected, Tensor actual) =>
        Assert.True(actual.Double().Flatten().AllClose(Tensor.From(expected), 2e-6, 2e-6), $"{actual}");
}
