using static Autograd.Testing.IntegerResult;

namespace Autograd.Testing;

/// <summary>Stacks, grids, repetitions and pads: all are linear.</summary>
internal static class RearrangeRows
{
    public static IEnumerable<OpRow> All()
    {
        OpRow[] rows =
        [
            new OpRow("AtLeast1D", "torch.atleast_1d").On(d => d.Real(d.Shape()), x => x.AtLeast1D()),
            new OpRow("AtLeast2D", "torch.atleast_2d").On(d => d.Real(d.Shape()), x => x.AtLeast2D()),
            new OpRow("AtLeast3D", "torch.atleast_3d").On(d => d.Real(d.Shape()), x => x.AtLeast3D()),
            new OpRow("HStack", "torch.hstack")
                .On(d => [d.Real(2, 3), d.Real(2, 1)], xs => Tensor.HStack(xs))
                .On(d => [d.Real(), d.Real(2)], xs => Tensor.HStack(xs)),
            new OpRow("VStack", "torch.vstack").On(d => [d.Real(3), d.Real(2, 3)], xs => Tensor.VStack(xs)),
            new OpRow("DStack", "torch.dstack").On(d => [d.Real(2, 3), d.Real(2, 3, 2)], xs => Tensor.DStack(xs)),
            new OpRow("ColumnStack", "torch.column_stack").On(d => [d.Real(3), d.Real(3, 2)], xs => Tensor.ColumnStack(xs)),
            new OpRow("BlockDiag", "torch.block_diag").On(d => [d.Real(2, 3), d.Real(), d.Real(2)], xs => Tensor.BlockDiag(xs)),
            new OpRow("BroadcastTensors", "torch.broadcast_tensors").On(d => [d.Real(2, 1), d.Real(3), d.Real()], xs => Tensor.BroadcastTensors(xs)),
            new OpRow("Meshgrid", "torch.meshgrid")
                .On(d => [d.Real(2), d.Real(3)], xs => Tensor.Meshgrid(xs))
                .On(d => [d.Real(2), d.Real(3), d.Real()], xs => Tensor.Meshgrid(xs, MeshIndexing.XY)),
            new OpRow("DiagFlat", "torch.diagflat").On(d => d.Real(2, 2), x => x.DiagFlat(-1)),
            new OpRow("Tile", "torch.tile").On(d => d.Real(d.Shape(2, 2)), x => x.Tile(2)).On(d => d.Real(2, 3), x => x.Tile(2, 1, 2)),
            new OpRow("RepeatInterleave", "torch.repeat_interleave")
                .On(d => d.Real(d.Shape()), x => x.RepeatInterleave(2))
                .On(d => d.Real(2, 3), x => x.RepeatInterleave(3, -1))
                .On(d => [d.Real(2, 3), d.Index(3, 3)], xs => xs[0].RepeatInterleave(xs[1], 1)).ShapedByValues(),
            new OpRow("SwapAxes", "torch.swapaxes").On(d => d.Real(d.Shape(2)), x => x.SwapAxes(0, -1)),
            new OpRow("FlipLR", "torch.fliplr").On(d => d.Real(d.Shape(2)), x => x.FlipLR()),
            new OpRow("FlipUD", "torch.flipud").On(d => d.Real(d.Shape(1)), x => x.FlipUD()),
            new OpRow("TensorSplit", "torch.tensor_split")
                .On(d => [d.Real(5, 2)], xs => xs[0].TensorSplit(3))
                .On(d => [d.Real(2, 5)], xs => xs[0].TensorSplit([1, 1, -1], 1)),
            new OpRow("Pad", "torch.nn.functional.pad")
                .On(d => d.Real(d.Shape(2)), x => x.Pad([1, 2, 0, 1]))
                .On(d => d.Real(3, 4), x => x.Pad([-1, 2]))
                .On(d => d.Real(3, 4), x => x.Pad([2, 1, 1, 2], PadMode.Reflect))
                .On(d => d.Real(3, 4), x => x.Pad([2, 5], PadMode.Replicate))
                .On(d => d.Real(3, 4), x => x.Pad([2, -1, 3, 1], PadMode.Circular)),
            new OpRow("Put", "torch.put")
                .On(d => [d.Real(3, 4), d.Index(12, 5), d.Real(5)], xs => xs[0].Put(xs[1], xs[2], accumulate: true))
                .On(d => [d.Real(3, 4), d.Order(12).Narrow(0, 0, 4), d.Real(2, 2)], xs => xs[0].Put(xs[1], xs[2])),
            new OpRow("Take", "torch.take").On(d => [d.Real(3, 4), d.Index(12, 2, 3)], xs => xs[0].Take(xs[1])),
            new OpRow("TakeAlongDim", "torch.take_along_dim").On(d => [d.Real(3, 1), d.Index(3, 2, 4)], xs => xs[0].TakeAlongDim(xs[1], 0)),
            new OpRow("IndexFill", "torch.index_fill").On(d => [d.Real(3, 4), d.Index(4, 2), d.Real()], xs => xs[0].IndexFill(1, xs[1], xs[2])),
            new OpRow("MaskedScatter", "torch.masked_scatter").On(d => [d.Real(3, 4), d.Mask(3, 4), d.Real(12)], xs => xs[0].MaskedScatter(xs[1], xs[2])).ShapedByValues(),
        ];
        foreach (var row in rows) row.Linear().OnIntegers(Kept);
        return rows;
    }
}
