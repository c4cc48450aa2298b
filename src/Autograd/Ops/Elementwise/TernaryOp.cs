using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>Applies a formula of three numbers to the elements of three tensors, broadcast against each other.</summary>
public static class TernaryOp
{
    /// <summary>f(x, y, z) in floating point; integers are computed in float32.</summary>
    /// <typeparam name="F">The formula.</typeparam>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor Apply<F>(Tensor x, Tensor y, Tensor z, F f)
        where F : struct, ITernaryFormula
    {
        Tensor.Operand(x, F.Name);
        Tensor.Operand(y, F.Name);
        Tensor.Operand(z, F.Name);
        var dtype = DTypes.ToFloat(DTypes.Result(x, y, z));
        return Op.Call(new TernaryOp<F>(f), x.To(dtype), y.To(dtype), z.To(dtype));
    }

    /// <summary>f(x, y, z) for a formula that serves integers too: the result has the promoted dtype.</summary>
    /// <typeparam name="F">The formula.</typeparam>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor ApplyNumeric<F>(Tensor x, Tensor y, Tensor z, F f)
        where F : struct, INumericTernary
    {
        Tensor.Operand(x, F.Name);
        Tensor.Operand(y, F.Name);
        Tensor.Operand(z, F.Name);
        var dtype = DTypes.Result(x, y, z);
        (x, y, z) = (x.To(dtype), y.To(dtype), z.To(dtype));
        return dtype.IsFloat ? Op.Call(new TernaryOp<F>(f), x, y, z) : Op.Call(new NumericTernaryOp<F>(f), x, y, z);
    }
}

/// <summary>w = f(x, y, z): the gradient of each is the sum over its broadcast dimensions of g times its slope; all slopes come from one loop.</summary>
/// <typeparam name="F">The formula.</typeparam>
internal struct TernaryOp<F>(F f) : IOp, IBroadcasts, IPiecewise, IFloatBody, IBuiltInRule
    where F : struct, ITernaryFormula
{
    private Layout xl = null!;
    private Layout yl = null!;
    private Layout zl = null!;
    private Saved x;
    private Saved y;
    private Saved z;

    public static string Name => F.Name;

    public Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        (var result, xl, yl, zl) = Broadcast.Of(Name, c.X, c.Y, c.Input(2));
        return new Form(result, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> => MapKernel.Ternary(f, c.In<T>(0), xl, c.In<T>(1), yl, c.In<T>(2), zl, c.Out<T>());

    public readonly int Branches(in OpCall c) => Branched.OfTernary(f, BranchHash.Operand(c, 0), BranchHash.Operand(c, 1), BranchHash.Operand(c, 2));

    /// <summary>Saves what the slopes that will be asked for read.</summary>
    public Node Record(in OpCall c)
    {
        SlopeReads reads = 0;
        for (int input = 0; input < 3; input++)
        {
            if (c.Input(input).RequiresGrad) reads |= SlopeFacts.OfTernary(f, input);
        }
        if ((reads & SlopeReads.X) != 0) x = Saved.Of(c.X);
        if ((reads & SlopeReads.Y) != 0) y = Saved.Of(c.Y);
        if ((reads & SlopeReads.Z) != 0) z = Saved.Of(c.Input(2));
        (xl, yl, zl) = (c.X.Layout, c.Y.Layout, c.Input(2).Layout);
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        int wanted = 0;
        for (int input = 0; input < 3; input++)
        {
            if (!c.Needs(input)) continue;
            if (SlopeFacts.OfTernary(f, input) != 0) wanted |= 1 << input;
            else c.Add(input, Constant(g, input).SumTo(LayoutOf(input)));
        }
        if (wanted == 0) return;
        var slopes = Op.CallAll(new SlopesOp<TernarySlopes<F>>(new(f), new(wanted)), g, x.ValueOrNull, y.ValueOrNull, z.ValueOrNull);
        for (int input = 0, slot = 0; input < 3; input++)
        {
            if ((wanted >> input & 1) != 0) c.Add(input, slopes[slot++].SumTo(LayoutOf(input)));
        }
    }

    public readonly void Forward(in Tangents t)
    {
        var sizes = t.OutputShape(0);
        for (int input = 0; input < 3; input++)
        {
            if (t[input] is not { } d) continue;
            d = d.Expand(sizes);
            t.Set(0, SlopeFacts.OfTernary(f, input) == 0
                ? Constant(d, input)
                : Op.Call(new SlopesOp<TernarySlopes<F>>(new(f), new(1 << input)), d, x.ValueOrNull, y.ValueOrNull, z.ValueOrNull));
        }
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref y, ref z);

    private readonly Layout LayoutOf(int input) => input switch { 0 => xl, 1 => yl, _ => zl };

    private readonly Tensor Constant(Tensor g, int input)
    {
        Scalar<double> none = default;
        return SlopeFacts.TimesConstant(g, new TernarySlopes<F>(f).Slope(input, none, none, none).Value);
    }
}

/// <summary>w = f(x, y, z) in integers, without a gradient.</summary>
/// <typeparam name="F">The formula.</typeparam>
internal struct NumericTernaryOp<F>(F f) : IOp, IBroadcasts, INumberBody
    where F : struct, INumericTernary
{
    private Layout xl = null!;
    private Layout yl = null!;
    private Layout zl = null!;

    public static string Name => F.Name;

    public Form Infer(ref OpCall c)
    {
        (var result, xl, yl, zl) = Broadcast.Of(Name, c.X, c.Y, c.Input(2));
        return new Form(result, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> => MapKernel.Ternary(f, c.In<T>(0), xl, c.In<T>(1), yl, c.In<T>(2), zl, c.Out<T>());

    public readonly Node? Record(in OpCall c) => null;
}
