using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

internal static partial class RandomKernel
{
    /// <summary>Fewer elements than this are drawn one by one in double precision, more in blocks of this size.</summary>
    private const int NormalBlock = 16;

    /// <summary>Normal samples N(mean, std^2) by Box-Muller; <typeparamref name="T"/> is float or double.</summary>
    public static void Normal<T>(MersenneTwister twister, Span<T> result, double mean, double std)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (result.Length < NormalBlock)
        {
            for (int i = 0; i < result.Length; i++) result[i] = T.CreateTruncating(NextNormal(twister) * std + mean);
            return;
        }
        var (m, s) = (T.CreateTruncating(mean), T.CreateTruncating(std));
        Uniform<T>(twister, result, 0, 1);
        int whole = result.Length / NormalBlock * NormalBlock;
        BoxMuller(result[..whole], m, s);
        if (whole == result.Length) return;
        // A tail draws the last sixteen anew, over values of the last whole block.
        var tail = result[^NormalBlock..];
        Uniform<T>(twister, tail, 0, 1);
        BoxMuller(tail, m, s);
    }

    /// <summary>One standard normal sample: r cos(t), and r sin(t) is kept for the next call; r = sqrt(-2 log(1 - u2)), t = 2 pi u1.</summary>
    private static double NextNormal(MersenneTwister twister)
    {
        if (twister.PendingNormal is { } pending)
        {
            twister.PendingNormal = null;
            return pending;
        }
        double u1 = twister.NextDouble();
        double u2 = twister.NextDouble();
        double radius = Math.Sqrt(-2 * Math.Log(1 - u2));
        var (sin, cos) = Math.SinCos(2 * Math.PI * u1);
        twister.PendingNormal = radius * sin;
        return radius * cos;
    }

    // In each block of 16 the first eight uniforms give the radius, the last eight the angle.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void BoxMuller<T>(Span<T> data, T mean, T std)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Half = NormalBlock / 2;
        ref T x = ref MemoryMarshal.GetReference(data);
        var twoPi = Vector256.Create(T.CreateTruncating(2 * Math.PI));
        for (int block = 0; block < data.Length; block += NormalBlock)
        {
            for (int i = block; i < block + Half; i += Vector256<T>.Count)
            {
                var u1 = Vector256<T>.One - Vector256.LoadUnsafe(ref x, (nuint)i); // (0, 1]: the logarithm is finite
                var u2 = Vector256.LoadUnsafe(ref x, (nuint)(i + Half));
                var radius = Vector256.Sqrt(Log(u1) * -(T.One + T.One)) * std;
                var (sin, cos) = SinCos(u2 * twoPi);
                (radius * cos + Vector256.Create(mean)).StoreUnsafe(ref x, (nuint)i);
                (radius * sin + Vector256.Create(mean)).StoreUnsafe(ref x, (nuint)(i + Half));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Log<T>(Vector256<T> x) => typeof(T) == typeof(float)
        ? Vector256.Log(x.As<T, float>()).As<float, T>()
        : Vector256.Log(x.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<T> Sin, Vector256<T> Cos) SinCos<T>(Vector256<T> x)
    {
        if (typeof(T) == typeof(float))
        {
            var (sin, cos) = Vector256.SinCos(x.As<T, float>());
            return (sin.As<float, T>(), cos.As<float, T>());
        }
        else
        {
            var (sin, cos) = Vector256.SinCos(x.As<T, double>());
            return (sin.As<double, T>(), cos.As<double, T>());
        }
    }
}
