using Autograd.Formulas;

namespace Autograd.Kernels.Tests.Formulas;

internal interface IUnaryVisitor
{
    /// <summary>A formula and an interval on which it is smooth but for the kinks given.</summary>
    void Visit<F>(F f, double low, double high, params double[] kinks)
        where F : struct, IUnaryFormula;
}

internal interface IBinaryVisitor
{
    void Visit<F>(F f, double low, double high)
        where F : struct, IBinaryFormula;
}

/// <summary>Every formula of the library, once.</summary>
internal static class FormulaCatalog
{
    public static void Unary(IUnaryVisitor v)
    {
        v.Visit(new Neg(), -3, 3);
        v.Visit(new AddConstant(1.5), -3, 3);
        v.Visit(new MulConstant(-2.5), -3, 3);
        v.Visit(new RSubConstant(1.5), -3, 3);
        v.Visit(new DivConstant(3), -3, 3);
        v.Visit(new RDivConstant(2), 0.3, 3);
        v.Visit(new Square(), -3, 3);
        v.Visit(new Abs(), -3, 3, 0);
        v.Visit(new Reciprocal(), 0.3, 3);
        v.Visit(new Deg2Rad(), -300, 300);
        v.Visit(new Rad2Deg(), -3, 3);
        v.Visit(new Sign(), -3, 3, 0);
        v.Visit(new Floor(), -3.5, 3.5, -3, -2, -1, 0, 1, 2, 3);
        v.Visit(new Ceil(), -3.5, 3.5, -3, -2, -1, 0, 1, 2, 3);
        v.Visit(new Round(), -3, 3, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5);
        v.Visit(new Trunc(), -3.5, 3.5, -3, -2, -1, 0, 1, 2, 3);
        v.Visit(new Frac(), -3.5, 3.5, -3, -2, -1, 0, 1, 2, 3);
        v.Visit(new Exp(), -10, 10);
        v.Visit(new Exp2(), -10, 10);
        v.Visit(new Expm1(), -3, 3);
        v.Visit(new Log(), 0.1, 20);
        v.Visit(new Log2(), 0.1, 20);
        v.Visit(new Log10(), 0.1, 20);
        v.Visit(new Log1p(), -0.9, 20);
        v.Visit(new Sqrt(), 0.1, 20);
        v.Visit(new Rsqrt(), 0.1, 20);
        v.Visit(new Sin(), -10, 10);
        v.Visit(new Cos(), -10, 10);
        v.Visit(new Tan(), -1.4, 1.4);
        v.Visit(new Asin(), -0.9, 0.9);
        v.Visit(new Acos(), -0.9, 0.9);
        v.Visit(new Atan(), -5, 5);
        v.Visit(new Sinh(), -5, 5);
        v.Visit(new Cosh(), -5, 5);
        v.Visit(new Tanh(), -5, 5);
        v.Visit(new Asinh(), -5, 5);
        v.Visit(new Acosh(), 1.2, 5);
        v.Visit(new Atanh(), -0.9, 0.9);
        v.Visit(new Erf(), -3, 3);
        v.Visit(new Erfc(), -3, 3);
        v.Visit(new PowConstant(0), 0.2, 3);
        v.Visit(new PowConstant(1), -3, 3);
        v.Visit(new PowConstant(2), -3, 3);
        v.Visit(new PowConstant(3), -3, 3);
        v.Visit(new PowConstant(0.5), 0.2, 3);
        v.Visit(new PowConstant(-0.5), 0.2, 3);
        v.Visit(new PowConstant(-2), 0.2, 3);
        v.Visit(new PowConstant(5), -3, 3);
        v.Visit(new PowConstant(1.7), 0.2, 3);
        Activations(v);
    }

    public static void Binary(IBinaryVisitor v)
    {
        v.Visit(new Add(), -3, 3);
        v.Visit(new AddScaled(1.5), -3, 3);
        v.Visit(new Sub(), -3, 3);
        v.Visit(new Mul(), -3, 3);
        v.Visit(new Div(), 0.3, 3);
        v.Visit(new Maximum(), -3, 3);
        v.Visit(new Minimum(), -3, 3);
        v.Visit(new Fmax(), -3, 3);
        v.Visit(new Fmin(), -3, 3);
        v.Visit(new Fmod(), 0.3, 3);
        v.Visit(new Remainder(), 0.3, 3);
        v.Visit(new CopySign(), -3, 3);
        v.Visit(new Pow(), 0.3, 3);
        v.Visit(new Xlogy(), 0.3, 3);
        v.Visit(new Hypot(), 0.3, 3);
        v.Visit(new Atan2(), -3, 3);
        v.Visit(new LogAddExp(), -3, 3);
        v.Visit(new LogAddExp2(), -3, 3);
    }

    private static void Activations(IUnaryVisitor v)
    {
        v.Visit(new ReLU(), -3, 3, 0);
        v.Visit(new ReLU6(), -3, 9, 0, 6);
        v.Visit(new LeakyReLU(0.01), -3, 3, 0);
        v.Visit(new Elu(1.3), -3, 3, 0);
        v.Visit(new Celu(1.3), -3, 3, 0);
        v.Visit(new Selu(), -3, 3, 0);
        v.Visit(new Threshold(0.5, -2), -3, 3, 0.5);
        v.Visit(new Clamp(-1, 2), -3, 3, -1, 2);
        v.Visit(new HardTanh(-1, 1), -3, 3, -1, 1);
        v.Visit(new HardSigmoid(), -5, 5, -3, 3);
        v.Visit(new HardSwish(), -5, 5, -3, 3);
        v.Visit(new HardShrink(0.5), -3, 3, -0.5, 0.5);
        v.Visit(new SoftShrink(0.5), -3, 3, -0.5, 0.5);
        v.Visit(new Sigmoid(), -5, 5);
        v.Visit(new LogSigmoid(), -5, 5);
        v.Visit(new Softplus(1, 20), -5, 5);
        v.Visit(new Softplus(2.5, 3), -2, 2, 1.2);
        v.Visit(new Softsign(), -3, 3, 0);
        v.Visit(new Silu(), -5, 5);
        v.Visit(new Mish(), -5, 5);
        v.Visit(new TanhShrink(), -3, 3);
        v.Visit(new Gelu(), -4, 4);
        v.Visit(new GeluTanh(), -4, 4);
    }
}
