using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>
    /// y[i, j, ..] = element offset + i stride_0 + j stride_1 + .. in row-major order, as a copy (<c>torch.as_strided</c> of a contiguous tensor, for
    /// reading). Elements may be read several times: their gradients add up.
    /// </summary>
    /// <param name="size">The sizes of the result.</param>
    /// <param name="stride">The distance in elements between neighbours along each dimension; at least 0.</param>
    /// <param name="offset">The first element.</param>
    /// <exception cref="ShapeException">Sizes and strides do not go together, one is negative, or an element would lie outside.</exception>
    public Tensor AsStrided(ReadOnlySpan<int> size, ReadOnlySpan<int> stride, int offset = 0)
    {
        using var face = Face.Of(nameof(AsStrided));
        if (size.Length != stride.Length)
            throw new ShapeException($"AsStrided: sizes {Layout.Describe(size)} and strides {Layout.Describe(stride)} are not of one length");
        int count = Layout.CheckedCount(size, "AsStrided");
        long last = offset, least = offset;
        for (int d = 0; d < size.Length; d++)
        {
            if (stride[d] < 0) least = -1;
            last += (long)Math.Max(size[d] - 1, 0) * stride[d];
        }
        if (count > 0 && (least < 0 || last >= Numel))
            throw new ShapeException($"AsStrided: sizes {Layout.Describe(size)}, strides {Layout.Describe(stride)} and offset {offset} leave the {Numel} elements of shape {Shape}");
        var places = Full([], offset, DType.Int64);
        for (int d = 0; d < size.Length; d++) places = places.Unsqueeze(-1) + Arange(0L, size[d]) * (long)stride[d];
        return count == 0 ? Ravel().Narrow(0, 0, 0).Reshape(size) : Take(places);
    }
}
