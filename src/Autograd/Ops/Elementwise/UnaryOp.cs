using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Applies a formula of one number to every element: y = f(x), any shape, float32 or float64.</summary>
public static class UnaryOp
{
    /// <summary>y = f(x), recorded; integers are computed in float32, as PyTorch does.</summary>
    /// <typeparam name="F">The formula.</typeparam>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor Apply<F>(Tensor x, F f)
        where F : struct, IUnaryFormula
    {
        if (!x.DType.IsFloat) x = x.To(DType.Float32);
        var y = Tensor.Allocate(x.Layout, x.DType);
        var work = new Work<F>(f, x, y);
        DTypes.Float(F.Name, x.DType, ref work);
        return Op.Records(F.Name, x) ? Op.Record(F.Name, y, UnaryRule<F>.For(f, x, y), x) : Op.Pass(F.Name, y, x);
    }

    /// <summary>y = f(x) for a formula that serves integers too: they keep their dtype.</summary>
    /// <typeparam name="F">The formula.</typeparam>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor ApplyNumeric<F>(Tensor x, F f)
        where F : struct, INumericUnary
    {
        if (x.DType.IsFloat) return Apply(x, f);
        var y = Tensor.Allocate(x.Layout, x.DType);
        var work = new IntegerWork<F>(f, x, y);
        DTypes.Number(F.Name, x.DType, ref work);
        return Op.Pass(F.Name, y, x);
    }

    private readonly ref struct Work<F>(F f, Tensor x, Tensor y) : IFloatWork
        where F : struct, IUnaryFormula
    {
        public void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var xs = x.Lease<T>();
            using var ys = y.Lease<T>();
            MapKernel.Unary<T, F>(f, xs.Span, x.Layout, ys.Span);
        }
    }

    private readonly ref struct IntegerWork<F>(F f, Tensor x, Tensor y) : INumberWork
        where F : struct, INumericUnary
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            using var xs = x.Lease<T>();
            using var ys = y.Lease<T>();
            MapKernel.Unary<T, F>(f, xs.Span, x.Layout, ys.Span);
        }
    }
}
