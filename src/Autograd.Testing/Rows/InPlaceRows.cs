using static Autograd.Testing.Differentiability;
using static Autograd.Testing.Row;

namespace Autograd.Testing;

/// <summary>In-place forms, on a copy that is part of the graph; they are refused on leaves that require a gradient.</summary>
internal static class InPlaceRows
{
    public static IEnumerable<OpRow> All()
    {
        OpRow[] rows =
        [
            new OpRow("AddInPlace", "torch.Tensor.add_")
                .On(d => Into(d, Real, Real), (x, y) => x.Clone().AddInPlace(y))
                .On(d => Into(d, Real, Real), (x, y) => x.Clone().AddInPlace(y, alpha: 2.5).AddInPlace(1.5)),
            new OpRow("SubInPlace", "torch.Tensor.sub_").On(d => Into(d, Real, Real), (x, y) => x.Clone().SubInPlace(y)),
            new OpRow("MulInPlace", "torch.Tensor.mul_").On(d => Into(d, Real, Real), (x, y) => (x * 1.5).MulInPlace(y).MulInPlace(2.5)),
            new OpRow("DivInPlace", "torch.Tensor.div_").On(d => Into(d, Real, NonZero), (x, y) => x.Clone().DivInPlace(y)),
            Map("PowInPlace", "torch.Tensor.pow_", x => x.PowInPlace(3), Real),
            Map("NegInPlace", "torch.Tensor.neg_", x => x.NegInPlace(), Real),
            Map("ExpInPlace", "torch.Tensor.exp_", x => x.ExpInPlace(), Real),
            Map("SqrtInPlace", "torch.Tensor.sqrt_", x => x.SqrtInPlace(), Positive),
            Map("TanhInPlace", "torch.Tensor.tanh_", x => x.TanhInPlace(), Real),
            Map("SigmoidInPlace", "torch.Tensor.sigmoid_", x => x.SigmoidInPlace(), Real),
            Map("ReLUInPlace", "torch.Tensor.relu_", x => x.ReLUInPlace(), NonZero, Piecewise),
            Map("ClampInPlace", "torch.Tensor.clamp_", x => x.ClampInPlace(-1, 2), Away(-1, 2), Piecewise),
            Map("FillInPlace", "torch.Tensor.fill_", x => x.FillInPlace(2.5), Real, ZeroAlmostEverywhere),
            Map("ZeroInPlace", "torch.Tensor.zero_", x => x.ZeroInPlace(), Real, ZeroAlmostEverywhere),
            new OpRow("CopyInPlace", "torch.Tensor.copy_").Linear().On(d => Into(d, Real, Real), (x, y) => x.Clone().CopyInPlace(y)),
            new OpRow("MaskedFillInPlace", "torch.Tensor.masked_fill_")
                .On(
                    d =>
                    {
                        var full = d.Shape();
                        return new[] { d.Real(full), d.Mask(d.Narrower(full)) };
                    },
                    xs => xs[0].Clone().MaskedFillInPlace(xs[1], 0.5)),
        ];
        foreach (var row in rows) row.OnIntegers(IntegerResult.Untested);
        return rows;
    }

    private static OpRow Map(string name, string torch, Func<Tensor, Tensor> f, Func<Dice, int[], Tensor> domain, Differentiability kind = Smooth) =>
        new OpRow(name, torch, kind).On(d => domain(d, d.Shape()), x => f(x.Clone()));

    /// <summary>A target, and an operand that broadcasts to it.</summary>
    private static (Tensor First, Tensor Second) Into(Dice d, Func<Dice, int[], Tensor> target, Func<Dice, int[], Tensor> operand)
    {
        var full = d.Shape();
        return (target(d, full), operand(d, d.Narrower(full)));
    }
}
