using F = Autograd.NN.Functional;

namespace Autograd.Testing;

/// <summary>Convolutions and their transposes: geometries where kernels, strides, paddings, dilations and groups meet.</summary>
internal static class ConvRows
{
    public static IEnumerable<OpRow> All()
    {
        OpRow[] rows =
        [
            new OpRow("Conv1d", "torch.nn.functional.conv1d")
                .On(d => [d.Real(d.Size(), 2, 6), d.Real(3, 2, 3), d.Real(3)], xs => F.Conv1d(xs[0], xs[1], xs[2]))
                .On(d => [d.Real(2, 7), d.Real(1, 2, 2)], xs => F.Conv1d(xs[0], xs[1], stride: 3))
                .On(d => [d.Real(d.Size(), 2, 5), d.Real(4, 1, 3), d.Real(4)], xs => F.Conv1d(xs[0], xs[1], xs[2], stride: 2, padding: 2, dilation: 2, groups: 2))
                .On(d => [d.Real(d.Size(), 2, 6), d.Real(2, 2, 4)], xs => F.Conv1d(xs[0], xs[1], padding: ConvPadding.Same, dilation: 1))
                .On(d => [d.Real(d.Size(), 3, 5), d.Real(2, 3, 1), d.Real(2)], xs => F.Conv1d(xs[0], xs[1], xs[2])),
            new OpRow("Conv2d", "torch.nn.functional.conv2d")
                .On(d => [d.Real(d.Size(), 2, 4, 5), d.Real(2, 2, 3, 2), d.Real(2)], xs => F.Conv2d(xs[0], xs[1], xs[2], stride: (1, 2), padding: (1, 0)))
                .On(d => [d.Real(d.Size(), 3, Side(d), 3), d.Real(4, 3, 3, 2), d.Real(4)], xs => F.Conv2d(xs[0], xs[1], xs[2], padding: 1))
                .On(d => [d.Real(1, 5, 4), d.Real(2, 1, 2, 2)], xs => F.Conv2d(xs[0], xs[1], stride: (3, 1), dilation: (2, 1)))
                .On(d => [d.Real(d.Size(), 2, 3, 3), d.Real(2, 2, 2, 4)], xs => F.Conv2d(xs[0], xs[1], padding: ConvPadding.Same, dilation: (1, 2)))
                .On(d => [d.Real(d.Size(), 4, Side(d), 3), d.Real(2, 2, 1, 1), d.Real(2)], xs => F.Conv2d(xs[0], xs[1], xs[2], groups: 2))
                .On(d => [d.Real(d.Size(), 2, Side(d) + 1, 4), d.Real(4, 1, 2, 3), d.Real(4)], xs => F.Conv2d(xs[0], xs[1], xs[2], padding: 1, groups: 2))
                .On(d => [d.Real(d.Size(), 2, 5, 4), d.Real(2, 1, 3, 2)], xs => F.Conv2d(xs[0], xs[1], stride: 2, padding: (2, 1), groups: 2)),
            new OpRow("Conv3d", "torch.nn.functional.conv3d")
                .On(d => [d.Real(d.Size(), 2, 2, 3, 2), d.Real(2, 2, 2, 2, 1), d.Real(2)], xs => F.Conv3d(xs[0], xs[1], xs[2], padding: (0, 1, 0)))
                .On(d => [d.Real(1, 3, 3, 3), d.Real(1, 1, 2, 1, 2)], xs => F.Conv3d(xs[0], xs[1], stride: (2, 1, 1), dilation: (1, 1, 2)))
                .On(d => [d.Real(d.Size(), 2, 2, 2, 2), d.Real(2, 1, 2, 2, 2)], xs => F.Conv3d(xs[0], xs[1], padding: 1, groups: 2)),
            new OpRow("ConvTranspose1d", "torch.nn.functional.conv_transpose1d")
                .On(d => [d.Real(d.Size(), 2, 4), d.Real(2, 3, 3), d.Real(3)], xs => F.ConvTranspose1d(xs[0], xs[1], xs[2], stride: 2, padding: 1, outputPadding: 1))
                .On(d => [d.Real(2, 3), d.Real(2, 1, 2)], xs => F.ConvTranspose1d(xs[0], xs[1], stride: 3))
                .On(d => [d.Real(d.Size(), 2, 3), d.Real(2, 2, 2), d.Real(4)], xs => F.ConvTranspose1d(xs[0], xs[1], xs[2], groups: 2, dilation: 3, outputPadding: 2)),
            new OpRow("ConvTranspose2d", "torch.nn.functional.conv_transpose2d")
                .On(d => [d.Real(d.Size(), 2, 2, 3), d.Real(2, 2, 3, 2), d.Real(2)], xs => F.ConvTranspose2d(xs[0], xs[1], xs[2], stride: (2, 1), padding: (1, 0), outputPadding: (1, 0)))
                .On(d => [d.Real(d.Size(), 3, 2, 2), d.Real(3, 2, 1, 1)], xs => F.ConvTranspose2d(xs[0], xs[1]))
                .On(d => [d.Real(d.Size(), 2, 2, 2), d.Real(2, 1, 2, 3), d.Real(2)], xs => F.ConvTranspose2d(xs[0], xs[1], xs[2], stride: 2, groups: 2)),
            new OpRow("ConvTranspose3d", "torch.nn.functional.conv_transpose3d")
                .On(d => [d.Real(d.Size(), 2, 2, 1, 2), d.Real(2, 2, 1, 2, 2), d.Real(2)], xs => F.ConvTranspose3d(xs[0], xs[1], xs[2], stride: (1, 2, 1), padding: (0, 0, 1)))
                .On(d => [d.Real(1, 2, 2, 2), d.Real(1, 1, 2, 1, 2)], xs => F.ConvTranspose3d(xs[0], xs[1], dilation: (1, 1, 2))),
        ];
        foreach (var row in rows) row.OnIntegers(IntegerResult.Refused);
        return
        [
            .. rows,
            new OpRow("Fold", "torch.nn.functional.fold").Linear().OnIntegers(IntegerResult.Kept)
                .On(d => d.Real(d.Size(), 8, 6), x => F.Fold(x, (3, 4), 2))
                .On(d => d.Real(6, 4), x => F.Fold(x, (4, 3), (3, 2), dilation: (1, 2), padding: (0, 1), stride: (1, 2))),
        ];
    }

    /// <summary>A height that makes work for several threads where inputs are large.</summary>
    private static int Side(Dice d) => d.IsLarge ? 60 : 3;
}
