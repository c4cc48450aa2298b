using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// Stochastic gradient descent, operation for operation as <c>torch.optim.SGD</c>: d = ±g + decay p; b = momentum b + (1 - dampening) d;
/// d = nesterov ? d + momentum b : b; p = p - lr d. Coefficients are rounded to T where PyTorch rounds them: at the tensor operation.
/// </summary>
internal readonly struct OptimizerSgd<T> : IOptimizerStep<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T rate;
    private readonly T momentum;
    private readonly T keep;
    private readonly T decay;
    private readonly bool hasDecay;
    private readonly bool hasMomentum;
    private readonly bool first;
    private readonly bool nesterov;
    private readonly bool maximize;

    /// <summary>A step; <paramref name="first"/> says that the momentum buffer is new and becomes the gradient itself.</summary>
    public OptimizerSgd(double lr, double momentum, double dampening, double weightDecay, bool nesterov, bool maximize, bool first)
    {
        rate = T.CreateTruncating(-lr);
        this.momentum = T.CreateTruncating(momentum);
        keep = T.CreateTruncating(1 - dampening);
        decay = T.CreateTruncating(weightDecay);
        hasDecay = weightDecay != 0;
        hasMomentum = momentum != 0;
        this.first = first;
        this.nesterov = nesterov;
        this.maximize = maximize;
    }

    /// <summary>The momentum buffer, if there is momentum.</summary>
    public int States => hasMomentum ? 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(ref Vector512<T> p, Vector512<T> g, ref Vector512<T> s0, ref Vector512<T> s1, ref Vector512<T> s2)
    {
        Vector512<T> d = maximize ? -g : g;
        if (hasDecay) d = OptimizerMath.Fma(p, decay, d);
        if (hasMomentum)
        {
            s0 = first ? d : OptimizerMath.Fma(d, keep, s0 * momentum);
            d = nesterov ? OptimizerMath.Fma(s0, momentum, d) : s0;
        }
        p = OptimizerMath.Fma(d, rate, p);
    }
}
