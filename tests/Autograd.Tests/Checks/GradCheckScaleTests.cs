using Autograd.Checks;

namespace Autograd.Tests.Checks;

/// <summary>Right functions pass where numbers are of different sizes, cancel, round and bend.</summary>
public sealed class GradCheckScaleTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> F, double[] At)> Right = new(StringComparer.Ordinal)
    {
        ["exp, element by element"] = (x => x.Exp(), [0, 20, 40]),
        ["exp, summed"] = (x => x.Exp().Sum(), [0, 20, 40]),
        ["log of small and large numbers"] = (x => x.Log(), [1e-8, 1e-3, 1, 1e8]),
        ["squares of small and large numbers, summed"] = (x => x.Square().Sum(), [1e-8, 1, -1e8]),
        ["the sine of a large angle"] = (x => x.Sin(), [1, 1e4, 1e8]),
        ["the sine of a small number's multiple"] = (x => (x * 1e8).Sin(), [1e-8, -3e-8, 2e-9]),
        ["the tail of a sigmoid"] = (x => x.Sigmoid(), [-300, -40, 0, 40, 300]),
        ["the tail of a gaussian, summed"] = (x => (-x.Square()).Exp().Sum(), [0, 1, 5, 8]),
        ["the tail of gelu, summed"] = (x => x.GELU().Sum(), [-7.4, -5, 1]),
        ["a large number added and taken away"] = (x => x + 1e8 - 1e8, [0.3, -2, 1]),
        ["larger numbers added and taken away"] = (x => (x + 1e5).Square() - x.Square() - 1e10, [0.3, -2, 1]),
        ["a variance far from 0"] = (x => x.Var(), [1e6, 1e6 + 1, 1e6 + 3]),
        ["a softmax that sums to one"] = (x => x.Softmax(-1).Sum(), [0.3, -2, 1]),
        ["a log-sum-exp far from 0"] = (x => x.LogSumExp(-1), [1000, 1001, 990]),
        ["a cube, flat at 0"] = (x => x.Pow(3), [0, 1e-9, 1]),
        ["a product with a zero"] = (x => x.Prod(), [0, 1e8, 1e-8]),
        ["a norm of very different numbers"] = (x => x.VectorNorm(), [1e-6, 1, 1e6]),
        ["the square root close to 0"] = (x => x.Sqrt(), [1e-10, 1e-4, 1]),
        ["a pole close by"] = (x => x.Reciprocal(), [1e-5, -1e-3, 10]),
        ["a fast wave on a slow one"] = (x => x + 1e-3 * (1e4 * x).Sin(), [0.1, 0.2]),
        ["a ramp beside its kink"] = (x => x.ReLU(), [1e-4, -1e-6, -3e-4, 5e-6]),
        ["a clamp beside its ends"] = (x => x.Clamp(-1, 2), [-1.0001, -0.9999, 1.99999, 2.00001]),
        ["a step beside its jump"] = (x => x.Round(), [0.45, 0.4999, 1.5001]),
        ["nothing at all"] = (x => x * 0, [0, 1, 1e8]),
    };

    public static TheoryData<string> Names => [.. Right.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_right_function_passes(string name)
    {
        var (f, at) = Right[name];
        GradCheck.Run(f, Tensor.From(at).RequiresGradInPlace()).ThrowIfFailed();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_derivative_passes(string name)
    {
        var (f, at) = Right[name];
        GradCheck.Run(f, Tensor.From(at).RequiresGradInPlace(), new() { Order = 2 }).ThrowIfFailed();
    }

    [Theory]
    [InlineData(1e-8)]
    [InlineData(1e8)]
    public void A_network_with_one_badly_scaled_feature_passes(double scale)
    {
        var generator = new Generator(2);
        Tensor Drawn(params ReadOnlySpan<int> shape) => Tensor.Randn(shape, DType.Float64, generator).RequiresGradInPlace();
        var x = (Drawn(4, 3).Detach() * Tensor.From([1, 1, scale])).RequiresGradInPlace();
        var report = GradCheck.Run(
            xs => [(xs[0].MatMul(xs[1]) / scale + xs[2]).Tanh().Square().Mean()],
            [x, Drawn(3, 5), Drawn(5)],
            new() { Order = 2 });
        Assert.True(report.Passed, report.ToString());
    }
}
