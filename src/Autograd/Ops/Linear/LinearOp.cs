using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>The affine map of a layer in one kernel: y = x W^T + b, x: [N, K], W: [M, K], b: [M] or none, y: [N, M].</summary>
internal static class LinearOp
{
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias)
    {
        int n = x.Shape[0], k = x.Shape[1], m = weight.Shape[0];
        var y = Tensor.Allocate(Layout.Contiguous([n, m]), x.DType);
        var work = new Work(x, weight, bias?.Contiguous(), y, n, m, k);
        DTypes.Float("Linear", x.DType, ref work);
        if (bias is null)
        {
            return Op.Records("Linear", x, weight)
                ? Op.Record("Linear", y, Rule.For(x, weight, false), x, weight)
                : Op.Pass("Linear", y, x, weight);
        }
        return Op.Records("Linear", x, weight, bias)
            ? Op.Record("Linear", y, Rule.For(x, weight, bias.RequiresGrad), x, weight, bias)
            : Op.Pass("Linear", y, x, weight, bias);
    }

    /// <summary>gx = g W, gW = g^T x, gb = the sum of g over the rows.</summary>
    private struct Rule : IRule
    {
        private Saved x;
        private Saved weight;
        private bool hasBias;

        public static string Name => "Linear";

        public static Rule For(Tensor x, Tensor weight, bool hasBias) => new()
        {
            x = weight.RequiresGrad ? Saved.Of(x) : default,
            weight = x.RequiresGrad ? Saved.Of(weight) : default,
            hasBias = hasBias,
        };

        public readonly void Backward(in Cotangents c)
        {
            if (c[0] is not { } g) return;
            if (c.Needs(0)) c.Add(0, g.MatMul(weight.Value));
            if (c.Needs(1)) c.Add(1, g.T.MatMul(x.Value));
            if (hasBias && c.Needs(2)) c.Add(2, g.Sum(0));
        }

        public readonly void Forward(in Tangents t)
        {
            if (t[0] is { } dx) t.Set(0, dx.MatMul(weight.Value.T));
            if (t[1] is { } dw) t.Set(0, x.Value.MatMul(dw.T));
            if (hasBias && t[2] is { } db) t.Set(0, db.Expand(t.OutputShape(0)));
        }

        public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref weight);
    }

    private readonly ref struct Work(Tensor x, Tensor weight, Tensor? bias, Tensor y, int n, int m, int k) : IFloatWork
    {
        public unsafe void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var xs = x.Lease<T>();
            using var ws = weight.Lease<T>();
            using var bs = bias is null ? default : bias.Lease<T>();
            using var ys = y.Lease<T>();
            Layout xl = x.Layout, wl = weight.Layout;
            fixed (T* px = xs.Span, pw = ws.Span, pb = bs.Span, py = ys.Span)
            {
                T* b = bias is null ? null : pb + bias.Layout.Offset;
                // W^T: rows of the product's right operand run along the columns of W.
                MatMul.Run(n, m, k, px + xl.Offset, xl.Strides[0], xl.Strides[1], pw + wl.Offset, wl.Strides[1], wl.Strides[0], py, m, b, false);
            }
        }
    }
}
