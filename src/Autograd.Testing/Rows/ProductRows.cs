namespace Autograd.Testing;

internal static class ProductRows
{
    public static IEnumerable<OpRow> All()
    {
        OpRow[] rows =
        [
            new OpRow("MatMul", "torch.matmul")
                .ByRow(x => x.MatMul(Row.Weights(x, x.Shape[1], 17)))
                .ByRow(x => x.MatMul(Row.Weights(x, 17, x.Shape[1]).T))
                .ByRow(x => x.MatMul(Row.Weights(x, x.Shape[1])))
                .ByRow(x => x.Unsqueeze(1).MatMul(Row.Weights(x, x.Shape[1], 17)).Squeeze(1))
                .On(d => Ranks(d, n => [n], n => [n]), (a, b) => a.MatMul(b))
                .On(d => Ranks(d, n => [d.Size(), n], n => [n]), (a, b) => a.MatMul(b))
                .On(d => Ranks(d, n => [n], n => [n, d.Size()]), (a, b) => a.MatMul(b))
                .On(d => Ranks(d, n => [d.Size(), n], n => [n, d.Size()]), (a, b) => a.MatMul(b))
                .On(d => Ranks(d, n => [2, d.Size(), n], n => [n, d.Size()]), (a, b) => a.MatMul(b))
                .On(d => Ranks(d, n => [d.Size(), n], n => [2, n, d.Size()]), (a, b) => a.MatMul(b))
                .On(d => Ranks(d, n => [2, d.Size(), n], n => [n]), (a, b) => a.MatMul(b))
                .On(d => Ranks(d, n => [n], n => [2, n, d.Size()]), (a, b) => a.MatMul(b))
                .On(d => Ranks(d, n => [2, d.Size(), n], n => [2, n, d.Size()]), (a, b) => a.MatMul(b))
                .On(d => Ranks(d, n => [2, 1, d.Size(), n], n => [3, n, d.Size()]), (a, b) => a.MatMul(b))
                .On(d => Ranks(d, n => [d.Size(), n], n => [n, d.Size()]), (a, b) => a.Transpose(0, 1).MatMul(a).MatMul(b)),
            new OpRow("MM", "torch.mm").On(d => Ranks(d, n => [d.Size(), n], n => [n, d.Size()]), (a, b) => a.MM(b)),
            new OpRow("BMM", "torch.bmm").On(d => Ranks(d, n => [2, d.Size(), n], n => [2, n, d.Size()]), (a, b) => a.BMM(b)),
            new OpRow("MV", "torch.mv").On(d => Ranks(d, n => [d.Size(), n], n => [n]), (a, b) => a.MV(b)),
            new OpRow("Dot", "torch.dot").On(d => Ranks(d, n => [n], n => [n]), (a, b) => a.Dot(b)),
            new OpRow("Outer", "torch.outer").On(d => (d.Real(d.Size()), d.Real(d.Size())), (a, b) => a.Outer(b)),
        ];
        foreach (var row in rows) row.OnIntegers(IntegerResult.Kept);
        return rows;
    }

    /// <summary>Two operands with an inner size in common.</summary>
    private static (Tensor First, Tensor Second) Ranks(Dice d, Func<int, int[]> first, Func<int, int[]> second)
    {
        int inner = d.Size();
        return (d.Real(first(inner)), d.Real(second(inner)));
    }
}
