namespace Autograd.NN;

/// <summary>Another number of elements behind <c>[N, C]</c>, see <see cref="Functional.Interpolate"/> (<c>torch.nn.Upsample</c>).</summary>
public class Upsample : Module
{
    private readonly int[] size;
    private readonly double[] scaleFactor;
    private readonly InterpolationMode mode;
    private readonly bool? alignCorners;
    private readonly bool recomputeScaleFactor;

    /// <summary>Makes the layer.</summary>
    /// <param name="size">The sizes of the result behind <c>[N, C]</c>, or none, where factors are given.</param>
    /// <param name="scaleFactor">The factors by which the sizes grow.</param>
    /// <param name="mode">How values between elements are found.</param>
    /// <param name="alignCorners">Whether the middles of the outermost elements meet, not their edges.</param>
    /// <param name="recomputeScaleFactor">Whether positions follow from the rounded sizes instead of the factors.</param>
    public Upsample(
        ReadOnlySpan<int> size = default, ReadOnlySpan<double> scaleFactor = default, InterpolationMode mode = InterpolationMode.Nearest, bool? alignCorners = null, bool recomputeScaleFactor = false)
    {
        (this.size, this.scaleFactor) = (size.ToArray(), scaleFactor.ToArray());
        (this.mode, this.alignCorners, this.recomputeScaleFactor) = (mode, alignCorners, recomputeScaleFactor);
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Interpolate(input, size, scaleFactor, mode, alignCorners, recomputeScaleFactor);

    /// <inheritdoc/>
    protected override string ExtraRepr()
    {
        string name = mode == InterpolationMode.NearestExact ? "nearest-exact" : mode.ToString().ToLowerInvariant();
        string extent = scaleFactor.Length switch
        {
            0 => $"size={(size.Length == 1 ? Repr.Text(size[0]) : Repr.Tuple(size))}",
            1 => $"scale_factor={Repr.Text(scaleFactor[0])}",
            _ => $"scale_factor=({string.Join(", ", scaleFactor.Select(static f => Repr.Text(f)))})",
        };
        return $"{extent}, mode={name}";
    }
}

/// <summary>The nearest elements of <c>[N, C, H, W]</c> (<c>torch.nn.UpsamplingNearest2d</c>).</summary>
/// <param name="size">The sizes of the result, or none, where factors are given.</param>
/// <param name="scaleFactor">The factors by which the sizes grow.</param>
public sealed class UpsamplingNearest2d(ReadOnlySpan<int> size = default, ReadOnlySpan<double> scaleFactor = default) : Upsample(size, scaleFactor);

/// <summary>Bilinear interpolation of <c>[N, C, H, W]</c>, the middles of the outermost elements meeting (<c>torch.nn.UpsamplingBilinear2d</c>).</summary>
/// <param name="size">The sizes of the result, or none, where factors are given.</param>
/// <param name="scaleFactor">The factors by which the sizes grow.</param>
public sealed class UpsamplingBilinear2d(ReadOnlySpan<int> size = default, ReadOnlySpan<double> scaleFactor = default)
    : Upsample(size, scaleFactor, InterpolationMode.Bilinear, alignCorners: true);
