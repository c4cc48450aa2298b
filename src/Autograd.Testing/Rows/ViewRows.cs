using static Autograd.Testing.IntegerResult;
using F = Autograd.NN.Functional;

namespace Autograd.Testing;

/// <summary>Ops that move elements; all are linear, and the same for every dtype.</summary>
internal static class ViewRows
{
    public static IEnumerable<OpRow> All()
    {
        OpRow[] rows =
        [
            new OpRow("Reshape", "torch.reshape")
                .On(d => d.Real(2, 3, 2), x => x.Reshape(3, -1))
                .On(d => d.Real(d.Shape()), x => x.Reshape([.. x.Shape, 1])),
            new OpRow("View", "torch.Tensor.view")
                .On(d => d.Real(d.Shape()), x => x.View([1, .. x.Shape]))
                .On(d => d.Real(d.Shape()), x => x.Contiguous().View(x.Numel)),
            new OpRow("ReshapeAs", "torch.Tensor.reshape_as").On(d => [d.Real(2, 3), d.Index(2, 3, 2)], xs => xs[0].ReshapeAs(xs[1])),
            new OpRow("Flatten", "torch.flatten")
                .On(d => d.Real(d.Shape()), x => x.Flatten())
                .On(d => d.Real(d.Shape(3, 4)), x => x.Flatten(1, 2)),
            new OpRow("Unflatten", "torch.unflatten").On(d => d.Real(2, 6), x => x.Unflatten(1, 3, -1)),
            new OpRow("Ravel", "torch.ravel").On(d => d.Real(d.Shape()), x => x.Ravel()),
            new OpRow("Permute", "torch.permute")
                .On(d => d.Real(d.Shape(3, 3)), x => x.Permute(2, 0, 1))
                .On(d => d.Real(d.Shape(2, 2)), x => x.Permute(-1, 0)),
            new OpRow("Transpose", "torch.transpose")
                .On(d => d.Real(d.Shape(2)), x => x.Transpose(0, -1))
                .On(d => d.Real(), x => x.Transpose(0, -1)),
            new OpRow("MoveDim", "torch.movedim")
                .On(d => d.Real(d.Shape(3, 3)), x => x.MoveDim(0, -1))
                .On(d => d.Real(d.Shape(3, 4)), x => x.MoveDim([0, 1], [2, 0])),
            new OpRow("Expand", "torch.Tensor.expand")
                .On(d => d.Real(1, 3), x => x.Expand(2, 4, 3))
                .On(d => d.Real(2, 1), x => x.Expand(-1, 3))
                .On(d => d.Real(), x => x.Expand(2, 0)),
            new OpRow("ExpandAs", "torch.Tensor.expand_as").On(d => [d.Real(3, 1), d.Index(2, 2, 3, 2)], xs => xs[0].ExpandAs(xs[1])),
            new OpRow("BroadcastTo", "torch.broadcast_to").On(d => d.Real(3, 1), x => x.BroadcastTo(2, 3, 2)),
            new OpRow("Squeeze", "torch.squeeze")
                .On(d => d.Real(1, 2, 1), x => x.Squeeze())
                .On(d => d.Real(1, 2, 1), x => x.Squeeze(-1, 0)),
            new OpRow("Unsqueeze", "torch.unsqueeze")
                .On(d => d.Real(d.Shape()), x => x.Unsqueeze(0))
                .On(d => d.Real(d.Shape()), x => x.Unsqueeze(-1)),
            new OpRow("Narrow", "torch.narrow")
                .On(d => d.Real(4, 3), x => x.Narrow(0, 1, 2))
                .On(d => d.Real(4, 3), x => x.Narrow(-1, -2, 2)),
            new OpRow("Slice", "x[start:end:step]")
                .On(d => d.Real(5, 2), x => x.Slice(0, 1, null, 2))
                .On(d => d.Real(3, 5), x => x.Slice(1, -4, -1, 3)),
            new OpRow("Select", "torch.select")
                .On(d => d.Real(3, 2), x => x.Select(0, -1))
                .On(d => d.Real(3, 2, 2), x => x.Select(1, 1)),
            new OpRow("Diagonal", "torch.diagonal")
                .On(d => d.Real(3, 4), x => x.Diagonal())
                .On(d => d.Real(2, 3, 3), x => x.Diagonal(-1, -1, 0)),
            new OpRow("DiagEmbed", "torch.diag_embed")
                .On(d => d.Real(d.Size()), x => x.DiagEmbed())
                .On(d => d.Real(2, 2), x => x.DiagEmbed(1, 0, -1)),
            new OpRow("Diag", "torch.diag")
                .On(d => d.Real(3), x => x.Diag(1))
                .On(d => d.Real(3, 4), x => x.Diag(1)),
            new OpRow("Unfold", "torch.Tensor.unfold")
                .On(d => d.Real(7), x => x.Unfold(0, 3, 2))
                .On(d => d.Real(2, 5), x => x.Unfold(-1, 2, 1))
                .On(d => d.Real(d.Size(), 2, 3, 4), x => F.Unfold(x, 2))
                .On(d => d.Real(1, 4, 5), x => F.Unfold(x, (2, 3), dilation: (2, 1), padding: (0, 1), stride: (1, 2))),
            new OpRow("Flip", "torch.flip")
                .On(d => d.Real(d.Shape(1)), x => x.Flip(0))
                .On(d => d.Real(d.Shape(2)), x => x.Flip(0, -1)),
            new OpRow("Rot90", "torch.rot90").Linear()
                .On(d => d.Real(d.Shape(2)), x => x.Rot90())
                .On(d => d.Real(2, 3, 4), x => x.Rot90(-1, 0, -1))
                .On(d => d.Real(2, 3), x => x.Rot90(2)),
            new OpRow("AsStrided", "torch.as_strided").Linear()
                .On(d => d.Real(3, 4), x => x.AsStrided([2, 3], [4, 1], 1))
                .On(d => d.Real(7), x => x.AsStrided([5, 3], [1, 1])),
            new OpRow("Roll", "torch.roll")
                .On(d => d.Real(d.Shape(1)), x => x.Roll(1, 0))
                .On(d => d.Real(d.Shape(2)), x => x.Roll(-2, -1)),
            new OpRow("Repeat", "torch.Tensor.repeat")
                .On(d => d.Real(d.Shape(2, 2)), x => x.Repeat(2, 3))
                .On(d => d.Real(3), x => x.Repeat(2, 1, 2)),
            new OpRow("Tril", "torch.tril")
                .On(d => d.Real(d.Shape(2)), x => x.Tril())
                .On(d => d.Real(d.Shape(2)), x => x.Tril(-1)),
            new OpRow("Triu", "torch.triu")
                .On(d => d.Real(d.Shape(2)), x => x.Triu())
                .On(d => d.Real(d.Shape(2)), x => x.Triu(1)),
            new OpRow("Contiguous", "torch.Tensor.contiguous").On(d => d.Real(d.Shape()), x => x.Contiguous()),
            new OpRow("Clone", "torch.clone").On(d => d.Real(d.Shape()), x => x.Clone()),
        ];
        foreach (var row in rows) row.Linear().OnIntegers(Kept);
        return rows;
    }
}
