using Autograd.NN;
using static Autograd.Testing.IntegerResult;
using F = Autograd.NN.Functional;

namespace Autograd.Testing;

/// <summary>Interpolations and samples at the points of a grid.</summary>
internal static class ResampleRows
{
    public static IEnumerable<OpRow> All()
    {
        OpRow[] rows =
        [
            new OpRow("Interpolate", "torch.nn.functional.interpolate").Linear()
                .On(d => d.Real(d.Size(), 2, 4), x => F.Interpolate(x, [7]))
                .On(d => d.Real(2, d.Size(), 3, 4), x => F.Interpolate(x, scaleFactor: [1.7], mode: InterpolationMode.NearestExact))
                .On(d => d.Real(d.Size(), 2, 4), x => F.Interpolate(x, [3], mode: InterpolationMode.Linear, alignCorners: true))
                .On(d => d.Real(2, d.Size(), 3, 4), x => F.Interpolate(x, scaleFactor: [1.5, 0.6], mode: InterpolationMode.Bilinear))
                .On(d => d.Real(d.Size(), 2, 3, 5), x => F.Interpolate(x, [5, 4], mode: InterpolationMode.Bicubic))
                .On(d => d.Real(2, 1, 3, 2), x => F.Interpolate(x, [4, 6], mode: InterpolationMode.Bicubic, alignCorners: true))
                .On(d => d.Real(1, d.Size(), 2, 3, 2), x => F.Interpolate(x, [3, 2, 5], mode: InterpolationMode.Trilinear))
                .On(d => d.Real(d.Size(), 2, 5, 4), x => F.Interpolate(x, [2, 3], mode: InterpolationMode.Area)),
            new OpRow("GridSample", "torch.nn.functional.grid_sample", Differentiability.Piecewise)
                .Within(new ClipPlaceFormula(3), Places)
                .Within(new ReflectPlaceFormula(-0.5, 4), Places)
                .On(d => [d.Real(2, d.Size(), 4, 4), Grid(d, 2, 3, 2)], xs => F.GridSample(xs[0], xs[1]))
                .On(d => [d.Real(1, 2, 4, 4), AlignedGrid(d, 1, d.Size(), 2)], xs => F.GridSample(xs[0], xs[1], paddingMode: GridPadding.Border, alignCorners: true))
                .On(d => [d.Real(1, 2, 4, 4), Grid(d, 1, 2, 2)], xs => F.GridSample(xs[0], xs[1], paddingMode: GridPadding.Reflection))
                .On(d => [d.Real(1, 2, 4, 4), AlignedGrid(d, 1, 2, 2)], xs => F.GridSample(xs[0], xs[1], paddingMode: GridPadding.Reflection, alignCorners: true))
                .On(d => d.Real(1, d.Size(), 4, 4), x => F.GridSample(x, Tensor.From([0.3, -0.7, 1.2, 0.1]).Reshape(1, 1, 2, 2).To(x.DType), GridSampleMode.Nearest))
                .On(d => [d.Real(1, 2, 4, 4), Grid(d, 1, 2, 2)], xs => F.GridSample(xs[0], xs[1], GridSampleMode.Bicubic))
                .On(d => [d.Real(1, 1, 4, 4), Grid(d, 1, 2, 2)], xs => F.GridSample(xs[0], xs[1], GridSampleMode.Bicubic, GridPadding.Reflection))
                .On(d => [d.Real(1, d.Size(), 4, 4, 4), Grid(d, 1, 2, 3)], xs => F.GridSample(xs[0], xs[1].Unsqueeze(1))),
            new OpRow("AffineGrid", "torch.nn.functional.affine_grid").Linear()
                .On(d => d.Real(2, 2, 3), x => F.AffineGrid(x, [2, 1, 3, 2]))
                .On(d => d.Real(2, 3, 4), x => F.AffineGrid(x, [2, 1, 3, 2, 2], alignCorners: true)),
        ];
        foreach (var row in rows) row.OnIntegers(Untested);
        return rows;
    }

    private static Tensor Places(Dice d, int[] shape) => d.Away([-4.5, -0.5, 0, 3, 3.5, 7.5], -8, 8, shape);

    /// <summary>Points in [-1.4, 1.4] away from those where the place among 4 elements, 2 (x + 1) - 0.5, is a whole number or an edge.</summary>
    private static Tensor Grid(Dice d, int samples, int points, int rank) =>
        d.Away([-1, 1, .. Enumerable.Range(-2, 8).Select(i => ((i + 0.5) / 2) - 1)], -1.4, 1.4, [samples, points, 2, rank]);

    /// <summary>The same with aligned corners, where the place is 1.5 (x + 1).</summary>
    private static Tensor AlignedGrid(Dice d, int samples, int points, int rank) =>
        d.Away([.. Enumerable.Range(-2, 8).Select(i => (i / 1.5) - 1)], -1.4, 1.4, [samples, points, 2, rank]);
}
