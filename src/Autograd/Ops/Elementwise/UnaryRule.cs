using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>y = f(x): gx = g f'(x), which is itself an op of g and x, fused like the value.</summary>
internal struct UnaryRule<F> : IRule
    where F : struct, IUnaryFormula
{
    private readonly F f;
    private Saved x;
    private Saved y;

    private UnaryRule(F f, Saved x, Saved y)
    {
        this.f = f;
        this.x = x;
        this.y = y;
    }

    public static string Name => F.Name;

    /// <summary>Saves what the slope reads; of x at least its place, for derivatives of higher order.</summary>
    public static UnaryRule<F> For(F f, Tensor x, Tensor y)
    {
        var reads = SlopeFacts.Of(f);
        return new(f, reads.X ? Saved.Of(x) : reads.Y ? Saved.PlaceOf(x) : default, reads.Y ? Saved.OfOutput(y) : default);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } g) c.Add(0, Slope(g));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, Slope(dx));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref y);

    private readonly Tensor Slope(Tensor g) => x.IsEmpty
        ? SlopeFacts.TimesConstant(g, f.Slope(default(Scalar<double>), default).Value)
        : SlopeOp<F>.Apply(f, g, x.Value, y.IsEmpty ? null : y.Value);
}

/// <summary>The slope of a formula as an op: r = g f'(x), of g and x; y = f(x) only saves work.</summary>
internal static class SlopeOp<F>
    where F : struct, IUnaryFormula
{
    public static Tensor Apply(F f, Tensor g, Tensor x, Tensor? y)
    {
        var r = Tensor.Allocate(g.Layout, g.DType);
        var work = new Work(f, g, x, y, r);
        DTypes.Float(Rule.Name, g.DType, ref work);
        return Op.Records(Rule.Name, g, x)
            ? Op.Record(Rule.Name, r, Rule.For(f, g, x, y), g, x)
            : Op.Pass(Rule.Name, r, g, x);
    }

    private readonly ref struct Work(F f, Tensor g, Tensor x, Tensor? y, Tensor r) : IFloatWork
    {
        public void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var reads = SlopeFacts.Of(f);
            using var gs = g.Lease<T>();
            using var xs = reads.X ? x.Lease<T>() : default;
            using var ys = reads.Y ? y!.Lease<T>() : default;
            using var rs = r.Lease<T>();
            MapKernel.UnaryBackward<T, F>(f, gs.Span, g.Layout, xs.Span, reads.X ? x.Layout : null, ys.Span, reads.Y ? y!.Layout : null, rs.Span);
        }
    }

    /// <summary>With cotangent c of r: to g flows c f'(x), to x flows c g f''(x), both in one loop.</summary>
    private struct Rule : IRule
    {
        private readonly F f;
        private Saved g;
        private Saved x;
        private Saved y;

        private Rule(F f, Saved g, Saved x, Saved y)
        {
            this.f = f;
            this.g = g;
            this.x = x;
            this.y = y;
        }

        public static string Name { get; } = F.Name + "Slope";

        public static Rule For(F f, Tensor g, Tensor x, Tensor? y)
        {
            var reads = SlopeFacts.Of(f);
            return new(f, Saved.Of(g), reads.X ? Saved.Of(x) : Saved.PlaceOf(x), reads.Y ? Saved.Of(y!) : default);
        }

        public readonly void Backward(in Cotangents c)
        {
            if (c[0] is not { } cotangent) return;
            var (xs, ys) = (x.Value, y.IsEmpty ? null : y.Value);
            if (GradMode.IsEnabled || !c.Needs(1))
            {
                if (c.Needs(0)) c.Add(0, Apply(f, cotangent, xs, ys));
                if (c.Needs(1)) c.Add(1, cotangent * g.Value * Curve(xs, ys));
                return;
            }
            var toG = Tensor.Allocate(cotangent.Layout, cotangent.DType);
            var toX = Tensor.Allocate(cotangent.Layout, cotangent.DType);
            var work = new SecondWork(f, cotangent, g.Value, xs, ys, toG, toX);
            DTypes.Float(Name, cotangent.DType, ref work);
            c.Add(0, toG);
            c.Add(1, toX);
        }

        public readonly void Forward(in Tangents t)
        {
            var (xs, ys) = (x.Value, y.IsEmpty ? null : y.Value);
            if (t[0] is { } dg) t.Set(0, Apply(f, dg, xs, ys));
            if (t[1] is { } dx) t.Set(0, dx * g.Value * Curve(xs, ys));
        }

        public void Visit(ref SavedVisitor saved) => saved.Add(ref g, ref x, ref y);

        /// <summary>f''(x) in recorded ops: the derivative along x of the slope, where y moves with x.</summary>
        private readonly Tensor Curve(Tensor xs, Tensor? ys)
        {
            var px = new Traced(xs);
            var py = ys is null ? default : new Traced(ys);
            var dual = f.Slope(new Dual<Traced>(px, Traced.One), new Dual<Traced>(py, f.Slope(px, py)));
            return dual.Tangent.ToTensor(xs);
        }

        private readonly ref struct SecondWork(F f, Tensor c, Tensor g, Tensor x, Tensor? y, Tensor toG, Tensor toX) : IFloatWork
        {
            public void Run<T>()
                where T : unmanaged, IFloatingPointIeee754<T>
            {
                var reads = SlopeFacts.Of(f);
                using var cs = c.Lease<T>();
                using var gs = g.Lease<T>();
                using var xs = reads.X ? x.Lease<T>() : default;
                using var ys = reads.Y ? y!.Lease<T>() : default;
                using var outG = toG.Lease<T>();
                using var outX = toX.Lease<T>();
                MapKernel.UnaryBackward2<T, F>(f, cs.Span, c.Layout, gs.Span, g.Layout, xs.Span, reads.X ? x.Layout : null, ys.Span, reads.Y ? y!.Layout : null, outG.Span, outX.Span);
            }
        }
    }
}
