using System.Numerics;

namespace Autograd.Kernels;

internal static partial class RandomKernel
{
    /// <summary>Exponential samples -log(1 - u) / rate, computed in double.</summary>
    public static void Exponential<T>(MersenneTwister twister, Span<T> result, double rate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (ref T x in result) x = T.CreateTruncating(-1 / rate * Math.Log(1 - twister.NextDouble()));
    }

    /// <summary>Indices drawn with the probabilities weights / sum(weights).</summary>
    /// <remarks>
    /// The caller has checked that the weights are finite, not negative and not all zero, and without replacement that
    /// there are enough of them. One sample is drawn by the rule that was asked for, as in PyTorch 1.13.
    /// </remarks>
    public static void Multinomial<T>(MersenneTwister twister, Span<long> result, ReadOnlySpan<T> weights, bool replacement)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (replacement) WithReplacement(twister, result, weights);
        else WithoutReplacement(twister, result, weights);
    }

    /// <summary>A search for a double in [0, 1) in the normalised running sum.</summary>
    private static void WithReplacement<T>(MersenneTwister twister, Span<long> result, ReadOnlySpan<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var room = new Scratch<T>(weights.Length);
        var cumulative = room.Span;
        T sum = T.Zero;
        for (int i = 0; i < weights.Length; i++) cumulative[i] = sum += weights[i];
        foreach (ref T c in cumulative) c /= sum;
        cumulative[^1] = T.One;
        foreach (ref long index in result)
        {
            double u = twister.NextDouble();
            int low = 0;
            for (int high = cumulative.Length; low < high;)
            {
                int middle = low + (high - low) / 2;
                if (double.CreateTruncating(cumulative[middle]) < u) low = middle + 1;
                else high = middle;
            }
            index = low;
        }
    }

    /// <summary>Different indices: those of the largest weight / exponential(1), in falling order.</summary>
    private static void WithoutReplacement<T>(MersenneTwister twister, Span<long> result, ReadOnlySpan<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var first = new Scratch<T>(weights.Length);
        using var second = new Scratch<long>(weights.Length);
        Span<T> keys = first.Span;
        Span<long> indices = second.Span;
        Exponential(twister, keys, 1);
        for (int i = 0; i < keys.Length; i++)
        {
            // A zero weight stays last even over an exponential of zero.
            keys[i] = T.IsZero(weights[i]) ? T.Zero : -(weights[i] / keys[i]);
            indices[i] = i;
        }
        keys.Sort(indices);
        indices[..result.Length].CopyTo(result);
    }
}
