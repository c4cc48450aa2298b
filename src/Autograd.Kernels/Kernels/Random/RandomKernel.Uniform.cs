using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>Fills of random numbers: the same numbers, in the same order of draws, as PyTorch's CPU kernels.</summary>
internal static partial class RandomKernel
{
    private const uint Mask24 = (1u << 24) - 1;
    private const ulong Mask53 = (1UL << 53) - 1;

    /// <summary>x = u (to - from) + from with u the lower 24 bits of one word, in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Uniform(MersenneTwister twister, Span<float> result, float from, float to)
    {
        const float Unit = 1f / (1 << 24);
        float range = to - from;
        while (result.Length > 0)
        {
            var words = twister.Take(result.Length);
            ref uint source = ref MemoryMarshal.GetReference(words);
            ref float target = ref MemoryMarshal.GetReference(result);
            int i = 0;
            for (; i + Vector256<uint>.Count <= words.Length; i += Vector256<uint>.Count)
            {
                var bits = (Vector256.LoadUnsafe(ref source, (nuint)i) & Vector256.Create(Mask24)).AsInt32();
                var u = Vector256.ConvertToSingle(bits) * Unit;
                Vector256.MultiplyAddEstimate(u, Vector256.Create(range), Vector256.Create(from)).StoreUnsafe(ref target, (nuint)i);
            }
            for (; i < words.Length; i++)
                Unsafe.Add(ref target, i) = float.MultiplyAddEstimate((Unsafe.Add(ref source, i) & Mask24) * Unit, range, from);
            result = result[words.Length..];
        }
    }

    /// <summary>x = u (to - from) + from with u the lower 53 bits of two words, in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Uniform(MersenneTwister twister, Span<double> result, double from, double to)
    {
        const double Unit = 1.0 / (1L << 53);
        double range = to - from;
        while (result.Length > 0)
        {
            var pairs = twister.TakePairs(result.Length);
            for (int i = 0; i < pairs.Length; i++)
                result[i] = double.MultiplyAddEstimate((long)(ulong.RotateLeft(pairs[i], 32) & Mask53) * Unit, range, from);
            result = result[pairs.Length..];
            if (result.Length == 0 || pairs.Length > 0) continue;
            result[0] = double.MultiplyAddEstimate(twister.NextDouble(), range, from);
            result = result[1..];
        }
    }

    /// <summary>A uniform fill of float or double; see the two above.</summary>
    public static void Uniform<T>(MersenneTwister twister, Span<T> result, double from, double to)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) Uniform(twister, MemoryMarshal.Cast<T, float>(result), (float)from, (float)to);
        else Uniform(twister, MemoryMarshal.Cast<T, double>(result), from, to);
    }
}
