namespace Autograd.Tests.Formulas;

/// <summary>Values and derivatives where formulas break: poles, kinks, infinities, NaN. Expected is PyTorch's, or the limit where that is NaN by cancellation.</summary>
public sealed class EdgeTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    /// <summary>Op, point, value, slope, curvature.</summary>
    public static TheoryData<string, double, double, double, double> Points => new()
    {
        { "Lgamma", 0, Inf, -Inf, Inf },
        { "Lgamma", -1, Inf, NaN, Inf },
        { "Lgamma", -2, Inf, NaN, Inf },
        { "Lgamma", Inf, Inf, Inf, 0 },
        { "Lgamma", -0.5, 1.2655121234846454, 0.03648997397857652, 8.934802200544679 },
        { "Digamma", 0, -Inf, Inf, -Inf },
        { "Digamma", -1, NaN, Inf, NaN },
        { "Digamma", Inf, Inf, 0, 0 },
        { "Pow -1", 0, Inf, -Inf, Inf },
        { "Pow -1", -0.0, -Inf, -Inf, -Inf },
        { "Pow -1", Inf, 0, 0, 0 },
        { "Pow -1", -Inf, 0, 0, 0 },
        { "Pow 2", Inf, Inf, Inf, 2 },
        { "Pow 2", 0, 0, 0, 2 },
        { "Mish", -2e38, 0, 0, 0 },
        { "Mish", 2e38, 2e38, 1, 0 },
        { "GELU", 1e30, 1e30, 1, 0 },
        { "GELU", -1e30, 0, 0, 0 },
        { "GELUTanh", 1e30, 1e30, 1, 0 },
        { "GELUTanh", -1e30, 0, 0, 0 },
        { "ELU", 0, 0, 2, 0 },
        { "ELU", NaN, NaN, 1, 0 },
        { "ELU", -Inf, -2, 0, 0 },
        { "CELU", 0, 0, 1, 0 },
        { "CELU", NaN, NaN, 1, 0 },
        { "SELU", 0, 0, 1.0507009873554805 * 1.6732632423543772, 0 },
        { "SELU", NaN, NaN, 1.0507009873554805, 0 },
        { "Hardtanh", NaN, NaN, 1, 0 },
        { "ReLU6", NaN, NaN, 1, 0 },
        { "ReLU", NaN, NaN, 1, 0 },
        { "Clamp", NaN, NaN, 0, 0 },
        { "Maximum of 1", NaN, NaN, 1, 0 },
        { "Minimum of 1", NaN, NaN, 1, 0 },
        { "Maximum of NaN", 1, NaN, 1, 0 },
        { "Maximum of 1", 1, 1, 0.5, 0 },
        { "FMax of NaN", 1, 1, 1, 0 },
        { "Sign", NaN, NaN, 0, 0 },
        { "Softshrink", NaN, NaN, 1, 0 },
        { "Hardshrink", NaN, NaN, 1, 0 },
    };

    private static Dictionary<string, Func<Tensor, Tensor>> Ops { get; } = new(StringComparer.Ordinal)
    {
        ["Lgamma"] = x => x.Lgamma(),
        ["Digamma"] = x => x.Digamma(),
        ["Pow -1"] = x => x.Pow(-1.0),
        ["Pow 2"] = x => x.Pow(2),
        ["Mish"] = x => x.Mish(),
        ["GELU"] = x => x.GELU(),
        ["GELUTanh"] = x => x.GELUTanh(),
        ["ELU"] = x => x.ELU(2),
        ["CELU"] = x => x.CELU(2),
        ["SELU"] = x => x.SELU(),
        ["Hardtanh"] = x => x.Hardtanh(),
        ["ReLU6"] = x => x.ReLU6(),
        ["ReLU"] = x => x.ReLU(),
        ["Clamp"] = x => x.Clamp(-1, 1),
        ["Maximum of 1"] = x => x.Maximum(1),
        ["Minimum of 1"] = x => x.Minimum(1),
        ["Maximum of NaN"] = x => x.Maximum(NaN),
        ["FMax of NaN"] = x => x.FMax(NaN),
        ["Sign"] = x => x.Sign(),
        ["Softshrink"] = x => x.Softshrink(),
        ["Hardshrink"] = x => x.Hardshrink(),
    };

    [Theory]
    [MemberData(nameof(Points))]
    public void Values_slopes_and_curvatures_at_edges(string op, double at, double value, double slope, double curvature)
    {
        foreach (var dtype in (DType[])[DType.Float64, DType.Float32])
        {
            var x = Tensor.Scalar(at, dtype).RequiresGradInPlace();
            var y = Ops[op](x);
            var first = Gradient.Of(y, x, createGraph: true);
            double second = first.RequiresGrad ? Gradient.Of([first], [x], allowUnused: true)[0]?.Item() ?? 0 : 0;
            Close(value, y.Item(), $"{op}({at}) in {dtype}");
            Close(slope, first.Item(), $"slope of {op} at {at} in {dtype}");
            Close(curvature, second, $"curvature of {op} at {at} in {dtype}");
        }
    }

    /// <summary>Around the zeros below 0, where reflection cancels; references with 50 digits.</summary>
    [Theory]
    [InlineData(-2.457024335861206, 6.098183754018183e-07)]
    [InlineData(-2.4570000171661377, 3.747028477551427e-05)]
    [InlineData(-2.4560000896453857, 0.0015580632157896868)]
    [InlineData(-2.747682571411133, -1.4418167987778365e-07)]
    [InlineData(-2.746999979019165, -0.0013024090582909368)]
    [InlineData(-2.5, -0.056243716497674054)]
    [InlineData(-2.4100000858306885, 0.08220503813718372)]
    public void Lgamma_keeps_its_digits_around_its_zeros_below_0(double x, double reference)
    {
        Assert.Equal(reference, Tensor.Scalar(x, DType.Float64).Lgamma().Item(), Math.Abs(reference) * 1e-13);
        Assert.Equal(reference, Tensor.Scalar(x).Lgamma().Item(), Math.Abs(reference) * 2e-6);
    }

    private static void Close(double expected, double actual, string what) => Assert.True(
        expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-6 * Math.Max(Math.Abs(expected), 1),
        FormattableString.Invariant($"{what}: {actual:R}, not {expected:R}"));
}
