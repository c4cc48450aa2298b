using Autograd.Formulas;

namespace Autograd.Testing;

/// <summary>Numbers on which a formula is smooth; the same seed gives the same.</summary>
internal delegate double[] Points(int count, int seed);

/// <summary>Pairs of numbers on which a formula of two is smooth.</summary>
internal delegate (double[] X, double[] Y) PointPairs(int count, int seed);

/// <summary>Triples of numbers on which a formula of three is smooth.</summary>
internal delegate (double[] X, double[] Y, double[] Z) PointTriples(int count, int seed);

/// <summary>What is done with every formula of one number; only the table knows their types.</summary>
internal interface IUnaryVisitor
{
    void Visit<F>(F f, Points points)
        where F : struct, IUnaryFormula;
}

/// <summary>What is done with every formula of two numbers.</summary>
internal interface IBinaryVisitor
{
    void Visit<F>(F f, PointPairs points)
        where F : struct, IBinaryFormula;
}

/// <summary>What is done with every formula of three numbers.</summary>
internal interface ITernaryVisitor
{
    void Visit<F>(F f, PointTriples points)
        where F : struct, ITernaryFormula;
}

/// <summary>A formula of one number, read by numbers.</summary>
internal interface IUnaryReference
{
    Type Formula { get; }

    void Accept(IUnaryVisitor visitor);

    double Value(double x);

    double Slope(double x);

    /// <summary>The second derivative, by dual numbers.</summary>
    double Curve(double x);
}

/// <summary>A formula of two numbers, read by numbers.</summary>
internal interface IBinaryReference
{
    Type Formula { get; }

    void Accept(IBinaryVisitor visitor);

    double Value(double x, double y);

    (double ByX, double ByY) Slopes(double x, double y);
}

/// <summary>A formula of three numbers.</summary>
internal interface ITernaryReference
{
    Type Formula { get; }

    void Accept(ITernaryVisitor visitor);
}

internal sealed class UnaryReference<F>(F f, Func<Dice, int[], Tensor> domain) : IUnaryReference
    where F : struct, IUnaryFormula
{
    public Type Formula => typeof(F);

    public void Accept(IUnaryVisitor visitor) => visitor.Visit(f, (count, seed) => domain(new Dice((ulong)seed, layout: InputLayout.Contiguous), [count]).ToArray<double>());

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

internal sealed class BinaryReference<F>(F f, Func<Dice, int[], Tensor> first, Func<Dice, int[], Tensor> second) : IBinaryReference
    where F : struct, IBinaryFormula
{
    public Type Formula => typeof(F);

    public void Accept(IBinaryVisitor visitor) => visitor.Visit(f, (count, seed) =>
    {
        var dice = new Dice((ulong)seed, layout: InputLayout.Contiguous);
        return (first(dice, [count]).ToArray<double>(), second(dice, [count]).ToArray<double>());
    });

    public double Value(double x, double y) => f.Value(new Scalar<double>(x), new Scalar<double>(y)).Value;

    public (double ByX, double ByY) Slopes(double x, double y)
    {
        var (a, b) = (new Scalar<double>(x), new Scalar<double>(y));
        var z = f.Value(a, b);
        return (f.SlopeX(a, b, z).Value, f.SlopeY(a, b, z).Value);
    }
}

internal sealed class TernaryReference<F>(F f, Func<Dice, int[], Tensor> first, Func<Dice, int[], Tensor> second, Func<Dice, int[], Tensor> third) : ITernaryReference
    where F : struct, ITernaryFormula
{
    public Type Formula => typeof(F);

    public void Accept(ITernaryVisitor visitor) => visitor.Visit(f, (count, seed) =>
    {
        var dice = new Dice((ulong)seed, layout: InputLayout.Contiguous);
        return (first(dice, [count]).ToArray<double>(), second(dice, [count]).ToArray<double>(), third(dice, [count]).ToArray<double>());
    });
}
