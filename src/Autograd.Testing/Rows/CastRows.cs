using static Autograd.Testing.IntegerResult;

namespace Autograd.Testing;

internal static class CastRows
{
    public static IEnumerable<OpRow> All() =>
    [
        // Through float32 a derivative exists, but differences have three digits: the cast there and back stands alone.
        new OpRow("To", "torch.Tensor.to").Linear().OnIntegers(Fixed).On(d => d.Real(d.Shape()), x => x.To(DType.Float64)),
        new OpRow("Double", "torch.Tensor.double").Linear().OnIntegers(Fixed).On(d => d.Real(d.Shape()), x => x.Double()),
        new OpRow("Float", "torch.Tensor.float", Differentiability.NotDifferentiable).On(d => d.OnGrid(0, d.Shape()), x => x.Detach().Round().Float()),
        new OpRow("Long", "torch.Tensor.long", Differentiability.NotDifferentiable).On(d => d.OnGrid(0.25, d.Shape()), x => x.Long()),
        new OpRow("Bool", "torch.Tensor.bool", Differentiability.NotDifferentiable).On(d => d.OnGrid(0, d.Shape()), x => x.Round().Bool()),
        new OpRow("Detach", "torch.Tensor.detach", Differentiability.NotDifferentiable).OnIntegers(Kept).On(d => d.Real(d.Shape()), x => x.Detach()),
    ];
}
