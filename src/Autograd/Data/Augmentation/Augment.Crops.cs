using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Data;

/// <content>Parts of pictures, and pictures of other sizes.</content>
public static partial class Augment
{
    /// <summary>How often a part is drawn that may not fit, before a fitting one is taken; torchvision's.</summary>
    private const int Attempts = 10;

    /// <summary>A part of the picture at a place that is drawn (<c>transforms.RandomCrop</c>).</summary>
    /// <param name="height">Its height.</param>
    /// <param name="width">Its width.</param>
    /// <param name="padding">How many points are added on each side before.</param>
    /// <param name="paddingMode">What they are.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the padding is negative.</exception>
    public static Augmentation RandomCrop(int height, int width, int padding = 0, PadMode paddingMode = PadMode.Constant)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        return (image, generator) =>
        {
            NeedPicture(nameof(RandomCrop), image);
            var padded = padding == 0 ? image : image.Pad([padding, padding, padding, padding], paddingMode);
            int down = Room(nameof(RandomCrop), padded, 1, height), right = Room(nameof(RandomCrop), padded, 2, width);
            return padded.Narrow(1, Uniform.Below(generator, down + 1), height).Narrow(2, Uniform.Below(generator, right + 1), width);
        };
    }

    /// <summary>The middle of the picture (<c>transforms.CenterCrop</c>). Nothing is drawn.</summary>
    /// <param name="height">The height of the part.</param>
    /// <param name="width">Its width.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static Augmentation CenterCrop(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        return (image, _) =>
        {
            NeedPicture(nameof(CenterCrop), image);
            int down = Room(nameof(CenterCrop), image, 1, height), right = Room(nameof(CenterCrop), image, 2, width);
            return image.Narrow(1, (int)Math.Round(down / 2.0), height).Narrow(2, (int)Math.Round(right / 2.0), width);
        };
    }

    /// <summary>The picture in another size, linear in both directions, without smoothing before it is made smaller (<c>transforms.Resize(antialias=False)</c>). Nothing is drawn.</summary>
    /// <param name="height">The height.</param>
    /// <param name="width">The width.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static Augmentation Resize(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        return (image, _) =>
        {
            NeedFloats(nameof(Resize), image);
            return Resized(image, height, width);
        };
    }

    /// <summary>A part of a size, a shape and a place that are drawn, brought to one size (<c>transforms.RandomResizedCrop</c>; Szegedy et al., 2015).</summary>
    /// <param name="height">The height of the result.</param>
    /// <param name="width">Its width.</param>
    /// <param name="scale">The share of the picture's area, drawn uniformly; from 0.08 to 1 when not given.</param>
    /// <param name="ratio">Width by height of the part, its logarithm drawn uniformly; from 3/4 to 4/3 when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or a range is none of numbers above 0.</exception>
    public static Augmentation RandomResizedCrop(int height, int width, (double Low, double High)? scale = null, (double Low, double High)? ratio = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (double Low, double High) areas = scale ?? (0.08, 1), ratios = ratio ?? (3.0 / 4, 4.0 / 3);
        NeedRange(nameof(RandomResizedCrop), nameof(scale), areas, double.Epsilon);
        NeedRange(nameof(RandomResizedCrop), nameof(ratio), ratios, double.Epsilon);
        return (image, generator) =>
        {
            NeedFloats(nameof(RandomResizedCrop), image);
            var (top, left, h, w) = Part(generator, image.Shape[1], image.Shape[2], areas, ratios) ?? Middle(image.Shape[1], image.Shape[2], ratios);
            return Resized(image.Narrow(1, top, h).Narrow(2, left, w), height, width);
        };
    }

    private static Tensor Resized(Tensor image, int height, int width)
    {
        int[] size = [height, width];
        return F.Interpolate(image.Unsqueeze(0), size, mode: InterpolationMode.Bilinear).Squeeze(0);
    }

    /// <summary>A part of a drawn area and shape at a drawn place; null where none of the attempts has fitted.</summary>
    private static (int Top, int Left, int Height, int Width)? Part(Generator generator, int height, int width, (double Low, double High) areas, (double Low, double High) ratios)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            double area = Uniform.Between(generator, areas.Low, areas.High) * height * width;
            double ratio = Math.Exp(Uniform.Between(generator, Math.Log(ratios.Low), Math.Log(ratios.High)));
            double w = Math.Round(Math.Sqrt(area * ratio)), h = Math.Round(Math.Sqrt(area / ratio));
            if (!(w >= 1 && w <= width && h >= 1 && h <= height)) continue;
            return (Uniform.Below(generator, height - (int)h + 1), Uniform.Below(generator, width - (int)w + 1), (int)h, (int)w);
        }
        return null;
    }

    /// <summary>The largest part in the middle whose shape lies in the range.</summary>
    private static (int Top, int Left, int Height, int Width) Middle(int height, int width, (double Low, double High) ratios)
    {
        double shape = (double)width / height;
        int w = shape > ratios.High ? Math.Clamp((int)Math.Round(height * ratios.High), 1, width) : width;
        int h = shape < ratios.Low ? Math.Clamp((int)Math.Round(width / ratios.Low), 1, height) : height;
        return ((height - h) / 2, (width - w) / 2, h, w);
    }

    private static int Room(string name, Tensor image, int dim, int size) => image.Shape[dim] >= size
        ? image.Shape[dim] - size
        : throw new ShapeException(FormattableString.Invariant($"{name}: a picture of shape {image.Shape} has no part of {size} points along dimension {dim}; pad or resize it before"));
}
