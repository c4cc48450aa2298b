using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

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
        Tensor.Operand(x, F.Name);
        Tensor.Operand(y, F.Name);
        if (x.DType != y.DType || !x.DType.IsFloat)
        {
            var dtype = DTypes.ToFloat(DTypes.Result(x, y));
            (x, y) = (x.To(dtype), y.To(dtype));
        }
        return Op.Call(new BinaryOp<F>(f), x, y);
    }

    /// <summary>z = f(x, y) for a formula that serves integers too: the result has the promoted dtype.</summary>
    /// <typeparam name="F">The formula.</typeparam>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor ApplyNumeric<F>(Tensor x, Tensor y, F f)
        where F : struct, INumericBinary
    {
        Tensor.Operand(x, F.Name);
        Tensor.Operand(y, F.Name);
        if (x.DType != y.DType)
        {
            var dtype = DTypes.Result(x, y);
            (x, y) = (x.To(dtype), y.To(dtype));
        }
        return x.DType.IsFloat ? Op.Call(new BinaryOp<F>(f), x, y) : Op.Call(new NumericBinaryOp<F>(f), x, y);
    }
}

/// <summary>z = f(x, y): gx = sum over the broadcast dimensions of g df/dx, gy likewise; both slopes come from one loop.</summary>
/// <typeparam name="F">The formula.</typeparam>
internal struct BinaryOp<F>(F f) : IOp, IBroadcasts, IPiecewise, IFloatBody, IBuiltInRule
    where F : struct, IBinaryFormula
{
    private Layout xl = null!;
    private Layout yl = null!;
    private Saved x;
    private Saved y;
    private Saved z;

    public static string Name => F.Name;

    public Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        (var result, xl, yl) = Broadcast.Of(Name, c.X, c.Y);
        return new Form(result, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> => MapKernel.Binary(f, c.In<T>(0), xl, c.In<T>(1), yl, c.Out<T>());

    public readonly int Branches(in OpCall c) => Branched.OfBinary(f, BranchHash.Operand(c, 0), BranchHash.Operand(c, 1));

    /// <summary>Saves what the slopes that will be asked for read.</summary>
    public Node Record(in OpCall c)
    {
        var (byX, byY) = SlopeFacts.OfBinary(f);
        var reads = (c.X.RequiresGrad ? byX : 0) | (c.Y.RequiresGrad ? byY : 0);
        if ((reads & SlopeReads.X) != 0) x = Saved.Of(c.X);
        if ((reads & SlopeReads.Y) != 0) y = Saved.Of(c.Y);
        if ((reads & SlopeReads.Z) != 0) z = c.Save();
        (xl, yl) = (c.X.Layout, c.Y.Layout);
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var (byX, byY) = SlopeFacts.OfBinary(f);
        bool slopeX = c.Needs(0) && byX != 0, slopeY = c.Needs(1) && byY != 0;
        if (c.Needs(0) && !slopeX) c.Add(0, ConstantX(g).SumTo(xl));
        if (c.Needs(1) && !slopeY) c.Add(1, ConstantY(g).SumTo(yl));
        if (slopeX && slopeY)
        {
            var (gx, gy) = Op.CallTwo(new SlopesOp<BinarySlopes<F>>(new(f), new(0b11)), g, x.ValueOrNull, y.ValueOrNull, z.ValueOrNull);
            c.Add(0, gx.SumTo(xl));
            c.Add(1, gy.SumTo(yl));
        }
        else if (slopeX)
        {
            c.Add(0, Slope(g, byX: true).SumTo(xl));
        }
        else if (slopeY)
        {
            c.Add(1, Slope(g, byX: false).SumTo(yl));
        }
    }

    public readonly void Forward(in Tangents t)
    {
        var (byX, byY) = SlopeFacts.OfBinary(f);
        var sizes = t.OutputShape(0);
        if (t[0] is { } dx) t.Set(0, byX == 0 ? ConstantX(dx).Expand(sizes) : Slope(dx.Expand(sizes), byX: true));
        if (t[1] is { } dy) t.Set(0, byY == 0 ? ConstantY(dy).Expand(sizes) : Slope(dy.Expand(sizes), byX: false));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref y, ref z);

    private readonly Tensor ConstantX(Tensor g) => SlopeFacts.TimesConstant(g, f.SlopeX(default(Scalar<double>), default, default).Value);

    private readonly Tensor ConstantY(Tensor g) => SlopeFacts.TimesConstant(g, f.SlopeY(default(Scalar<double>), default, default).Value);

    private readonly Tensor Slope(Tensor g, bool byX) =>
        Op.Call(new SlopesOp<BinarySlopes<F>>(new(f), new(byX ? 0b01 : 0b10)), g, x.ValueOrNull, y.ValueOrNull, z.ValueOrNull);
}

/// <summary>z = f(x, y) in integers, without a gradient.</summary>
/// <typeparam name="F">The formula.</typeparam>
internal struct NumericBinaryOp<F>(F f) : IOp, IBroadcasts, INumberBody
    where F : struct, INumericBinary
{
    private Layout xl = null!;
    private Layout yl = null!;

    public static string Name => F.Name;

    public Form Infer(ref OpCall c)
    {
        (var result, xl, yl) = Broadcast.Of(Name, c.X, c.Y);
        return new Form(result, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> => MapKernel.Binary(f, c.In<T>(0), xl, c.In<T>(1), yl, c.Out<T>());

    public readonly Node? Record(in OpCall c) => null;
}
