using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Formulas;

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
            NormalEach(twister, result, mean, std);
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

    /// <summary>Normal samples N(mean, std^2), each drawn by itself in double precision: PyTorch's way for few of them, and for memory in another order than the rows'.</summary>
    public static void NormalEach<T>(MersenneTwister twister, Span<T> result, double mean, double std)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (ref T x in result) x = T.CreateTruncating(NextNormal(twister) * std + mean);
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
    private static unsafe void BoxMuller<T>(Span<T> data, T mean, T std)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Half = NormalBlock / 2;
        var (shift, scale) = (Lane256<T>.Splat(mean), Lane256<T>.Splat(std));
        var (twoPi, minusTwo) = (Lane256<T>.Const(2 * Math.PI), Lane256<T>.Const(-2));
        fixed (T* start = data)
        {
            for (T* block = start; block < start + data.Length; block += NormalBlock)
            {
                for (T* x = block; x < block + Half; x += Lane256<T>.Count)
                {
                    var u1 = Lane256<T>.One - Lane256<T>.Load(x); // (0, 1]: the logarithm is finite
                    var angle = Lane256<T>.Load(x + Half) * twoPi;
                    var radius = Lane256<T>.Sqrt(Lane256<T>.Log(u1) * minusTwo) * scale;
                    Lane256<T>.Store(Lane256<T>.Fma(radius, Lane256<T>.Cos(angle), shift), x);
                    Lane256<T>.Store(Lane256<T>.Fma(radius, Lane256<T>.Sin(angle), shift), x + Half);
                }
            }
        }
    }
}
