using static Autograd.Testing.IntegerResult;

namespace Autograd.Testing;

/// <summary>Ops of several tensors in, or several out.</summary>
internal static class JoinRows
{
    public static IEnumerable<OpRow> All()
    {
        OpRow[] rows =
        [
            new OpRow("Cat", "torch.cat")
                .On(d => [d.Real(2, 3), d.Real(1, 3), d.Real(2, 3)], xs => Tensor.Cat(xs))
                .On(d => [d.Real(2, 1, 2), d.Real(2, d.Size(), 2)], xs => Tensor.Cat([xs[0], xs[1], xs[0]], 1))
                .On(d => [d.Real(2, 3), d.Real(0, 3)], xs => Tensor.Cat(xs)),
            new OpRow("Stack", "torch.stack")
                .On(
                    d =>
                    {
                        var shape = d.Shape();
                        return new[] { d.Real(shape), d.Real(shape) };
                    },
                    xs => Tensor.Stack([xs[0], xs[1], xs[0]], -1))
                .On(d => [d.Real(2, 3), d.Real(2, 3)], xs => Tensor.Stack(xs)),
            new OpRow("Split", "torch.split")
                .On(d => [d.Real(5, 2)], xs => xs[0].Split(2))
                .On(d => [d.Real(2, 5)], xs => xs[0].Split([1, 0, 4], -1)),
            new OpRow("Chunk", "torch.chunk")
                .On(d => [d.Real(5, 2)], xs => xs[0].Chunk(3))
                .On(d => [d.Real(2, 4)], xs => xs[0].Chunk(2, 1)),
            new OpRow("Unbind", "torch.unbind")
                .On(d => [d.Real(d.Shape(1))], xs => xs[0].Unbind())
                .On(d => [d.Real(2, 3)], xs => xs[0].Unbind(-1)),
        ];
        foreach (var row in rows) row.Linear().OnIntegers(Kept);
        return rows;
    }
}
