using Autograd.Formulas;

namespace Autograd.Testing;

/// <summary>Rows that are made alike.</summary>
internal static class Row
{
    /// <summary>An elementwise op of one tensor by its formula, on any shape.</summary>
    public static OpRow Map<F>(string name, string torch, F formula, Func<Tensor, Tensor> f, Func<Dice, int[], Tensor> domain, Differentiability kind = Differentiability.Smooth)
        where F : struct, IUnaryFormula =>
        new OpRow(name, torch, kind)
            .On(d => domain(d, d.Shape()), f)
            .By(formula, domain)
            .ByRow(f, domain)
            .OnIntegers(formula is INumericUnary ? IntegerResult.Kept : IntegerResult.Float);

    /// <summary>An elementwise op of two tensors by its formula, on shapes that broadcast.</summary>
    public static OpRow Map2<F>(string name, string torch, F formula, Func<Tensor, Tensor, Tensor> f, Func<Dice, int[], Tensor> first, Func<Dice, int[], Tensor> second, Differentiability kind = Differentiability.Smooth)
        where F : struct, IBinaryFormula =>
        new OpRow(name, torch, kind)
            .On(d => Pair(d, first, second), f)
            .ByBinary(formula, first, second)
            .OnIntegers(formula is INumericBinary ? IntegerResult.Kept : IntegerResult.Float);

    public static (Tensor First, Tensor Second) Pair(Dice d, Func<Dice, int[], Tensor> first, Func<Dice, int[], Tensor> second)
    {
        var (a, b) = d.Broadcast();
        return (first(d, a), second(d, b));
    }

    /// <summary>Parameters that depend on the number of columns alone.</summary>
    public static Tensor Weights(Tensor x, params ReadOnlySpan<int> shape) => Tensor.Randn(shape, x.DType, new Generator((ulong)x.Shape[^1]));

    public static Tensor Real(Dice d, int[] shape) => d.Real(shape);

    public static Tensor Positive(Dice d, int[] shape) => d.Positive(shape);

    public static Tensor NonZero(Dice d, int[] shape) => d.NonZero(shape);

    public static Tensor Unit(Dice d, int[] shape) => d.Between(-0.9, 0.9, shape);

    public static Func<Dice, int[], Tensor> Between(double low, double high) => (d, shape) => d.Between(low, high, shape);

    public static Func<Dice, int[], Tensor> Away(params double[] kinks) => (d, shape) => d.Away(kinks, -4, 4, shape);

    public static Func<Dice, int[], Tensor> OnGrid(double phase) => (d, shape) => d.OnGrid(phase, shape);
}
