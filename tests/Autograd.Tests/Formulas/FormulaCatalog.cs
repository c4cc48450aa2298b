using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd.Tests.Formulas;

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

internal interface ITernaryVisitor
{
    void Visit<F>(F f)
        where F : struct, ITernaryFormula;
}

/// <summary>Every formula of the library, once.</summary>
internal static class FormulaCatalog
{
    public static void Unary(IUnaryVisitor v)
    {
        v.Visit(new NegFormula(), -3, 3);
        v.Visit(new AddConstantFormula(1.5), -3, 3);
        v.Visit(new MulConstantFormula(-2.5), -3, 3);
        v.Visit(new RSubConstantFormula(1.5), -3, 3);
        v.Visit(new DivConstantFormula(3), -3, 3);
        v.Visit(new RDivConstantFormula(2), 0.3, 3);
        v.Visit(new SquareFormula(), -3, 3);
        v.Visit(new AbsFormula(), -3, 3, 0);
        v.Visit(new ReciprocalFormula(), 0.3, 3);
        v.Visit(new Deg2RadFormula(), -300, 300);
        v.Visit(new Rad2DegFormula(), -3, 3);
        v.Visit(new SignFormula(), -3, 3, 0);
        v.Visit(new FloorFormula(), -3.5, 3.5, -3, -2, -1, 0, 1, 2, 3);
        v.Visit(new CeilFormula(), -3.5, 3.5, -3, -2, -1, 0, 1, 2, 3);
        v.Visit(new RoundFormula(), -3, 3, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5);
        v.Visit(new TruncFormula(), -3.5, 3.5, -3, -2, -1, 0, 1, 2, 3);
        v.Visit(new FracFormula(), -3.5, 3.5, -3, -2, -1, 0, 1, 2, 3);
        v.Visit(new ExpFormula(), -10, 10);
        v.Visit(new Exp2Formula(), -10, 10);
        v.Visit(new Expm1Formula(), -3, 3);
        v.Visit(new LogFormula(), 0.1, 20);
        v.Visit(new Log2Formula(), 0.1, 20);
        v.Visit(new Log10Formula(), 0.1, 20);
        v.Visit(new Log1pFormula(), -0.9, 20);
        v.Visit(new SqrtFormula(), 0.1, 20);
        v.Visit(new RsqrtFormula(), 0.1, 20);
        v.Visit(new SinFormula(), -10, 10);
        v.Visit(new CosFormula(), -10, 10);
        v.Visit(new TanFormula(), -1.4, 1.4);
        v.Visit(new AsinFormula(), -0.9, 0.9);
        v.Visit(new AcosFormula(), -0.9, 0.9);
        v.Visit(new AtanFormula(), -5, 5);
        v.Visit(new SinhFormula(), -5, 5);
        v.Visit(new CoshFormula(), -5, 5);
        v.Visit(new TanhFormula(), -5, 5);
        v.Visit(new AsinhFormula(), -5, 5);
        v.Visit(new AcoshFormula(), 1.2, 5);
        v.Visit(new AtanhFormula(), -0.9, 0.9);
        v.Visit(new ErfFormula(), -3, 3);
        v.Visit(new ErfcFormula(), -3, 3);
        v.Visit(new PowConstantFormula(0), 0.2, 3);
        v.Visit(new PowConstantFormula(1), -3, 3);
        v.Visit(new PowConstantFormula(2), -3, 3);
        v.Visit(new PowConstantFormula(3), -3, 3);
        v.Visit(new PowConstantFormula(0.5), 0.2, 3);
        v.Visit(new PowConstantFormula(-0.5), 0.2, 3);
        v.Visit(new PowConstantFormula(-2), 0.2, 3);
        v.Visit(new PowConstantFormula(5), -3, 3);
        v.Visit(new PowConstantFormula(1.7), 0.2, 3);
        v.Visit(new SincFormula(), -3, 3, -1 / Math.PI, 1 / Math.PI);
        v.Visit(new LogitFormula(0, double.NaN), 0.1, 0.9);
        v.Visit(new LogitFormula(0.2, 0), 0.05, 0.95, 0.2, 0.8);
        v.Visit(new AbsPowerFormula(2.5), -3, 3, 0);
        v.Visit(new RootFormula(2), 0.2, 3);
        v.Visit(new RootFormula(3), 0.2, 3);
        v.Visit(new DeviationRoot(), 0.2, 3);
        v.Visit(new ErfinvFormula(), -0.9, 0.9);
        v.Visit(new LgammaFormula(), 0.2, 5);
        v.Visit(new DigammaFormula(), 0.2, 5);
        Activations(v);
    }

