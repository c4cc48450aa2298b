using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>Applies an operation on integers to two tensors, broadcast; the result has the promoted dtype and no gradient.</summary>
internal static class IntegerOp
{
    /// <summary>Whether both are integers, or a bool next to an integer.</summary>
    public static bool Serves(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(y);
        return !x.DType.IsFloat && !y.DType.IsFloat;
    }

    public static Tensor Run<TOp>(Tensor x, Tensor y)
        where TOp : struct, IIntegerBinary
    {
        ArgumentNullException.ThrowIfNull(y);
        var dtype = DTypes.Result(x, y);
        (x, y) = (x.To(dtype), y.To(dtype));
        var (result, xl, yl) = Broadcast.Of(TOp.Name, x, y);
        var z = Tensor.Allocate(result, dtype);
        var work = new Work<TOp>(x, xl, y, yl, z);
        try
        {
            DTypes.Integer(TOp.Name, dtype, ref work);
        }
        catch (DivideByZeroException)
        {
            throw new AutogradException($"{TOp.Name}: an integer of {x.Shape} is divided by 0; convert to a floating dtype for infinities");
        }
        return Op.Pass(TOp.Name, z, x, y);
    }

    private readonly ref struct Work<TOp>(Tensor x, Layout xl, Tensor y, Layout yl, Tensor z) : IIntegerWork
        where TOp : struct, IIntegerBinary
    {
        public void Run<T>()
            where T : unmanaged, IBinaryInteger<T>
        {
            using var xs = x.Lease<T>();
            using var ys = y.Lease<T>();
            using var zs = z.Lease<T>();
            IntegerKernel.Run<T, TOp>(xs.Span, xl, ys.Span, yl, zs.Span[..z.Numel]);
        }
    }
}
