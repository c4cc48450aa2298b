using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>y = (sum |x|^p)^(1/p) over some dimensions, p neither 0 nor infinite; gx = g sign(x) (|x| / y)^(p - 1).</summary>
internal struct NormOp(double p, bool[] mask, bool keepDim) : IOp, IShifts<NormOp>, IPiecewise, IFloatBody, IBuiltInRule
{
    private Saved x;
    private Saved y;

    public static string Name => "VectorNorm";

    public readonly NormOp Shifted() => new(p, Dims.Shifted(mask), keepDim);

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        return ReduceOp.Reduced(c, mask, keepDim);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sums = c.Out<T>();
        var outputs = c.Result.Layout;
        Powers(c.In<T>(0), c.X.Layout, sums);
        if (p == 1) return;
        bool lost = false;
        foreach (T sum in sums) lost |= IsLost(sum);
        if (!lost) MapKernel.Unary(new RootFormula(p), sums, outputs, sums);
        else Rescue(c.In<T>(0), c.X.Layout, sums, outputs);
    }

    /// <summary>The kinks of |x|^p are where an element is 0, that of the Euclidean norm where all are.</summary>
    public readonly int Branches(in OpCall c) => BranchHash.Of(c.X.Detach().Sign());

    public Node Record(in OpCall c)
    {
        x = Saved.Of(c.X);
        y = c.Save();
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } g) c.Add(0, Slope(g));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, SumOp.Run(Slope(Tensor.OnesLike(y.Value)) * dx, mask, keepDim));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref y);

    private readonly Tensor Slope(Tensor g)
    {
        var value = x.Value;
        if (p == 1) return value.Sign() * ReduceOp.Spread(g, value.Layout, mask);
        var norm = y.Value;
        if (p != 2) return BinaryOp.Apply(value, ReduceOp.Spread(norm, value.Layout, mask), new NormSlopeFormula(p)) * ReduceOp.Spread(g, value.Layout, mask);
        // x / y: the quotient of the few numbers first, 0 where the norm is.
        var zero = norm.Detach().Eq(0);
        return value * ReduceOp.Spread((g / norm.MaskedFill(zero, 1)).MaskedFill(zero, 0), value.Layout, mask);
    }

    private readonly void Powers<T>(ReadOnlySpan<T> data, Layout layout, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ulong dims = ReduceOp.Bits(mask);
        if (p == 1) ReduceKernel.Reduce<T, SumMonoid, AbsFormula>(default, data, layout, dims, sums);
        else if (p == 2) ReduceKernel.Reduce<T, SumMonoid, SquareFormula>(default, data, layout, dims, sums);
        else ReduceKernel.Reduce<T, SumMonoid, AbsPowerFormula>(new(p), data, layout, dims, sums);
    }

    /// <summary>Whether a sum of powers is not the one that was meant: infinite, or so small that terms of float32 lost digits.</summary>
    private static bool IsLost<T>(T sum)
        where T : unmanaged, IFloatingPointIeee754<T> => T.IsInfinity(sum) || sum < T.CreateTruncating(1e-30);

    /// <summary>y = m (sum (|x| / m)^p)^(1/p) for the groups that are lost, with m the magnitude that decides; the others keep their bits.</summary>
    private readonly void Rescue<T>(ReadOnlySpan<T> data, Layout layout, Span<T> sums, Layout outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = outputs.Count;
        using var magnitudes = new Scratch<T>(n);
        using var rescued = new Scratch<T>(n);
        using var quotients = new Scratch<T>(layout.Count);
        Span<T> extremes = magnitudes.Span, again = rescued.Span;
        if (p > 0) ReduceKernel.Reduce<T, MaxMonoid, AbsFormula>(default, data, layout, ReduceOp.Bits(mask), extremes);
        else ReduceKernel.Reduce<T, MinMonoid, AbsFormula>(default, data, layout, ReduceOp.Bits(mask), extremes);
        MapKernel.Binary(default(DivFormula), data, layout, extremes, ReduceOp.Spread(layout, mask), quotients.Span);
        Powers<T>(quotients.Span, Layout.Contiguous(layout.Sizes), again);
        for (int i = 0; i < n; i++)
        {
            // A group of zeros, or with an infinity, has its norm from its own sum.
            bool scaled = IsLost(sums[i]) && T.IsFinite(extremes[i]) && extremes[i] > T.Zero;
            sums[i] = scaled ? again[i] : sums[i];
            extremes[i] = scaled ? extremes[i] : T.One;
        }
        MapKernel.Unary(new RootFormula(p), sums, outputs, sums);
        MapKernel.Binary(default(MulFormula), sums, outputs, extremes, outputs, sums);
    }
}
