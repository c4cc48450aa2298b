using Autograd.Formulas;

namespace Autograd.Testing;

/// <summary>A formula of one number, read by numbers.</summary>
internal interface IUnaryReference
{
    double Value(double x);

    double Slope(double x);

    /// <summary>The second derivative, by dual numbers.</summary>
    double Curve(double x);
}

/// <summary>A formula of two numbers, read by numbers.</summary>
internal interface IBinaryReference
{
    double Value(double x, double y);

    (double ByX, double ByY) Slopes(double x, double y);
}

internal sealed class UnaryReference<F>(F f) : IUnaryReference
    where F : struct, IUnaryFormula
{
    public double Value(double x) => f.Value(new Scalar<double>(x)).Value;

    public double Slope(double x)
    {
        var at = new Scalar<double>(x);
        return f.Slope(at, f.Value(at)).Value;
    }

    public double Curve(double x)
    {
        var at = new Scalar<double>(x);
        var y = f.Value(at);
        var one = Scalar<double>.One;
        return f.Slope(new Dual<Scalar<double>>(at, one), new Dual<Scalar<double>>(y, f.Slope(at, y))).Tangent.Value;
    }
}

internal sealed class BinaryReference<F>(F f) : IBinaryReference
    where F : struct, IBinaryFormula
{
    public double Value(double x, double y) => f.Value(new Scalar<double>(x), new Scalar<double>(y)).Value;

    public (double ByX, double ByY) Slopes(double x, double y)
    {
        var (a, b) = (new Scalar<double>(x), new Scalar<double>(y));
        var z = f.Value(a, b);
        return (f.SlopeX(a, b, z).Value, f.SlopeY(a, b, z).Value);
    }
}
