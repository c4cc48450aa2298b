namespace Autograd.Data;

/// <content>Brightness, contrast, saturation and hue of pictures in [0, 1].</content>
public static partial class Augment
{
    /// <summary>How much red, green and blue have of the grey of a colour (ITU-R 601-2, with torchvision's digits).</summary>
    private static readonly double[] GrayShares = [0.2989, 0.587, 0.114];

    /// <summary>The picture times a factor (<c>ColorJitter(brightness=)</c>).</summary>
    /// <param name="amount">The factor is drawn uniformly from 1 - amount, at least 0, to 1 + amount.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative or not finite.</exception>
    public static Augmentation RandomBrightness(double amount) =>
        Blend(nameof(RandomBrightness), amount, static image => Tensor.ZerosLike(image));

    /// <summary>The picture drawn away from its mean grey, or to it (<c>ColorJitter(contrast=)</c>).</summary>
    /// <param name="amount">The factor of the distance is drawn uniformly from 1 - amount, at least 0, to 1 + amount.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative or not finite.</exception>
    public static Augmentation RandomContrast(double amount) =>
        Blend(nameof(RandomContrast), amount, static image => Gray(image).Mean());

    /// <summary>The picture drawn away from its greys, or to them (<c>ColorJitter(saturation=)</c>); a grey one stays as it is.</summary>
    /// <param name="amount">The factor of the distance is drawn uniformly from 1 - amount, at least 0, to 1 + amount.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative or not finite.</exception>
    public static Augmentation RandomSaturation(double amount) => Blend(nameof(RandomSaturation), amount, Gray);

    /// <summary>The colours turned about the circle of hues (<c>ColorJitter(hue=)</c>); a grey picture stays as it is.</summary>
    /// <param name="amount">The largest turn, as a share of the circle; drawn uniformly from -amount to amount.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is not in [0, 0.5].</exception>
    public static Augmentation RandomHue(double amount)
    {
        if (amount is not (>= 0 and <= 0.5)) throw new ArgumentOutOfRangeException(nameof(amount), amount, "RandomHue: a share of the circle to either side lies in [0, 0.5]");
        return (image, generator) =>
        {
            NeedColours(nameof(RandomHue), image);
            double turn = Uniform.Between(generator, -amount, amount);
            return image.Shape[0] == 1 ? image : Turned(image, turn);
        };
    }

    /// <summary>Brightness, contrast, saturation and hue, in an order that is drawn (<c>transforms.ColorJitter</c>).</summary>
    /// <param name="brightness">The amount of <see cref="RandomBrightness"/>.</param>
    /// <param name="contrast">The amount of <see cref="RandomContrast"/>.</param>
    /// <param name="saturation">The amount of <see cref="RandomSaturation"/>.</param>
    /// <param name="hue">The amount of <see cref="RandomHue"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An amount is out of its range.</exception>
    public static Augmentation ColorJitter(double brightness = 0, double contrast = 0, double saturation = 0, double hue = 0)
    {
        Augmentation[] steps = [RandomBrightness(brightness), RandomContrast(contrast), RandomSaturation(saturation), RandomHue(hue)];
        return (image, generator) =>
        {
            foreach (long step in Tensor.RandPerm(steps.Length, generator).ToArray<long>()) image = steps[step](image, generator);
            return image;
        };
    }

    /// <summary>factor x + (1 - factor) other, within [0, 1], the factor drawn about 1.</summary>
    private static Augmentation Blend(string name, double amount, Func<Tensor, Tensor> other)
    {
        NeedRange(name, nameof(amount), (amount, amount), 0);
        return (image, generator) =>
        {
            NeedColours(name, image);
            double factor = Uniform.Between(generator, Math.Max(0, 1 - amount), 1 + amount);
            return ((image * factor) + (other(image) * (1 - factor))).Clamp(0, 1);
        };
    }

    private static void NeedColours(string name, Tensor image)
    {
        NeedFloats(name, image);
        if (image.Shape[0] is not (1 or 3)) throw new ShapeException($"{name}: a picture of shape {image.Shape} is neither grey, [1, H, W], nor of red, green and blue, [3, H, W]");
    }

    /// <summary>The greys of a picture: <c>[3, H, W] -> [1, H, W]</c>; a grey one is its own.</summary>
    private static Tensor Gray(Tensor image) => image.Shape[0] == 1
        ? image
        : (image * Tensor.From(GrayShares).To(image.DType).Reshape(3, 1, 1)).Sum(0, keepDim: true);

    /// <summary>
    /// Red, green and blue with the hue turned (Smith, 1978). Value v is the largest of the three, chroma c = v - the smallest; the hue in sixths of the circle is (g - b) / c where red is
    /// largest, 2 + (b - r) / c where green, 4 + (r - g) / c where blue. Back: the channel n = 5, 3, 1 is v - c max(0, min(k, 4 - k, 1)), k = (n + hue) mod 6.
    /// </summary>
    private static Tensor Turned(Tensor image, double turn)
    {
        Tensor r = image.Select(0, 0), g = image.Select(0, 1), b = image.Select(0, 2);
        Tensor v = image.AMax(0), c = v - image.AMin(0);
        // Where all three are equal there is no hue, and any will do.
        var divisor = Tensor.Where(c.Eq(0), Tensor.OnesLike(c), c);
        var hue = Tensor.Where(v.Eq(r), (g - b) / divisor, Tensor.Where(v.Eq(g), ((b - r) / divisor) + 2, ((r - g) / divisor) + 4)) + (6 * turn);
        Tensor Channel(int n)
        {
            var k = (hue + n).Remainder(6);
            return v - (c * k.Minimum(4 - k).Clamp(0, 1));
        }
        return Tensor.Stack([Channel(5), Channel(3), Channel(1)]).Clamp(0, 1);
    }
}
