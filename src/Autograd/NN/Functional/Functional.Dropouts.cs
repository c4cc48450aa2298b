using Autograd.Memory;

namespace Autograd.NN;

public static partial class Functional
{
    // -scale alpha of SELU: the value to which a saturated unit tends (Klambauer et al., 2017, section 4).
    private const double SaturatedValue = -1.7580993408473766;

    /// <summary>Drops whole channels of <c>[N, C, L]</c> or <c>[C, L]</c> with probability p (<c>torch.nn.functional.dropout1d</c>).</summary>
    /// <param name="input"><c>[N, C, L]</c> or <c>[C, L]</c>, float32 or float64.</param>
    /// <param name="p">The probability that a channel is zero, in [0, 1].</param>
    /// <param name="training">Whether anything is dropped.</param>
    /// <param name="generator">The source of the draws; the thread's default one when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1].</exception>
    /// <exception cref="ShapeException">The input has neither two nor three dimensions.</exception>
    public static Tensor Dropout1d(Tensor input, double p = 0.5, bool training = true, Generator? generator = null)
    {
        using var face = Face.Of(nameof(Dropout1d));
        return ChannelDropout("Dropout1d", input, 3, p, training, generator);
    }

    /// <summary>Drops whole channels of <c>[N, C, D, H, W]</c> or <c>[C, D, H, W]</c> with probability p (<c>torch.nn.functional.dropout3d</c>).</summary>
    /// <param name="input"><c>[N, C, D, H, W]</c> or <c>[C, D, H, W]</c>, float32 or float64.</param>
    /// <param name="p">The probability that a channel is zero, in [0, 1].</param>
    /// <param name="training">Whether anything is dropped.</param>
    /// <param name="generator">The source of the draws; the thread's default one when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1].</exception>
    /// <exception cref="ShapeException">The input has neither four nor five dimensions.</exception>
    public static Tensor Dropout3d(Tensor input, double p = 0.5, bool training = true, Generator? generator = null)
    {
        using var face = Face.Of(nameof(Dropout3d));
        return ChannelDropout("Dropout3d", input, 5, p, training, generator);
    }

    /// <summary>
    /// Sets each element with probability p to the value of a saturated SELU, in training, and keeps mean and variance of the whole
    /// (Klambauer et al., 2017; <c>torch.nn.functional.alpha_dropout</c>).
    /// </summary>
    /// <param name="input">Any shape, float32 or float64.</param>
    /// <param name="p">The probability of being dropped, in [0, 1].</param>
    /// <param name="training">Whether anything is dropped.</param>
    /// <param name="generator">The source of the draws; the thread's default one when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1].</exception>
    public static Tensor AlphaDropout(Tensor input, double p = 0.5, bool training = false, Generator? generator = null)
    {
        using var face = Face.Of(nameof(AlphaDropout));
        return Saturate("AlphaDropout", Given(input), Given(input).Shape, p, training, generator);
    }

    /// <summary>Alpha dropout of whole channels: the first two dimensions of <c>[N, C, ..]</c> are drawn (<c>torch.nn.functional.feature_alpha_dropout</c>).</summary>
    /// <param name="input"><c>[N, C, ..]</c>, float32 or float64.</param>
    /// <param name="p">The probability that a channel is dropped, in [0, 1].</param>
    /// <param name="training">Whether anything is dropped.</param>
    /// <param name="generator">The source of the draws; the thread's default one when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1].</exception>
    /// <exception cref="ShapeException">The input has fewer than two dimensions.</exception>
    public static Tensor FeatureAlphaDropout(Tensor input, double p = 0.5, bool training = false, Generator? generator = null)
    {
        using var face = Face.Of(nameof(FeatureAlphaDropout));
        if (Given(input).Rank < 2) throw new ShapeException($"FeatureAlphaDropout: an input of shape {input.Shape} has no channels; it must be [N, C, ..]");
        return Saturate("FeatureAlphaDropout", input, ChannelSizes(input), p, training, generator);
    }

    private static Tensor ChannelDropout(string op, Tensor input, int rank, double p, bool training, Generator? generator)
    {
        CheckedProbability(op, p);
        if (Given(input).Rank != rank && input.Rank != rank - 1)
            throw new ShapeException($"{op}: an input of shape {input.Shape} has {input.Rank} dimensions; it must have {rank}, or {rank - 1} without a batch");
        return input.Rank == rank ? Dropout2d(input, p, training, generator) : Dropout2d(input.Unsqueeze(0), p, training, generator).Squeeze([0]);
    }

    /// <summary>a x kept + b: dropped is s = -1.758.., a = 1 / sqrt((1 - p) (1 + p s^2)), b = -a p s.</summary>
    private static Tensor Saturate(string op, Tensor input, ReadOnlySpan<int> drawn, double p, bool training, Generator? generator)
    {
        CheckedProbability(op, p);
        if (!training || p == 0 || input.Numel == 0) return input;
        if (p == 1) return input * 0.0;
        double a = 1 / Math.Sqrt(((SaturatedValue * SaturatedValue * p) + 1) * (1 - p));
        var kept = Tensor.Bernoulli(drawn, 1 - p, input.DType, generator);
        return input * (kept * a) + ((1.0 - kept) * (a * SaturatedValue) - (a * p * SaturatedValue));
    }

    /// <summary>[N, C, 1, ..]</summary>
    private static int[] ChannelSizes(Tensor input)
    {
        var sizes = new int[input.Rank];
        for (int d = 0; d < sizes.Length; d++) sizes[d] = d < 2 ? input.Shape[d] : 1;
        return sizes;
    }
}
