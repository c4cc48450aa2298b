namespace Autograd.Data;

/// <summary>A change of one picture that may draw: <c>[C, H, W] -> [C, H', W']</c>.</summary>
/// <param name="image">The picture.</param>
/// <param name="generator">What to draw from; the same numbers give the same picture.</param>
public delegate Tensor Augmentation(Tensor image, Generator generator);

/// <summary>
/// Augmentations of pictures by torchvision's names (<c>torchvision.transforms</c>). Each is made once, and draws anew for every picture it is handed, from the generator it is handed:
/// in <see cref="Dataset.Augment"/> and a <see cref="DataLoader"/> that is one of the element's own.
/// </summary>
/// <remarks>
/// Pictures are <c>[C, H, W]</c>. Flips and crops take any dtype; what computes takes float32 and float64 and refuses uint8, of which <see cref="ToFloat"/> makes numbers in
/// [0, 1]. Brightness, contrast, saturation and hue keep to [0, 1], so they stand before <see cref="Normalize"/>.
/// </remarks>
public static partial class Augment
{
    /// <summary>Several one after the other (<c>transforms.Compose</c>).</summary>
    /// <param name="steps">The steps.</param>
    public static Augmentation Compose(params IEnumerable<Augmentation> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Augmentation[] all = [.. steps];
        foreach (var step in all) ArgumentNullException.ThrowIfNull(step, nameof(steps));
        return (image, generator) =>
        {
            foreach (var step in all) image = step(image, generator);
            return image;
        };
    }

    /// <summary>A change that is made with a probability (<c>transforms.RandomApply</c>).</summary>
    /// <param name="step">The change.</param>
    /// <param name="p">The probability.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1].</exception>
    public static Augmentation RandomApply(Augmentation step, double p = 0.5)
    {
        ArgumentNullException.ThrowIfNull(step);
        NeedShare(nameof(RandomApply), nameof(p), p);
        return (image, generator) => Uniform.Happens(generator, p) ? step(image, generator) : image;
    }

    /// <summary>float32 in [0, 1] of uint8 in 0..255 (<c>transforms.ToTensor</c>, <c>ConvertImageDtype</c>); a floating picture stays as it is. Nothing is drawn.</summary>
    public static Augmentation ToFloat() => static (image, _) => image.DType == DType.UInt8 ? image.Float() / 255 : image;

    /// <summary>(x - mean) / std, channel by channel (<c>transforms.Normalize</c>). Nothing is drawn.</summary>
    /// <param name="mean">The mean of each channel, or one for all.</param>
    /// <param name="std">The standard deviation of each channel, or one for all.</param>
    /// <exception cref="ArgumentException">There are not as many of one as of the other, a standard deviation is not above 0, or a number is not finite.</exception>
    public static Augmentation Normalize(ReadOnlySpan<double> mean, ReadOnlySpan<double> std)
    {
        double[] means = mean.ToArray(), stds = std.ToArray();
        if (means.Length == 0 || means.Length != stds.Length || !Array.TrueForAll(means, double.IsFinite) || !Array.TrueForAll(stds, static s => s > 0 && double.IsFinite(s)))
            throw new ArgumentException($"Normalize: {means.Length} means and {stds.Length} standard deviations do not belong together; they are one for each channel, finite, and deviations are above 0", nameof(std));
        return (image, _) =>
        {
            NeedFloats(nameof(Normalize), image);
            if (means.Length > 1 && image.Shape[0] != means.Length) throw new ShapeException($"Normalize: {means.Length} means do not fit a picture of shape {image.Shape}");
            Tensor Column(double[] values) => Tensor.From(values).To(image.DType).Reshape(values.Length, 1, 1);
            return (image - Column(means)) / Column(stds);
        };
    }

    /// <summary>Throws unless a picture has three dimensions.</summary>
    private static void NeedPicture(string name, Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Rank != 3 || image.Numel == 0) throw new ShapeException($"{name}: {image.Shape} is no picture [C, H, W]; hand it one element, not a batch");
    }

    /// <summary>Throws unless a picture has three dimensions and floating elements.</summary>
    private static void NeedFloats(string name, Tensor image)
    {
        NeedPicture(name, image);
        if (!image.DType.IsDifferentiable) throw new DTypeException($"{name}: the picture is {image.DType.Name}; put Augment.ToFloat() before it");
    }

    private static void NeedShare(string name, string argument, double p)
    {
        if (p is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(argument, p, $"{name}: a probability lies in [0, 1]");
    }

    private static void NeedRange(string name, string argument, (double Low, double High) range, double least)
    {
        if (!(range.Low >= least && range.High >= range.Low && double.IsFinite(range.High)))
            throw new ArgumentOutOfRangeException(argument, range, FormattableString.Invariant($"{name}: from {range.Low} to {range.High} is no range of numbers from {least} on"));
    }
}

public abstract partial class Dataset
{
    /// <summary>The elements with one of their tensors augmented, anew each time an element is asked for.</summary>
    /// <param name="augmentation">The change: <c>Augment.Compose(Augment.ToFloat(), Augment.RandomHorizontalFlip())</c>.</param>
    /// <param name="tensor">Which of the tensors is the picture.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public Dataset Augment(Augmentation augmentation, int tensor = 0)
    {
        ArgumentNullException.ThrowIfNull(augmentation);
        ArgumentOutOfRangeException.ThrowIfNegative(tensor);
        return Map((element, generator) =>
        {
            if (tensor >= element.Count) throw new ArgumentException(FormattableString.Invariant($"Augment: an element of {element.Count} tensors has no tensor {tensor}"), nameof(tensor));
            var tensors = new Tensor[element.Count];
            for (int i = 0; i < tensors.Length; i++) tensors[i] = i == tensor ? augmentation(element[i], generator) : element[i];
            return new Batch(tensors);
        });
    }
}
