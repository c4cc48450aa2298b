namespace Autograd.NN;

/// <summary>Zeroes whole channels of <c>[N, C, L]</c> with probability p in training, see <see cref="Functional.Dropout1d"/> (<c>torch.nn.Dropout1d</c>).</summary>
/// <param name="p">The probability of being dropped, in [0, 1].</param>
/// <param name="generator">The source of the draws; the thread's default one when not given.</param>
public sealed class Dropout1d(double p = 0.5, Generator? generator = null) : Module
{
    private readonly double p = Functional.CheckedProbability("Dropout1d", p);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Dropout1d(input, p, Training, generator);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("p", p), ("inplace", false));
}

/// <summary>Zeroes whole channels of <c>[N, C, H, W]</c> with probability p in training, see <see cref="Functional.Dropout2d"/> (<c>torch.nn.Dropout2d</c>).</summary>
/// <param name="p">The probability of being dropped, in [0, 1].</param>
/// <param name="generator">The source of the draws; the thread's default one when not given.</param>
public sealed class Dropout2d(double p = 0.5, Generator? generator = null) : Module
{
    private readonly double p = Functional.CheckedProbability("Dropout2d", p);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Dropout2d(input, p, Training, generator);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("p", p), ("inplace", false));
}

/// <summary>Zeroes whole channels of <c>[N, C, D, H, W]</c> with probability p in training, see <see cref="Functional.Dropout3d"/> (<c>torch.nn.Dropout3d</c>).</summary>
/// <param name="p">The probability of being dropped, in [0, 1].</param>
/// <param name="generator">The source of the draws; the thread's default one when not given.</param>
public sealed class Dropout3d(double p = 0.5, Generator? generator = null) : Module
{
    private readonly double p = Functional.CheckedProbability("Dropout3d", p);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Dropout3d(input, p, Training, generator);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("p", p), ("inplace", false));
}

/// <summary>Sets elements to the value of a saturated SELU with probability p in training, see <see cref="Functional.AlphaDropout"/> (<c>torch.nn.AlphaDropout</c>).</summary>
/// <param name="p">The probability of being dropped, in [0, 1].</param>
/// <param name="generator">The source of the draws; the thread's default one when not given.</param>
public sealed class AlphaDropout(double p = 0.5, Generator? generator = null) : Module
{
    private readonly double p = Functional.CheckedProbability("AlphaDropout", p);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.AlphaDropout(input, p, Training, generator);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("p", p), ("inplace", false));
}

/// <summary>Sets whole channels to the value of a saturated SELU with probability p in training, see <see cref="Functional.FeatureAlphaDropout"/> (<c>torch.nn.FeatureAlphaDropout</c>).</summary>
/// <param name="p">The probability of being dropped, in [0, 1].</param>
/// <param name="generator">The source of the draws; the thread's default one when not given.</param>
public sealed class FeatureAlphaDropout(double p = 0.5, Generator? generator = null) : Module
{
    private readonly double p = Functional.CheckedProbability("FeatureAlphaDropout", p);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.FeatureAlphaDropout(input, p, Training, generator);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("p", p), ("inplace", false));
}
