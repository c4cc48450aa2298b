using Autograd;

namespace Experiments;

/// <summary>Points of sin(2 pi x) with normal noise, x in [0, 1] (Bishop, Pattern Recognition and Machine Learning, appendix A); float64.</summary>
/// <param name="X"><c>[N, 1]</c></param>
/// <param name="Y"><c>[N, 1]</c></param>
internal sealed record SineData(Tensor X, Tensor Y)
{
    /// <summary>Bishop's standard deviation.</summary>
    public const double Noise = 0.3;

    /// <summary>Points at equal distances from 0 to 1, as Bishop's.</summary>
    public static SineData Even(int count, Generator generator) => At(Tensor.Linspace(0, 1, count, DType.Float64).Unsqueeze(1), generator);

    /// <summary>Points at places drawn uniformly.</summary>
    public static SineData Random(int count, Generator generator) => At(Tensor.Rand([count, 1], DType.Float64, generator), generator);

    private static SineData At(Tensor x, Generator generator) => new(x, Truth(x) + Noise * Tensor.Randn(x.Shape, DType.Float64, generator));

    public static Tensor Truth(Tensor x) => (2 * Math.PI * x).Sin();
}
