using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>With at least one dimension: a scalar becomes a vector of one (<c>torch.atleast_1d</c>).</summary>
    public Tensor AtLeast1D() => Rank == 0 ? Reshape(1) : this;

    /// <summary>With at least two dimensions: a vector becomes a row (<c>torch.atleast_2d</c>).</summary>
    public Tensor AtLeast2D() => Rank < 2 ? Reshape(1, -1) : this;

    /// <summary>With at least three dimensions: a vector becomes <c>[1, N, 1]</c>, a matrix <c>[N, M, 1]</c> (<c>torch.atleast_3d</c>).</summary>
    public Tensor AtLeast3D() => Rank switch
    {
        0 or 1 => Reshape(1, Numel, 1),
        2 => Unsqueeze(2),
        _ => this,
    };

    /// <summary>Tensors side by side: along dimension 1, vectors along 0 (<c>torch.hstack</c>).</summary>
    /// <exception cref="ShapeException">There are none, or their shapes differ outside of the dimension.</exception>
    public static Tensor HStack(params ReadOnlySpan<Tensor> tensors)
    {
        using var face = Face.Of(nameof(HStack));
        var parts = Each(tensors, static x => x.AtLeast1D());
        return Cat(parts, parts.Length > 0 && parts[0].Rank > 1 ? 1 : 0);
    }

    /// <summary>Tensors one below the other, vectors as rows (<c>torch.vstack</c>).</summary>
    /// <exception cref="ShapeException">There are none, or their shapes differ outside of dimension 0.</exception>
    public static Tensor VStack(params ReadOnlySpan<Tensor> tensors)
    {
        using var face = Face.Of(nameof(VStack));
        return Cat(Each(tensors, static x => x.AtLeast2D()), 0);
    }

    /// <summary>Tensors one behind the other, along dimension 2 (<c>torch.dstack</c>).</summary>
    /// <exception cref="ShapeException">There are none, or their shapes differ outside of dimension 2.</exception>
    public static Tensor DStack(params ReadOnlySpan<Tensor> tensors)
    {
        using var face = Face.Of(nameof(DStack));
        return Cat(Each(tensors, static x => x.AtLeast3D()), 2);
    }

    /// <summary>Vectors as the columns of a matrix; matrices side by side (<c>torch.column_stack</c>).</summary>
    /// <exception cref="ShapeException">There are none, or their numbers of rows differ.</exception>
    public static Tensor ColumnStack(params ReadOnlySpan<Tensor> tensors)
    {
        using var face = Face.Of(nameof(ColumnStack));
        return Cat(Each(tensors, static x => x.Rank < 2 ? x.Reshape(-1, 1) : x), 1);
    }

    /// <summary>Matrices along the diagonal of a larger one, zeros elsewhere; vectors are rows (<c>torch.block_diag</c>).</summary>
    /// <exception cref="ShapeException">A tensor has more than two dimensions, or there are none.</exception>
    public static Tensor BlockDiag(params ReadOnlySpan<Tensor> tensors)
    {
        var blocks = Each(tensors, static x => x.AtLeast2D());
        int width = 0;
        foreach (var block in blocks)
        {
            if (block.Rank > 2) throw new ShapeException($"BlockDiag: a tensor of shape {block.Shape} is no matrix");
            width += block.Shape[1];
        }
        int before = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            int columns = blocks[i].Shape[1];
            blocks[i] = blocks[i].Pad([before, width - before - columns]);
            before += columns;
        }
        return Cat(blocks, 0);
    }

    /// <summary>All tensors expanded to the one shape they broadcast to (<c>torch.broadcast_tensors</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor[] BroadcastTensors(params ReadOnlySpan<Tensor> tensors)
    {
        int[] sizes = [];
        foreach (var x in tensors)
        {
            sizes = LayoutViews.TryBroadcast(sizes, x.layout.Sizes)
                ?? throw new ShapeException($"BroadcastTensors: shape {x.Shape} does not broadcast with {Layout.Describe(sizes)}");
        }
        return Each(tensors, x => x.Expand(sizes));
    }

    private static Tensor[] Each(ReadOnlySpan<Tensor> tensors, Func<Tensor, Tensor> map) => Array.ConvertAll(tensors.ToArray(), x => map(x));
}
