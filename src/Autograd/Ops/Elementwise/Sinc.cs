using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd;

/// <summary>sin(pi x) / (pi x), 1 at 0 (<c>torch.sinc</c>).</summary>
internal readonly struct SincFormula : IUnaryFormula
{
    public static string Name => "Sinc";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V>
    {
        var u = x * V.Const(Math.PI);
        var safe = V.Select(V.Equal(u, V.Zero), V.One, u);
        return V.Select(V.Equal(u, V.Zero), V.One, V.Sin(safe) / safe);
    }

    /// <summary>
    /// pi (cos u - y) / u with u = pi x; its numerator cancels for small u, where the series
    /// u sum_k (-1)^k 2k u^(2k-2) / (2k + 1)! stands for it, and gives the higher derivatives at 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        var u = x * V.Const(Math.PI);
        var near = V.Abs(u) < V.One;
        var t = u * u;
        // For t < 1 the next term, 20 / 21!, is below 4e-19.
        var series = V.Const(-18 / 121645100408832000.0);
        series = series * t + V.Const(16 / 355687428096000.0);
        series = series * t + V.Const(-14 / 1307674368000.0);
        series = series * t + V.Const(12 / 6227020800.0);
        series = series * t + V.Const(-10 / 39916800.0);
        series = series * t + V.Const(8 / 362880.0);
        series = series * t + V.Const(-6 / 5040.0);
        series = series * t + V.Const(4 / 120.0);
        series = series * t + V.Const(-2 / 6.0);
        var far = V.Select(near, V.One, u);
        return V.Const(Math.PI) * V.Select(near, u * series, (V.Cos(far) - V.Sin(far) / far) / far);
    }
}

public partial class Tensor
{
    /// <summary>sin(pi x) / (pi x), 1 at 0 (<c>torch.sinc</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Sinc()
    {
        using var face = Face.Of(nameof(Sinc));
        return UnaryOp.Apply(this, default(SincFormula));
    }
}
