using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// Adam and AdamW, operation for operation as <c>torch.optim.Adam</c> (1.13, single tensor):
/// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g g; p = p - (lr / (1 - b1^t)) m / (sqrt(v) / sqrt(1 - b2^t) + eps).
/// </summary>
/// <remarks>States are m, v and, with amsgrad, the largest v so far. Weight decay adds to g (Adam) or shrinks p first (AdamW).</remarks>
internal readonly struct OptimizerAdam<T> : IOptimizerStep<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T b1;
    private readonly T b2;
    private readonly T oneMinusB1;
    private readonly T oneMinusB2;
    private readonly T rate;
    private readonly T bias2;
    private readonly T eps;
    private readonly T decay;
    private readonly T shrink;
    private readonly bool addsDecay;
    private readonly bool shrinks;
    private readonly bool amsgrad;
    private readonly bool maximize;

    /// <summary>A step number <paramref name="t"/>, from 1 on; coefficients are computed in double, as Python does.</summary>
    public OptimizerAdam(
        double lr, double beta1, double beta2, double eps, double weightDecay, long t, bool amsgrad, bool maximize, bool decoupled)
    {
        b1 = T.CreateTruncating(beta1);
        b2 = T.CreateTruncating(beta2);
        oneMinusB1 = T.CreateTruncating(1 - beta1);
        oneMinusB2 = T.CreateTruncating(1 - beta2);
        rate = T.CreateTruncating(-(lr / (1 - Math.Pow(beta1, t))));
        bias2 = T.CreateTruncating(Math.Sqrt(1 - Math.Pow(beta2, t)));
        this.eps = T.CreateTruncating(eps);
        decay = T.CreateTruncating(weightDecay);
        shrink = T.CreateTruncating(1 - (lr * weightDecay));
        addsDecay = weightDecay != 0 && !decoupled;
        shrinks = decoupled;
        this.amsgrad = amsgrad;
        this.maximize = maximize;
    }

    public int States => amsgrad ? 3 : 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(ref Vector512<T> p, Vector512<T> g, ref Vector512<T> s0, ref Vector512<T> s1, ref Vector512<T> s2)
    {
        Vector512<T> d = maximize ? -g : g;
        if (shrinks) p *= shrink;
        if (addsDecay) d = OptimizerMath.Fma(p, decay, d);
        s0 = OptimizerMath.Fma(d, oneMinusB1, s0 * b1);
        s1 = (s1 * b2) + (Vector512.Create(oneMinusB2) * d * d);
        Vector512<T> v = s1;
        if (amsgrad)
        {
            s2 = Vector512.Max(s2, s1);
            v = s2;
        }
        Vector512<T> denominator = (Vector512.Sqrt(v) / Vector512.Create(bias2)) + Vector512.Create(eps);
        p += Vector512.Create(rate) * s0 / denominator;
    }
}

/// <summary>What the steps share.</summary>
internal static class OptimizerMath
{
    /// <summary>x * a + y, fused where the processor does it, as <c>add(x, alpha=a)</c> is in PyTorch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Fma<T>(Vector512<T> x, T a, Vector512<T> y)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector512.MultiplyAddEstimate(x.AsSingle(), Vector512.Create(a).AsSingle(), y.AsSingle()).As<float, T>()
            : Vector512.MultiplyAddEstimate(x.AsDouble(), Vector512.Create(a).AsDouble(), y.AsDouble()).As<double, T>();
}
