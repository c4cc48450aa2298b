using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd;

/// <summary>x, or 0 where it is infinite or NaN: a shift that makes no NaN of an infinity.</summary>
internal readonly struct FiniteOrZeroFormula : IUnaryFormula
{
    public static string Name => "FiniteOrZero";

    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Select(V.Abs(x) < V.Const(double.PositiveInfinity), x, V.Zero);

    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Select(V.Abs(x) < V.Const(double.PositiveInfinity), V.One, V.Zero);
}

/// <summary>log(x) + y: the end of a log-sum-exp.</summary>
internal readonly struct LogPlusFormula : IBinaryFormula
{
    public static string Name => "LogPlus";

    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Log(x) + y;

    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One / x;

    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;
}

/// <summary>y = log sum exp(x) = m + log sum exp(x - m), m the largest x (0 where that is infinite); gx = g exp(x - y).</summary>
internal struct LogSumExpOp(bool[] mask, bool keepDim) : IOp, IShifts<LogSumExpOp>, IFloatBody, IBuiltInRule
{
    private Saved x;
    private Saved y;

    public static string Name => "LogSumExp";

    public readonly LogSumExpOp Shifted() => new(Dims.Shifted(mask), keepDim);

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        return ReduceOp.Reduced(c, mask, keepDim);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (data, sizes, outputs) = (c.X.Layout, ReduceOp.Bits(mask), c.Result.Layout);
        using var largest = new Scratch<T>(outputs.Count);
        Span<T> max = largest.Span, y = c.Out<T>();
        ReduceKernel.Reduce<T, MaxMonoid>(c.In<T>(0), data, sizes, max);
        MapKernel.Unary(default(FiniteOrZeroFormula), max, outputs, max);
        ReduceKernel.ReduceBy<T, SumMonoid, ExpLessFormula>(default, c.In<T>(0), data, sizes, max, y);
        MapKernel.Binary(default(LogPlusFormula), y, outputs, max, outputs, y);
    }

    public Node Record(in OpCall c)
    {
        x = Saved.Of(c.X);
        y = c.Save();
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var share = Share();
        c.Add(0, share * ReduceOp.Spread(g, share.Layout, mask));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, SumOp.Run(Share() * dx, mask, keepDim));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref y);

    /// <summary>The softmax, where y is -inf (all x are) 0.</summary>
    private readonly Tensor Share()
    {
        var value = x.Value;
        var total = ReduceOp.Spread(y.Value, value.Layout, mask);
        return (value - total.MaskedFill(total.Detach().Eq(double.NegativeInfinity), 0)).Exp();
    }
}

public partial class Tensor
{
    /// <summary>log sum exp(x) over a dimension, without overflow (<c>torch.logsumexp</c>). Of -inf alone it is -inf, with the gradient 0.</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor LogSumExp(int dim, bool keepDim = false) => LogSumExp([dim], keepDim);

    /// <summary>log sum exp(x) over several dimensions, without overflow (<c>torch.logsumexp</c>). Integers become float32.</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor LogSumExp(ReadOnlySpan<int> dims, bool keepDim = false) =>
        Op.Call(new LogSumExpOp(Dims.Mask("LogSumExp", dims, Rank), keepDim), ForReal());
}
