using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Data;

/// <content>Mirrors, turns, zooms and shifts.</content>
public static partial class Augment
{
    /// <summary>The picture mirrored left to right, with a probability (<c>transforms.RandomHorizontalFlip</c>).</summary>
    /// <param name="p">The probability.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1].</exception>
    public static Augmentation RandomHorizontalFlip(double p = 0.5) => Flip(nameof(RandomHorizontalFlip), p, 2);

    /// <summary>The picture mirrored top to bottom, with a probability (<c>transforms.RandomVerticalFlip</c>).</summary>
    /// <param name="p">The probability.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1].</exception>
    public static Augmentation RandomVerticalFlip(double p = 0.5) => Flip(nameof(RandomVerticalFlip), p, 1);

    /// <summary>The picture turned about its middle, its size kept (<c>transforms.RandomRotation</c>).</summary>
    /// <param name="degrees">The largest angle; drawn uniformly from -degrees to degrees, counter-clockwise.</param>
    /// <param name="mode">How values between points are found; torchvision's default is the nearest.</param>
    /// <param name="padding">What comes in from beyond the edge.</param>
    /// <exception cref="ArgumentOutOfRangeException">The angle is negative or not finite.</exception>
    public static Augmentation RandomRotation(double degrees, GridSampleMode mode = GridSampleMode.Bilinear, GridPadding padding = GridPadding.Zeros)
    {
        NeedRange(nameof(RandomRotation), nameof(degrees), (degrees, degrees), 0);
        return (image, generator) =>
        {
            NeedFloats(nameof(RandomRotation), image);
            return Warp(image, Uniform.Between(generator, -degrees, degrees), 1, (0, 0), mode, padding);
        };
    }

    /// <summary>The picture larger or smaller about its middle, its size kept (<c>transforms.RandomAffine(0, scale=)</c>).</summary>
    /// <param name="smallest">The smallest factor.</param>
    /// <param name="largest">The largest factor; drawn uniformly between them.</param>
    /// <param name="mode">How values between points are found.</param>
    /// <param name="padding">What comes in from beyond the edge.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factors are not above 0, or the wrong way round.</exception>
    public static Augmentation RandomZoom(double smallest, double largest, GridSampleMode mode = GridSampleMode.Bilinear, GridPadding padding = GridPadding.Zeros)
    {
        NeedRange(nameof(RandomZoom), nameof(smallest), (smallest, largest), double.Epsilon);
        return (image, generator) =>
        {
            NeedFloats(nameof(RandomZoom), image);
            return Warp(image, 0, Uniform.Between(generator, smallest, largest), (0, 0), mode, padding);
        };
    }

    /// <summary>The picture shifted by whole points (<c>transforms.RandomAffine(0, translate=)</c>).</summary>
    /// <param name="horizontal">The largest shift as a share of the width, to either side.</param>
    /// <param name="vertical">The largest shift as a share of the height, up or down.</param>
    /// <param name="mode">How values between points are found.</param>
    /// <param name="padding">What comes in from beyond the edge.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is not in [0, 1].</exception>
    public static Augmentation RandomTranslation(double horizontal, double vertical, GridSampleMode mode = GridSampleMode.Bilinear, GridPadding padding = GridPadding.Zeros)
    {
        NeedShare(nameof(RandomTranslation), nameof(horizontal), horizontal);
        NeedShare(nameof(RandomTranslation), nameof(vertical), vertical);
        return (image, generator) =>
        {
            NeedFloats(nameof(RandomTranslation), image);
            double x = Math.Round(Uniform.Between(generator, -1, 1) * horizontal * image.Shape[2]);
            double y = Math.Round(Uniform.Between(generator, -1, 1) * vertical * image.Shape[1]);
            return Warp(image, 0, 1, (x, y), mode, padding);
        };
    }

    private static Augmentation Flip(string name, double p, int dim)
    {
        NeedShare(name, nameof(p), p);
        return (image, generator) =>
        {
            NeedPicture(name, image);
            return Uniform.Happens(generator, p) ? image.Flip(dim) : image;
        };
    }

    /// <summary>A picture turned by an angle, grown by a factor and then shifted: out(p) = in(R^-1 (p - shift) / factor), p from the middle in points, y down.</summary>
    /// <remarks>
    /// In the coordinates of the grid a half of the width and of the height are 1 each, so x as a part of y takes the factor W / H, and y as a part of x H / W.
    /// </remarks>
    private static Tensor Warp(Tensor image, double degrees, double factor, (double X, double Y) shift, GridSampleMode mode, GridPadding padding)
    {
        int height = image.Shape[1], width = image.Shape[2];
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        double xx = cos / factor, xy = -sin / factor * height / width, yx = sin / factor * width / height, yy = cos / factor;
        double x = 2 * shift.X / width, y = 2 * shift.Y / height;
        double[] theta = [xx, xy, -((xx * x) + (xy * y)), yx, yy, -((yx * x) + (yy * y))];
        int[] size = [1, image.Shape[0], height, width];
        var grid = F.AffineGrid(Tensor.From<double>(theta, 1, 2, 3).To(image.DType), size);
        return F.GridSample(image.Unsqueeze(0), grid, mode, padding).Squeeze(0);
    }
}
