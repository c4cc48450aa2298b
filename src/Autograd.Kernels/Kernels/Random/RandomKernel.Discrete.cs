using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

internal static partial class RandomKernel
{
    /// <summary>Integers in [low, high): word mod (high - low) + low, with 64-bit words from a range of 2^32 on.</summary>
    /// <remarks>As in PyTorch, the modulo prefers small values by at most (high - low) / 2^32.</remarks>
    public static void Integers<T>(MersenneTwister twister, Span<T> result, long low, long high)
        where T : unmanaged, INumberBase<T>
    {
        ulong range = (ulong)high - (ulong)low;
        if (range >= 1UL << 32)
        {
            foreach (ref T x in result) x = T.CreateTruncating((long)(twister.NextUInt64() % range) + low);
            return;
        }
        foreach (ref T x in result) x = T.CreateTruncating(twister.NextUInt32() % (uint)range + low);
    }

    /// <summary>A random permutation of 0 .. n-1: Fisher-Yates from the front.</summary>
    public static void Permutation(MersenneTwister twister, Span<long> result)
    {
        for (int i = 0; i < result.Length; i++) result[i] = i;
        for (int i = 0; i < result.Length - 1; i++)
        {
            int other = i + (int)(twister.NextUInt32() % (uint)(result.Length - i));
            (result[i], result[other]) = (result[other], result[i]);
        }
    }

    /// <summary><paramref name="one"/> with probability p, otherwise zero: a double in [0, 1) below p.</summary>
    /// <remarks>A dropout mask is this with p = the probability to keep and one = 1 / p.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Bernoulli<T>(MersenneTwister twister, Span<T> result, double p, T one)
        where T : unmanaged
    {
        // u 2^-53 < p  <=>  u < ceil(p 2^53), in integers; the scaling by a power of two is exact.
        ulong threshold = (ulong)Math.Ceiling(p * (1L << 53));
        // A table instead of a branch: the branch is wrong as often as a coin.
        Span<T> values = [default, one];
        while (result.Length > 0)
        {
            var pairs = twister.TakePairs(result.Length);
            for (int i = 0; i < pairs.Length; i++)
                result[i] = values[Convert.ToInt32((ulong.RotateLeft(pairs[i], 32) & Mask53) < threshold)];
            result = result[pairs.Length..];
            if (result.Length == 0 || pairs.Length > 0) continue;
            result[0] = values[Convert.ToInt32((twister.NextUInt64() & Mask53) < threshold)];
            result = result[1..];
        }
    }

    /// <summary>1 with the probability of each element of p, otherwise 0, each from a uniform of p's own precision.</summary>
    public static void Bernoulli<T>(MersenneTwister twister, Span<T> result, ReadOnlySpan<T> p)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Uniform<T>(twister, result, 0, 1);
        for (int i = 0; i < result.Length; i++) result[i] = result[i] < p[i] ? T.One : T.Zero;
    }
}
