using static Autograd.Testing.IntegerResult;
using F = Autograd.NN.Functional;

namespace Autograd.Testing;

/// <summary>Normalisations: inputs whose groups have more than one value, as a variance of one is 0 whatever it is.</summary>
internal static class NormalizationRows
{
    public static IEnumerable<OpRow> All()
    {
        OpRow[] rows =
        [
            new OpRow("LayerNorm", "torch.nn.functional.layer_norm")
                .ByRow(x => F.LayerNorm(x, [x.Shape[1]], Row.Weights(x, x.Shape[1]), Row.Weights(x, x.Shape[1])))
                .On(d => d.Real(Rows(d, 4)), x => F.LayerNorm(x, [4]))
                .On(d => [d.Real(Rows(d, 5)), d.Real(5), d.Real(5)], xs => F.LayerNorm(xs[0], [5], xs[1], xs[2], eps: 0.1))
                .On(d => [d.Real(d.Size(), 2, 3), d.Real(2, 3)], xs => F.LayerNorm(xs[0], [2, 3], xs[1])),
            new OpRow("RMSNorm", "torch.nn.functional.rms_norm")
                .ByRow(x => F.RMSNorm(x, [x.Shape[1]], Row.Weights(x, x.Shape[1])))
                .On(d => d.Real(Rows(d, 4)), x => F.RMSNorm(x, [4], eps: 0.1))
                .On(d => [d.NonZero(Rows(d, 3)), d.Real(3)], xs => F.RMSNorm(xs[0], [3], xs[1])),
            new OpRow("GroupNorm", "torch.nn.functional.group_norm")
                .On(d => d.Real(d.Size(), 4, 3), x => F.GroupNorm(x, 2))
                .On(d => [d.Real(d.Size(), 4, 2, 2), d.Real(4), d.Real(4)], xs => F.GroupNorm(xs[0], 2, xs[1], xs[2], eps: 0.1))
                .On(d => [d.Real(d.Size(), 6), d.Real(6)], xs => F.GroupNorm(xs[0], 2, xs[1])),
            new OpRow("BatchNorm", "torch.nn.functional.batch_norm")
                .WithinTernary(default(StandardizeFormula), Row.Real, Row.Real, Row.Real)
                .On(d => d.Real(2 + d.Size(), 3), x => F.BatchNorm(x, null, null, training: true))
                .On(d => [d.Real(2 + d.Size(), 2, 3), d.Real(2), d.Real(2)], xs => F.BatchNorm(xs[0], null, null, xs[1], xs[2], training: true, eps: 0.1))
                .On(d => [d.Real(2, 3, 2, 2), d.Real(3)], xs => F.BatchNorm(xs[0], null, null, xs[1], training: true))
                .On(d => [d.Real(d.Size(), 3, 2), d.Real(3), d.Real(3)], xs => F.BatchNorm(xs[0], Row.Weights(xs[1], 3), Row.Weights(xs[1], 3).Abs(), xs[1], xs[2]))
                .On(d => [d.Real(d.Size(), 2, 3, 6), d.Real(2), d.Real(2)], xs => F.BatchNorm(xs[0], Row.Weights(xs[1], 2), Row.Weights(xs[1], 2).Abs(), xs[1], xs[2])),
            new OpRow("InstanceNorm", "torch.nn.functional.instance_norm")
                .On(d => d.Real(d.Size(), 2, 4), x => F.InstanceNorm(x))
                .On(d => [d.Real(d.Size(), 3, 2, 2), d.Real(3), d.Real(3)], xs => F.InstanceNorm(xs[0], weight: xs[1], bias: xs[2], eps: 0.1))
                .On(d => [d.Real(d.Size(), 3, 2), d.Real(3)], xs => F.InstanceNorm(xs[0], Row.Weights(xs[1], 3), Row.Weights(xs[1], 3).Abs(), xs[1], useInputStats: false)),
            new OpRow("Normalize", "torch.nn.functional.normalize")
                .ByRow(x => F.Normalize(x))
                .On(d => d.NonZero(d.Shape(2)), x => F.Normalize(x))
                .On(d => d.NonZero(d.Shape(1)), x => F.Normalize(x, p: 3, dim: 0))
                .On(d => d.NonZero(2, 3), x => F.Normalize(x, eps: 100)),
            new OpRow("LocalResponseNorm", "torch.nn.functional.local_response_norm")
                .On(d => d.Real(d.Size(), 4, 2), x => F.LocalResponseNorm(x, 3, alpha: 0.5))
                .On(d => d.Real(2, 3, d.Size(), 2), x => F.LocalResponseNorm(x, 2, alpha: 0.7, beta: 0.5, k: 2)),
        ];
        foreach (var row in rows) row.OnIntegers(Untested);
        return rows;
    }

    private static int[] Rows(Dice d, int n) => [.. d.Shape(0, 2), n];
}
