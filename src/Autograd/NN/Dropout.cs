namespace Autograd.NN;

/// <summary>Zeroes each element with probability p in training, see <see cref="Functional.Dropout"/> (<c>torch.nn.Dropout</c>).</summary>
/// <param name="p">The probability of a zero, in [0, 1].</param>
/// <param name="generator">The source of the draws; the thread's default one when not given.</param>
public sealed class Dropout(double p = 0.5, Generator? generator = null) : Module
{
    private readonly double p = p is >= 0 and <= 1 ? p : throw new ArgumentOutOfRangeException(nameof(p), p, "Dropout: a probability lies in [0, 1]");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Dropout(input, p, Training, generator);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("p", p), ("inplace", false));
}
