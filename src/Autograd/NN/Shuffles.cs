namespace Autograd.NN;

/// <summary>Channels to positions, see <see cref="Functional.PixelShuffle"/> (<c>torch.nn.PixelShuffle</c>).</summary>
/// <param name="upscaleFactor">r: <c>[.., C r^2, H, W] -> [.., C, H r, W r]</c>.</param>
public sealed class PixelShuffle(int upscaleFactor) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.PixelShuffle(input, upscaleFactor);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("upscale_factor", upscaleFactor));
}

/// <summary>Positions to channels, see <see cref="Functional.PixelUnshuffle"/> (<c>torch.nn.PixelUnshuffle</c>).</summary>
/// <param name="downscaleFactor">r: <c>[.., C, H r, W r] -> [.., C r^2, H, W]</c>.</param>
public sealed class PixelUnshuffle(int downscaleFactor) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.PixelUnshuffle(input, downscaleFactor);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("downscale_factor", downscaleFactor));
}

/// <summary>The channels of groups, one of each group after the other, see <see cref="Functional.ChannelShuffle"/> (<c>torch.nn.ChannelShuffle</c>).</summary>
/// <param name="groups">The number of groups.</param>
public sealed class ChannelShuffle(int groups) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.ChannelShuffle(input, groups);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("groups", groups));
}
