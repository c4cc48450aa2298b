using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>The coordinates of the true elements of a mask, which were counted before: <c>[count, rank]</c>, int64.</summary>
internal struct NonZeroOp(int count) : IOp
{
    public static string Name => "NonZero";

    public readonly Form Infer(ref OpCall c) => new([count, c.X.Rank], DType.Int64);

    public readonly void Compute(in OpCall c) => MaskKernel.NonZero(c.In<byte>(0), c.X.Layout, c.Out<long>());

    public readonly Node? Record(in OpCall c) => null;
}

public partial class Tensor
{
    /// <summary>The coordinates of the elements that are not 0, one a row, in row-major order: <c>[N, rank]</c>, int64 (<c>torch.nonzero</c>).</summary>
    public Tensor NonZero()
    {
        var mask = Ne(0);
        using var lease = Op.Read<byte>("NonZero", mask);
        return Op.Call(new NonZeroOp(MaskKernel.Count(lease.Span, mask.Layout)), mask);
    }

    /// <summary>The elements where a mask holds, as a vector (<c>torch.masked_select</c>); mask and tensor broadcast.</summary>
    /// <exception cref="DTypeException">The mask is not bool.</exception>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor MaskedSelect(Tensor mask)
    {
        using var face = Face.Of(nameof(MaskedSelect));
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.DType != DType.Bool) throw new DTypeException($"MaskedSelect: the mask is {mask.DType.Name}, not bool");
        var sizes = LayoutViews.TryBroadcast(layout.Sizes, mask.layout.Sizes)
            ?? throw new ShapeException($"MaskedSelect: shapes {Shape} and {mask.Shape} do not broadcast");
        Op.NeedValues("MaskedSelect", mask);
        return Expand(sizes)[mask.Expand(sizes)];
    }
}
