namespace Autograd.NN;

/// <summary>How <see cref="Functional.GridSample"/> finds values between elements.</summary>
public enum GridSampleMode
{
    /// <summary>Linear in each dimension.</summary>
    Bilinear,

    /// <summary>The nearest element.</summary>
    Nearest,

    /// <summary>Cubic in both of two dimensions, a = -3/4.</summary>
    Bicubic,
}

public static partial class Functional
{
    /// <summary>
    /// Values of images at points of a grid (Jaderberg et al., 2015; <c>torch.nn.functional.grid_sample</c>), with derivatives of every order by
    /// the images and by the points.
    /// </summary>
    /// <param name="input"><c>[N, C, H, W]</c> or <c>[N, C, D, H, W]</c>, float32 or float64.</param>
    /// <param name="grid">The points: <c>[N, .., 2]</c> of rank 4 or <c>[N, .., 3]</c> of rank 5, x first, from -1 to 1.</param>
    /// <param name="mode">How values between elements are found; bicubic of two dimensions alone.</param>
    /// <param name="paddingMode">What is beyond the ends.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the middles of the outermost elements, not their edges.</param>
    /// <returns><c>[N, C, ..]</c>, with the grid's sizes.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or the input has no elements.</exception>
    /// <exception cref="DTypeException">The dtypes differ.</exception>
    public static Tensor GridSample(
        Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear, GridPadding paddingMode = GridPadding.Zeros, bool alignCorners = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(grid);
        int rank = input.Rank - 2;
        if (rank is not (2 or 3) || grid.Rank != input.Rank || grid.Shape[0] != input.Shape[0] || grid.Shape[-1] != rank)
            throw new ShapeException($"GridSample: a grid of shape {grid.Shape} does not fit an input of shape {input.Shape}: [N, C, H, W] and [N, .., .., 2], or [N, C, D, H, W] and [N, .., .., .., 3]");
        if (input.DType != grid.DType) throw new DTypeException($"GridSample: the input is {input.DType.Name}, the grid {grid.DType.Name}; convert with To");
        if (mode == GridSampleMode.Bicubic && rank != 2) throw new ShapeException($"GridSample: bicubic is of [N, C, H, W], not of an input of shape {input.Shape}");
        int[] sizes = input.Shape.ToArray()[2..];
        if (Array.Exists(sizes, static n => n == 0)) throw new ShapeException($"GridSample: an input of shape {input.Shape} has no elements to sample");
        return mode switch
        {
            GridSampleMode.Nearest => Sampled<NearestKernel>(input, grid, sizes, paddingMode, alignCorners),
            GridSampleMode.Bicubic => Sampled<CubicKernel>(input, grid, sizes, paddingMode, alignCorners),
            _ => Sampled<LinearKernel>(input, grid, sizes, paddingMode, alignCorners),
        };
    }

    /// <summary>The points of an affine map of a regular grid, for <see cref="GridSample"/> (<c>torch.nn.functional.affine_grid</c>).</summary>
    /// <param name="theta">The maps: <c>[N, 2, 3]</c>, or <c>[N, 3, 4]</c>.</param>
    /// <param name="size">The sizes of the images, <c>[N, C, H, W]</c>, or <c>[N, C, D, H, W]</c>.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the middles of the outermost elements, not their edges.</param>
    /// <returns><c>[N, H, W, 2]</c>, or <c>[N, D, H, W, 3]</c>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or a size is not positive.</exception>
    public static Tensor AffineGrid(Tensor theta, ReadOnlySpan<int> size, bool alignCorners = false)
    {
        ArgumentNullException.ThrowIfNull(theta);
        var image = new Shape(size);
        int rank = image.Rank - 2;
        if (rank is not (2 or 3) || theta.Rank != 3 || theta.Shape[0] != image[0] || theta.Shape[1] != rank || theta.Shape[2] != rank + 1)
            throw new ShapeException($"AffineGrid: maps of shape {theta.Shape} do not fit images of shape {image}: [N, 2, 3] and [N, C, H, W], or [N, 3, 4] and [N, C, D, H, W]");
        int[] sizes = image.ToArray()[2..];
        if (image.Numel == 0) throw new ShapeException($"AffineGrid: images of shape {image} have no points");
        // x, the last dimension, comes first; then 1 for the shift.
        var coordinates = new Tensor[rank + 1];
        for (int d = 0; d < rank; d++)
        {
            int[] along = new int[rank];
            Array.Fill(along, 1);
            along[d] = sizes[d];
            coordinates[rank - 1 - d] = Middles(sizes[d], alignCorners, theta.DType).Reshape(along).Expand(sizes);
        }
        coordinates[rank] = Tensor.Ones(sizes, theta.DType);
        var regular = Tensor.Stack(coordinates, -1).Reshape(1, coordinates[rank].Numel, rank + 1);
        return regular.MatMul(theta.MT).Reshape([image[0], .. sizes, rank]);
    }

    /// <summary>Where the middles of n elements lie in [-1, 1].</summary>
    private static Tensor Middles(int n, bool alignCorners, DType dtype)
    {
        if (n == 1) return Tensor.Zeros([1], dtype);
        double end = alignCorners ? 1 : (n - 1.0) / n;
        return Tensor.Linspace(-end, end, n, dtype);
    }

    private static Tensor Sampled<K>(Tensor input, Tensor grid, int[] sizes, GridPadding padding, bool alignCorners)
        where K : struct, IGridKernel
    {
        int samples = input.Shape[0], channels = input.Shape[1], rank = sizes.Length;
        int[] result = grid.Shape.ToArray()[1..^1];
        var points = grid.Reshape(samples, new Shape(result).Numel, rank);
        // A cubic pads each neighbour, the others the place itself.
        bool padsPlaces = K.Taps < 4;
        var places = new Tensor[rank];
        for (int d = 0; d < rank; d++)
        {
            // x of the last dimension stands first.
            var place = GridPlace.Of(points.Select(-1, rank - 1 - d), sizes[d], alignCorners);
            places[d] = padsPlaces ? GridPlace.Padded(place, sizes[d], padding, alignCorners) : place;
        }
        var index = Op.Call(new GridIndexOp<K>(sizes, padsPlaces ? GridPadding.Zeros : padding, alignCorners), Tensor.Stack(places, -1).Detach().Contiguous());
        var weights = Weights<K>(places[0]);
        for (int d = 1; d < rank; d++) weights = (weights.Unsqueeze(-1) * Weights<K>(places[d]).Unsqueeze(-2)).Flatten(-2);
        return SampleOp.Run(input.Reshape(samples, channels, new Shape(sizes).Numel), weights, index).Reshape([samples, channels, .. result]);
    }

    private static Tensor Weights<K>(Tensor place)
        where K : struct, IGridKernel => K.Weights(place - place.Detach().Floor());
}
