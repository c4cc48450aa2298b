using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>Truth values of two tensors, broadcast: bool, without a gradient.</summary>
/// <typeparam name="F">The comparison.</typeparam>
internal struct CompareOp<F>(F f) : IOp, INumberBody
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

public partial class Tensor
{
    /// <summary>Where x = y, broadcast; bool (<c>torch.eq</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Eq(Tensor other) => CompareOp.Run(this, other, default(EqFormula));

    /// <summary>Where x not = y, broadcast; bool (<c>torch.ne</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Ne(Tensor other) => CompareOp.Run(this, other, default(NeFormula));

    /// <summary>Where x &lt; y, broadcast; bool (<c>torch.lt</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Lt(Tensor other) => CompareOp.Run(this, other, default(LtFormula));

    /// <summary>Where x &lt;= y, broadcast; bool (<c>torch.le</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Le(Tensor other) => CompareOp.Run(this, other, default(LeFormula));

    /// <summary>Where x &gt; y, broadcast; bool (<c>torch.gt</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Gt(Tensor other) => CompareOp.Run(this, other, default(GtFormula));

    /// <summary>Where x &gt;= y, broadcast; bool (<c>torch.ge</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Ge(Tensor other) => CompareOp.Run(this, other, default(GeFormula));

    /// <summary>Where both are not 0, broadcast; bool (<c>torch.logical_and</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor LogicalAnd(Tensor other) => CompareOp.Run(this, other, default(LogicalAndFormula));

    /// <summary>Where either is not 0, broadcast; bool (<c>torch.logical_or</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor LogicalOr(Tensor other) => CompareOp.Run(this, other, default(LogicalOrFormula));

    /// <summary>Where exactly one is not 0, broadcast; bool (<c>torch.logical_xor</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor LogicalXor(Tensor other) => CompareOp.Run(this, other, default(LogicalXorFormula));

    /// <summary>Where x is 0; bool (<c>torch.logical_not</c>).</summary>
    public Tensor LogicalNot() => Eq(0);

    /// <summary>Where x is not a number; bool (<c>torch.isnan</c>).</summary>
    public Tensor IsNaN() => Ne(this);

    /// <summary>Where x is an infinity; bool (<c>torch.isinf</c>).</summary>
    public Tensor IsInf() => Detach().Abs().Eq(double.PositiveInfinity);

    /// <summary>Where x is neither NaN nor an infinity; bool (<c>torch.isfinite</c>).</summary>
    public Tensor IsFinite() => Detach().Abs().Lt(double.PositiveInfinity);
}
