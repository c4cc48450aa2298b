using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>Truth values of two tensors, broadcast: bool, without a gradient.</summary>
/// <typeparam name="F">The comparison.</typeparam>
internal struct CompareOp<F>(F f) : IOp, IBroadcasts, INumberBody
    where F : struct, IPredicate
{
    private Layout xl = null!;
    private Layout yl = null!;

    public static string Name => F.Name;

    public Form Infer(ref OpCall c)
    {
        DTypes.NeedNumber(Name, c.X.DType);
        (var result, xl, yl) = Broadcast.Of(Name, c.X, c.Y);
        return new Form(result, DType.Bool);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> => MapKernel.Predicate(f, c.In<T>(0), xl, c.In<T>(1), yl, c.Out<byte>());

    public readonly Node? Record(in OpCall c) => null;
}

/// <summary>Comparisons in the dtype that holds both sides.</summary>
internal static class CompareOp
{
    public static Tensor Run<F>(Tensor x, Tensor y, F f)
        where F : struct, IPredicate
    {
        ArgumentNullException.ThrowIfNull(y);
        if (x.DType != y.DType)
        {
            var dtype = Common(x, y);
            (x, y) = (x.Detach().To(dtype), y.Detach().To(dtype));
        }
        return Op.Call(new CompareOp<F>(f), x, y);
    }

    /// <summary>
    /// What two operands are compared in. A number of C# next to integers is not rounded to their dtype: nothing is
    /// larger than 300 in uint8, and nothing equals 0.5.
    /// </summary>
    private static DType Common(Tensor x, Tensor y)
    {
        if (x.IsNumber == y.IsNumber) return DTypes.Result(x, y);
        var (tensor, number) = x.IsNumber ? (y, x) : (x, y);
        return tensor.DType.IsFloat ? tensor.DType : number.DType;
    }
}
