namespace Autograd.Data;

/// <content>Noise, and parts taken out.</content>
public static partial class Augment
{
    /// <summary>Normal noise in every point (<c>transforms.v2.GaussianNoise</c>).</summary>
    /// <param name="mean">Its mean.</param>
    /// <param name="sigma">Its standard deviation.</param>
    /// <param name="clip">Whether the result is kept within [0, 1]; not after <see cref="Normalize"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative, or a number is not finite.</exception>
    public static Augmentation GaussianNoise(double mean = 0, double sigma = 0.1, bool clip = true)
    {
        if (!double.IsFinite(mean)) throw new ArgumentOutOfRangeException(nameof(mean), mean, "GaussianNoise: the mean is a finite number");
        NeedRange(nameof(GaussianNoise), nameof(sigma), (sigma, sigma), 0);
        return (image, generator) =>
        {
            NeedFloats(nameof(GaussianNoise), image);
            var noisy = image + (Tensor.Randn(image.Shape, image.DType, generator) * sigma) + mean;
            return clip ? noisy.Clamp(0, 1) : noisy;
        };
    }

    /// <summary>A rectangle of the picture replaced by a number, with a probability (<c>transforms.RandomErasing</c>; Zhong et al., 2017).</summary>
    /// <param name="p">The probability.</param>
    /// <param name="scale">The share of the picture's area, drawn uniformly; from 0.02 to 0.33 when not given.</param>
    /// <param name="ratio">Width by height of the rectangle, its logarithm drawn uniformly; from 0.3 to 3.3 when not given.</param>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1], or a range is none of numbers above 0.</exception>
    public static Augmentation RandomErasing(double p = 0.5, (double Low, double High)? scale = null, (double Low, double High)? ratio = null, double value = 0)
    {
        NeedShare(nameof(RandomErasing), nameof(p), p);
        (double Low, double High) areas = scale ?? (0.02, 0.33), ratios = ratio ?? (0.3, 3.3);
        NeedRange(nameof(RandomErasing), nameof(scale), areas, double.Epsilon);
        NeedRange(nameof(RandomErasing), nameof(ratio), ratios, double.Epsilon);
        return (image, generator) =>
        {
            NeedPicture(nameof(RandomErasing), image);
            if (!Uniform.Happens(generator, p) || Part(generator, image.Shape[1], image.Shape[2], areas, ratios) is not var (top, left, height, width)) return image;
            var erased = image.Clone();
            erased.Narrow(1, top, height).Narrow(2, left, width).FillInPlace(value);
            return erased;
        };
    }
}
