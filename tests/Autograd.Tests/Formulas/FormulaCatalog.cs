using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd.Tests.Formulas;

internal interface ITernaryVisitor
{
    void Visit<F>(F f)
        where F : struct, ITernaryFormula;
}

/// <summary>Every formula of three numbers; those of one and two stand on the rows of the op table.</summary>
internal static class FormulaCatalog
{
    public static void Ternary(ITernaryVisitor v)
    {
        v.Visit(new LerpFormula());
        v.Visit(new AddCMulFormula(1.5));
        v.Visit(new AddCDivFormula(0.5));
        v.Visit(new ClampBetweenFormula());
        v.Visit(new StandardizeFormula());
    }
}