    public static void Binary(IBinaryVisitor v)
    {
        v.Visit(new AddFormula(), -3, 3);
        v.Visit(new AddScaledFormula(1.5), -3, 3);
        v.Visit(new LerpConstantFormula(0.3), -3, 3);
        v.Visit(new LerpConstantFormula(0.8), -3, 3);
        v.Visit(new SubFormula(), -3, 3);
        v.Visit(new MulFormula(), -3, 3);
        v.Visit(new DivFormula(), 0.3, 3);
        v.Visit(new MaximumFormula(), -3, 3);
        v.Visit(new MinimumFormula(), -3, 3);
        v.Visit(new FmaxFormula(), -3, 3);
        v.Visit(new FminFormula(), -3, 3);
        v.Visit(new FmodFormula(), 0.3, 3);
        v.Visit(new RemainderFormula(), 0.3, 3);
        v.Visit(new CopySignFormula(), -3, 3);
        v.Visit(new PowFormula(), 0.3, 3);
        v.Visit(new XlogyFormula(), 0.3, 3);
        v.Visit(new HypotFormula(), 0.3, 3);
        v.Visit(new Atan2Formula(), -3, 3);
        v.Visit(new LogAddExpFormula(), -3, 3);
        v.Visit(new LogAddExp2Formula(), -3, 3);
        v.Visit(new TruncDivideFormula(), 0.3, 3);
        v.Visit(new FloorDivideFormula(), 0.3, 3);
        v.Visit(new HeavisideFormula(), 0.3, 3);
    }

    public static void Ternary(ITernaryVisitor v)
    {
        v.Visit(new LerpFormula());
        v.Visit(new AddCMulFormula(1.5));
        v.Visit(new AddCDivFormula(0.5));
        v.Visit(new ClampBetweenFormula());
    }

    private static void Activations(IUnaryVisitor v)
    {
        v.Visit(new ReLUFormula(), -3, 3, 0);
        v.Visit(new ReLU6Formula(), -3, 9, 0, 6);
        v.Visit(new LeakyReLUFormula(0.01), -3, 3, 0);
        v.Visit(new EluFormula(1.3), -3, 3, 0);
        v.Visit(new CeluFormula(1.3), -3, 3, 0);
        v.Visit(new SeluFormula(), -3, 3, 0);
        v.Visit(new ThresholdFormula(0.5, -2), -3, 3, 0.5);
        v.Visit(new ClampFormula(-1, 2), -3, 3, -1, 2);
        v.Visit(new HardTanhFormula(-1, 1), -3, 3, -1, 1);
        v.Visit(new HardSigmoidFormula(), -5, 5, -3, 3);
        v.Visit(new HardSwishFormula(), -5, 5, -3, 3);
        v.Visit(new HardShrinkFormula(0.5), -3, 3, -0.5, 0.5);
        v.Visit(new SoftShrinkFormula(0.5), -3, 3, -0.5, 0.5);
        v.Visit(new SigmoidFormula(), -5, 5);
        v.Visit(new LogSigmoidFormula(), -5, 5);
        v.Visit(new SoftplusFormula(1, 20), -5, 5);
        v.Visit(new SoftplusFormula(2.5, 3), -2, 2, 1.2);
        v.Visit(new SoftsignFormula(), -3, 3, 0);
        v.Visit(new SiluFormula(), -5, 5);
        v.Visit(new MishFormula(), -5, 5);
        v.Visit(new TanhShrinkFormula(), -3, 3);
        v.Visit(new GeluFormula(), -4, 4);
        v.Visit(new GeluTanhFormula(), -4, 4);
    }
}
