namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>
    /// Channels to positions: <c>[.., C r^2, H, W] -> [.., C, H r, W r]</c> (Shi et al., 2016; <c>torch.nn.functional.pixel_shuffle</c>).
    /// </summary>
    /// <param name="input">At least three dimensions.</param>
    /// <param name="upscaleFactor">r, above 0.</param>
    /// <exception cref="ShapeException">The number of channels is no multiple of r^2.</exception>
    public static Tensor PixelShuffle(Tensor input, int upscaleFactor)
    {
        var (lead, channels, height, width) = Images("PixelShuffle", input, upscaleFactor);
        int r = upscaleFactor;
        if (channels % ((long)r * r) != 0)
            throw new ShapeException($"PixelShuffle: the {channels} channels of an input of shape {input.Shape} are no multiple of {(long)r * r}, the square of the factor {r}");
        int first = lead.Length, left = channels / r / r;
        return input.Reshape([.. lead, left, r, r, height, width])
            .Permute([.. Enumerable.Range(0, first + 1), first + 3, first + 1, first + 4, first + 2])
            .Reshape([.. lead, left, Dims.Size("PixelShuffle", (long)height * r), Dims.Size("PixelShuffle", (long)width * r)]);
    }

    /// <summary>
    /// Positions to channels, the inverse of <see cref="PixelShuffle"/>: <c>[.., C, H r, W r] -> [.., C r^2, H, W]</c> (<c>torch.nn.functional.pixel_unshuffle</c>).
    /// </summary>
    /// <param name="input">At least three dimensions.</param>
    /// <param name="downscaleFactor">r, above 0.</param>
    /// <exception cref="ShapeException">Height or width is no multiple of r.</exception>
    public static Tensor PixelUnshuffle(Tensor input, int downscaleFactor)
    {
        var (lead, channels, height, width) = Images("PixelUnshuffle", input, downscaleFactor);
        int r = downscaleFactor, first = lead.Length;
        if (height % r != 0 || width % r != 0)
            throw new ShapeException($"PixelUnshuffle: height and width of an input of shape {input.Shape} are no multiples of the factor {r}");
        return input.Reshape([.. lead, channels, height / r, r, width / r, r])
            .Permute([.. Enumerable.Range(0, first + 1), first + 2, first + 4, first + 1, first + 3])
            .Reshape([.. lead, Dims.Size("PixelUnshuffle", (long)channels * r * r), height / r, width / r]);
    }

    /// <summary>
    /// Channels of groups side by side, one of each group after the other: channel (i, j) of <c>[groups, C / groups]</c> goes to (j, i)
    /// (Zhang et al., 2017; <c>torch.nn.functional.channel_shuffle</c>).
    /// </summary>
    /// <param name="input"><c>[N, C, ..]</c> of at least three dimensions.</param>
    /// <param name="groups">The number of groups, a divisor of C.</param>
    /// <exception cref="ShapeException">The channels do not fall into that many groups.</exception>
    public static Tensor ChannelShuffle(Tensor input, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        if (Given(input).Rank < 3) throw new ShapeException($"ChannelShuffle: an input of shape {input.Shape} has fewer than three dimensions; it must be [N, C, ..]");
        int channels = input.Shape[1];
        if (channels % groups != 0) throw new ShapeException($"ChannelShuffle: the {channels} channels of an input of shape {input.Shape} do not fall into {groups} equal groups");
        return input.Unflatten(1, groups, channels / groups).Transpose(1, 2).Reshape(input.Shape);
    }

    private static (int[] Lead, int Channels, int Height, int Width) Images(string op, Tensor input, int factor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor);
        if (Given(input).Rank < 3) throw new ShapeException($"{op}: an input of shape {input.Shape} has fewer than three dimensions; it must be [.., C, H, W]");
        return (input.Shape.ToArray()[..^3], input.Shape[-3], input.Shape[-2], input.Shape[-1]);
    }
}
