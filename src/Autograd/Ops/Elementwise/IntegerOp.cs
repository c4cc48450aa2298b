using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>An operation on integers applied to two tensors, broadcast; no gradient.</summary>
/// <typeparam name="TOp">The operation on two numbers.</typeparam>
internal struct IntegerOp<TOp> : IOp, IBroadcasts, IIntegerBody
    where TOp : struct, IIntegerBinary
{
    private Layout xl;
    private Layout yl;

    public static string Name => TOp.Name;

    public Form Infer(ref OpCall c)
    {
        if (c.X.DType.IsFloat) DTypes.ThrowNotInteger(Name, c.X.DType);
        (var result, xl, yl) = Broadcast.Of(Name, c.X, c.Y);
        return new Form(result, c.X.DType);
    }

    public void Compute(in OpCall c)
    {
        try
        {
            c.Integer(ref this);
        }
        catch (DivideByZeroException)
        {
            throw new AutogradException($"{Name}: an integer of {c.X.Shape} is divided by 0; convert to a floating dtype for infinities");
        }
    }

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IBinaryInteger<T> => IntegerKernel.Run<T, TOp>(c.In<T>(0), xl, c.In<T>(1), yl, c.Out<T>());

    public readonly Node? Record(in OpCall c) => null;
}

/// <summary>Operations on integers; the result has the promoted dtype.</summary>
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
        return Op.Call(default(IntegerOp<TOp>), x.To(dtype), y.To(dtype));
    }
}
