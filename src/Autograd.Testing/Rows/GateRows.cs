using static Autograd.Testing.Differentiability;
using static Autograd.Testing.IntegerResult;
using F = Autograd.NN.Functional;

namespace Autograd.Testing;

/// <summary>Gates, shuffles and the further dropouts of the functional namespace.</summary>
internal static class GateRows
{
    public static IEnumerable<OpRow> All()
    {
        OpRow[] rows =
        [
            new OpRow("GLU", "torch.nn.functional.glu")
                .On(d => d.Real(d.Size(), 4), x => F.GLU(x))
                .On(d => d.Real(2, d.Size(), 3), x => F.GLU(x, 0)),
            new OpRow("Bilinear", "torch.nn.functional.bilinear")
                .On(d => Pair(d, [d.Size()]), xs => F.Bilinear(xs[0], xs[1], xs[2], xs[3]))
                .On(d => Pair(d, [2, d.Size()]), xs => F.Bilinear(xs[0], xs[1], xs[2]))
                .On(d => Pair(d, []), xs => F.Bilinear(xs[0], xs[1], xs[2], xs[3])),
            new OpRow("GumbelSoftmax", "torch.nn.functional.gumbel_softmax")
                .On(d => d.Real(d.Shape(1)), x => F.GumbelSoftmax(x, tau: 0.7, generator: new Generator(7))),
            new OpRow("RReLU", "torch.nn.functional.rrelu", Piecewise)
                .On(d => d.NonZero(d.Shape()), x => F.RReLU(x))
                .On(d => d.NonZero(d.Shape()), x => F.RReLU(x, training: true, generator: new Generator(7))),
            new OpRow("PixelShuffle", "torch.nn.functional.pixel_shuffle").Linear()
                .On(d => d.Real(d.Size(), 8, 2, 3), x => F.PixelShuffle(x, 2))
                .On(d => d.Real(9, 1, d.Size()), x => F.PixelShuffle(x, 3)),
            new OpRow("PixelUnshuffle", "torch.nn.functional.pixel_unshuffle").Linear()
                .On(d => d.Real(d.Size(), 2, 4, 6), x => F.PixelUnshuffle(x, 2))
                .On(d => d.Real(d.Size(), 3, 6), x => F.PixelUnshuffle(x, 3)),
            new OpRow("ChannelShuffle", "torch.nn.functional.channel_shuffle").Linear()
                .On(d => d.Real(d.Size(), 6, 2), x => F.ChannelShuffle(x, 3))
                .On(d => d.Real(2, 4, 2, d.Size()), x => F.ChannelShuffle(x, 2)),
            new OpRow("Dropout1d", "torch.nn.functional.dropout1d").Linear()
                .On(d => d.Real(2, 3, d.Size()), x => F.Dropout1d(x, 0.4, training: true, new Generator(7)))
                .On(d => d.Real(3, 2), x => F.Dropout1d(x, 0.4, training: true, new Generator(7))),
            new OpRow("Dropout3d", "torch.nn.functional.dropout3d").Linear()
                .On(d => d.Real(2, 3, 1, 2, d.Size()), x => F.Dropout3d(x, 0.4, training: true, new Generator(7))),
            new OpRow("AlphaDropout", "torch.nn.functional.alpha_dropout")
                .On(d => d.Real(d.Shape()), x => F.AlphaDropout(x, 0.4, training: true, new Generator(7)))
                .On(d => d.Real(d.Shape()), x => F.AlphaDropout(x)),
            new OpRow("FeatureAlphaDropout", "torch.nn.functional.feature_alpha_dropout")
                .On(d => d.Real(2, 3, d.Size()), x => F.FeatureAlphaDropout(x, 0.4, training: true, new Generator(7))),
        ];
        foreach (var row in rows) row.OnIntegers(Untested);
        return rows;
    }

    private static Tensor[] Pair(Dice d, int[] lead) => [d.Real([.. lead, 2]), d.Real([.. lead, 3]), d.Real(4, 2, 3), d.Real(4)];
}
