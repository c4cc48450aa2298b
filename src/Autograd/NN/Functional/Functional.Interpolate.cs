namespace Autograd.NN;

/// <summary>How <see cref="Functional.Interpolate"/> finds values between elements.</summary>
public enum InterpolationMode
{
    /// <summary>The element below, as PyTorch and OpenCV.</summary>
    Nearest,

    /// <summary>The element nearest to the middle, as Pillow and scikit-image.</summary>
    NearestExact,

    /// <summary>Linear, of one dimension.</summary>
    Linear,

    /// <summary>Linear in both of two dimensions.</summary>
    Bilinear,

    /// <summary>Cubic in both of two dimensions, a = -3/4.</summary>
    Bicubic,

    /// <summary>Linear in each of three dimensions.</summary>
    Trilinear,

    /// <summary>The mean of what an element covers.</summary>
    Area,
}

public static partial class Functional
{
    /// <summary>
    /// Another number of elements along the dimensions behind <c>[N, C]</c>, up or down, one dimension after the other
    /// (<c>torch.nn.functional.interpolate</c>). All modes are linear maps.
    /// </summary>
    /// <param name="input"><c>[N, C, L]</c>, <c>[N, C, H, W]</c> or <c>[N, C, D, H, W]</c>, float32 or float64.</param>
    /// <param name="size">The sizes of the result behind <c>[N, C]</c>, one for all or each its own; or none, where factors are given.</param>
    /// <param name="scaleFactor">The factors by which the sizes grow, one for all or each its own; sizes are rounded down.</param>
    /// <param name="mode">How values between elements are found.</param>
    /// <param name="alignCorners">Whether the middles of the outermost elements meet, not their edges; for the linear and cubic modes alone.</param>
    /// <param name="recomputeScaleFactor">Whether positions follow from the rounded sizes instead of the factors.</param>
    /// <exception cref="ShapeException">The dimensions do not fit the mode, a size is not positive, or not one of sizes and factors is given for each dimension.</exception>
    /// <exception cref="ArgumentException">The mode has no corners to align.</exception>
    public static Tensor Interpolate(
        Tensor input, ReadOnlySpan<int> size = default, ReadOnlySpan<double> scaleFactor = default, InterpolationMode mode = InterpolationMode.Nearest,
        bool? alignCorners = null, bool recomputeScaleFactor = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank is < 3 or > 5) throw new ShapeException($"Interpolate: an input of shape {input.Shape} has {input.Rank} dimensions; it must be [N, C, L], [N, C, H, W] or [N, C, D, H, W]");
        int rank = input.Rank - 2;
        if (Ranks(mode) is { } needed && needed != rank) throw new ShapeException($"Interpolate: mode {mode} takes {needed + 2} dimensions, not an input of shape {input.Shape}");
        if (alignCorners is not null && mode is InterpolationMode.Nearest or InterpolationMode.NearestExact or InterpolationMode.Area)
            throw new ArgumentException($"Interpolate: mode {mode} has no corners to align; leave alignCorners out", nameof(alignCorners));
        var (sizes, factors) = Sizes(input, size, scaleFactor, recomputeScaleFactor, least: mode == InterpolationMode.Area ? 0 : 1);
        bool corners = alignCorners ?? false;
        var y = input;
        for (int d = 0; d < rank; d++)
        {
            int inputs = input.Shape[d + 2], outputs = sizes[d];
            double scale = corners ? outputs > 1 ? (inputs - 1.0) / (outputs - 1) : 0 : factors[d] is { } f ? 1 / f : (double)inputs / outputs;
            y = mode switch
            {
                InterpolationMode.Nearest => Sampled(y, new NearestSampling(scale), d + 2, outputs),
                InterpolationMode.NearestExact => Sampled(y, new NearestExactSampling(scale), d + 2, outputs),
                InterpolationMode.Bicubic => Sampled(y, new CubicSampling(scale, corners), d + 2, outputs),
                InterpolationMode.Area => Sampled(y, default(AreaSampling), d + 2, outputs),
                _ => Sampled(y, new LinearSampling(scale, corners), d + 2, outputs),
            };
        }
        return y;
    }

    private static Tensor Sampled<S>(Tensor x, S sampling, int dim, int outputs)
        where S : struct, ISampling => Op.Call(new ResampleOp<S>(sampling, dim, x.Shape[dim], outputs, adjoint: false), x.Contiguous());

    /// <summary>The number of dimensions that a mode interpolates; null for any.</summary>
    private static int? Ranks(InterpolationMode mode) => mode switch
    {
        InterpolationMode.Linear => 1,
        InterpolationMode.Bilinear or InterpolationMode.Bicubic => 2,
        InterpolationMode.Trilinear => 3,
        _ => null,
    };

    /// <summary>The sizes behind [N, C], and the factors where positions follow from them.</summary>
    private static (int[] Sizes, double?[] Factors) Sizes(Tensor input, ReadOnlySpan<int> size, ReadOnlySpan<double> factor, bool recompute, int least)
    {
        int rank = input.Rank - 2, given = size.Length + factor.Length;
        if (size.Length > 0 == factor.Length > 0 || (given != 1 && given != rank))
            throw new ShapeException($"Interpolate: {size.Length} sizes and {factor.Length} factors for an input of shape {input.Shape}; give sizes or factors, one for all dimensions behind [N, C] or {rank}");
        var (sizes, factors) = (new int[rank], new double?[rank]);
        for (int d = 0; d < rank; d++)
        {
            if (factor.Length > 0 && !recompute) factors[d] = factor[factor.Length == 1 ? 0 : d];
            sizes[d] = size.Length > 0
                ? size[size.Length == 1 ? 0 : d]
                : Dims.Size("Interpolate", (long)Math.Floor(input.Shape[d + 2] * factor[factor.Length == 1 ? 0 : d]));
            if (input.Shape[d + 2] <= 0 || sizes[d] < least)
                throw new ShapeException($"Interpolate: dimension {d + 2} of an input of shape {input.Shape} cannot become {sizes[d]} elements; it must have some, and at least {least} in the end");
        }
        return (sizes, factors);
    }
}
