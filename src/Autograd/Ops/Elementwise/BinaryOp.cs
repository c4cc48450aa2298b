using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Applies a formula of two numbers to the elements of two tensors, broadcast against each other.</summary>
public static class BinaryOp
{
    /// <summary>z = f(x, y) in floating point; integers are computed in float32.</summary>
    /// <typeparam name="F">The formula.</typeparam>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor Apply<F>(Tensor x, Tensor y, F f)
        where F : struct, IBinaryFormula
    {
        if (x.DType != y.DType || !x.DType.IsFloat)
        {
            var dtype = DTypes.ToFloat(DTypes.Result(x, y));
            (x, y) = (x.To(dtype), y.To(dtype));
        }
        var (result, xl, yl) = Broadcast.Of(F.Name, x, y);
        var z = Tensor.Allocate(result, x.DType);
        var work = new Work<F>(f, x, xl, y, yl, z);
        DTypes.Float(F.Name, x.DType, ref work);
        return Op.Records(F.Name, x, y)
            ? Op.Record(F.Name, z, BinaryRule<F>.For(f, x, y, z), x, y)
            : Op.Pass(F.Name, z, x, y);
    }

    /// <summary>z = f(x, y) for a formula that serves integers too: the result has the promoted dtype.</summary>
    /// <typeparam name="F">The formula.</typeparam>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor ApplyNumeric<F>(Tensor x, Tensor y, F f)
        where F : struct, INumericBinary
    {
        if (x.DType == DType.Float32 && y.DType == DType.Float32) return Apply(x, y, f);
        var dtype = DTypes.Result(x, y);
        (x, y) = (x.To(dtype), y.To(dtype));
        if (dtype.IsFloat) return Apply(x, y, f);
        var (result, xl, yl) = Broadcast.Of(F.Name, x, y);
        var z = Tensor.Allocate(result, dtype);
        var work = new IntegerWork<F>(f, x, xl, y, yl, z);
        DTypes.Number(F.Name, dtype, ref work);
        return Op.Pass(F.Name, z, x, y);
    }

    private readonly ref struct Work<F>(F f, Tensor x, Memory.Layout xl, Tensor y, Memory.Layout yl, Tensor z) : IFloatWork
        where F : struct, IBinaryFormula
    {
        public void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var xs = x.Lease<T>();
            using var ys = y.Lease<T>();
            using var zs = z.Lease<T>();
            MapKernel.Binary<T, F>(f, xs.Span, xl, ys.Span, yl, zs.Span);
        }
    }

    private readonly ref struct IntegerWork<F>(F f, Tensor x, Memory.Layout xl, Tensor y, Memory.Layout yl, Tensor z) : INumberWork
        where F : struct, INumericBinary
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            using var xs = x.Lease<T>();
            using var ys = y.Lease<T>();
            using var zs = z.Lease<T>();
            MapKernel.Binary<T, F>(f, xs.Span, xl, ys.Span, yl, zs.Span);
        }
    }
}
