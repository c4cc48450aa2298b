using System.Buffers;
using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

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
internal struct LogSumExpRule : IBuiltInRule
{
    private readonly bool[] mask;
    private Saved x;
    private Saved y;

    private LogSumExpRule(Tensor x, Tensor y, bool[] mask)
    {
        this.mask = mask;
        this.x = Saved.Of(x);
        this.y = Saved.OfOutput(y);
    }

    public static string Name => "LogSumExp";

    public static Tensor Run(Tensor x, bool[] mask, bool keepDim)
    {
        var y = Value(x.Detach(), mask, keepDim);
        return Op.Records(Name, x) ? Op.Record(Name, y, new LogSumExpRule(x, y, mask), x) : Op.Pass(Name, y, x);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var share = Share();
        c.Add(0, share * ReduceOp.Spread(g, share.Layout, mask));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, SumOp.Run(Share() * dx, mask, true).Reshape(t.OutputShape(0)));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref y);

    private static Tensor Value(Tensor x, bool[] mask, bool keepDim)
    {
        var y = Tensor.Allocate(Layout.Contiguous(Dims.Reduced(x.Layout.Sizes, mask, keepDim)), x.DType);
        var work = new Work(x, ReduceOp.Bits(mask), y);
        DTypes.Float(Name, x.DType, ref work);
        return y;
    }

    /// <summary>The softmax, where y is -inf (all x are) 0.</summary>
    private readonly Tensor Share()
    {
        var value = x.Value;
        var total = ReduceOp.Spread(y.Value, value.Layout, mask);
        return (value - total.MaskedFill(total.Detach().Eq(double.NegativeInfinity), 0)).Exp();
    }

    private readonly ref struct Work(Tensor x, ulong mask, Tensor y) : IFloatWork
    {
        public void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var xs = x.Lease<T>();
            using var ys = y.Lease<T>();
            var output = ys.Span[..y.Numel];
            T[] rented = ArrayPool<T>.Shared.Rent(y.Numel);
            var max = rented.AsSpan(0, y.Numel);
            ReduceKernel.Reduce<T, MaxMonoid>(xs.Span, x.Layout, mask, max);
            MapKernel.Unary(default(FiniteOrZeroFormula), max, y.Layout, max);
            ReduceKernel.ReduceBy<T, SumMonoid, ExpLessFormula>(default, xs.Span, x.Layout, mask, max, output);
            MapKernel.Binary(default(LogPlusFormula), output, y.Layout, max, y.Layout, output);
            ArrayPool<T>.Shared.Return(rented);
        }
    }
}

public partial class Tensor
{
    /// <summary>log sum exp(x) over a dimension, without overflow (<c>torch.logsumexp</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor LogSumExp(int dim, bool keepDim = false) => LogSumExp([dim], keepDim);

    /// <summary>log sum exp(x) over several dimensions, without overflow (<c>torch.logsumexp</c>). Integers become float32.</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor LogSumExp(ReadOnlySpan<int> dims, bool keepDim = false) => LogSumExpRule.Run(ForReal(), Dims.Mask("LogSumExp", dims, Rank), keepDim);
}
