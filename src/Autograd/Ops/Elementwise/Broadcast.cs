using Autograd.Memory;

namespace Autograd;

/// <summary>Shapes aligned at the right, sizes of 1 repeated (<c>torch.broadcast_tensors</c>).</summary>
internal static class Broadcast
{
    /// <summary>The layout of the result and those of the operands seen at its shape.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static (Layout Result, Layout X, Layout Y) Of(string op, Tensor x, Tensor y)
    {
        var (a, b) = (x.Layout, y.Layout);
        if (a.SameSizes(b)) return (a.ToContiguous(), a, b);
        var sizes = LayoutViews.TryBroadcast(a.Sizes, b.Sizes)
            ?? throw new ShapeException($"{op}: shapes {x.Shape} and {y.Shape} do not broadcast: aligned at the right, each pair of sizes must be equal or contain a 1");
        return (Layout.Contiguous(sizes), a.TryExpand(sizes)!, b.TryExpand(sizes)!);
    }

    /// <summary>The same of three operands.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static (Layout Result, Layout X, Layout Y, Layout Z) Of(string op, Tensor x, Tensor y, Tensor z)
    {
        var (a, b, c) = (x.Layout, y.Layout, z.Layout);
        if (a.SameSizes(b) && a.SameSizes(c)) return (a.ToContiguous(), a, b, c);
        var sizes = LayoutViews.TryBroadcast(a.Sizes, b.Sizes) is { } pair && LayoutViews.TryBroadcast(pair, c.Sizes) is { } all
            ? all
            : throw new ShapeException($"{op}: shapes {x.Shape}, {y.Shape} and {z.Shape} do not broadcast: aligned at the right, sizes must be equal or 1");
        return (Layout.Contiguous(sizes), a.TryExpand(sizes)!, b.TryExpand(sizes)!, c.TryExpand(sizes)!);
    }
}
