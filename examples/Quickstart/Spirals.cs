using Autograd;

namespace Quickstart;

/// <summary>Points on two spirals that wind around each other; the class is the spiral.</summary>
internal static class Spirals
{
    private const double Turns = 1.75;

    /// <summary>Points in [-1.2, 1.2]^2, <c>[2 perClass, 2]</c>, and their classes, <c>[2 perClass]</c>.</summary>
    public static (Tensor Points, Tensor Classes) Make(int perClass, double noise)
    {
        // The root spreads the points evenly along the curve.
        var radius = (Tensor.Rand(perClass) * 0.9 + 0.1).Sqrt();
        var angle = radius * (2 * Math.PI * Turns);
        var first = Tensor.Stack([radius * angle.Cos(), radius * angle.Sin()], 1);
        var points = Tensor.Cat([first, -first]) + noise * Tensor.Randn(2 * perClass, 2);
        var classes = Tensor.Cat([Tensor.Zeros([perClass], DType.Int64), Tensor.Ones([perClass], DType.Int64)]);
        return (points, classes);
    }
}
