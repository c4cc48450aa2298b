using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>The inverse of the error function (<c>torch.erfinv</c>); infinite at -1 and 1, NaN beyond.</summary>
internal readonly struct ErfinvFormula : IUnaryFormula
{
    public static string Name => "Erfinv";

    /// <summary>
    /// The approximation of M. Giles (GPU Computing Gems, 2011; single precision), then two steps of Halley's method, each
    /// of which triples the digits: y += u / (1 - y u) with u = (erf y - x) / erf' y, from erfc where x is near 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V>
    {
        var a = V.Abs(x);
        var rest = V.One - a;
        var w = -V.Log(rest * (V.One + a));
        var near = w < V.Const(5);
        var t = V.Select(near, w - V.Const(2.5), V.Sqrt(w) - V.Const(3));
        var y = V.Select(near, V.Const(2.81022636e-08), V.Const(-0.000200214257));
        y = y * t + V.Select(near, V.Const(3.43273939e-07), V.Const(0.000100950558));
        y = y * t + V.Select(near, V.Const(-3.5233877e-06), V.Const(0.00134934322));
        y = y * t + V.Select(near, V.Const(-4.39150654e-06), V.Const(-0.00367342844));
        y = y * t + V.Select(near, V.Const(0.00021858087), V.Const(0.00573950773));
        y = y * t + V.Select(near, V.Const(-0.00125372503), V.Const(-0.0076224613));
        y = y * t + V.Select(near, V.Const(-0.00417768164), V.Const(0.00943887047));
        y = y * t + V.Select(near, V.Const(0.246640727), V.Const(1.00167406));
        y = (y * t + V.Select(near, V.Const(1.50140941), V.Const(2.83297682))) * a;
        for (int step = 0; step < 2; step++)
        {
            var missing = V.Select(a < V.Const(0.5), a - V.Erf(y), V.Erfc(y) - rest);
            var u = missing * V.Const(0.88622692545275801) * V.Exp(y * y);
            y = y + u / (V.One - y * u);
        }
        return V.CopySign(V.Select(V.Equal(a, V.One), V.Const(double.PositiveInfinity), y), x);
    }

    /// <summary><c>sqrt(pi) / 2 exp(y^2)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(0.88622692545275801) * V.Exp(y * y);
}

public partial class Tensor
{
    /// <summary>The inverse of the error function on (-1, 1) (<c>torch.erfinv</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Erfinv() => UnaryOp.Apply(this, default(ErfinvFormula));
}
