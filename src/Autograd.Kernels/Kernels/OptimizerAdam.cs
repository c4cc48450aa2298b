using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>
/// Adam and AdamW, operation for operation as <c>torch.optim.Adam</c> (1.13, single tensor):
/// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g g; p = p - (lr / (1 - b1^t)) m / (sqrt(v) / sqrt(1 - b2^t) + eps).
/// </summary>
/// <remarks>States are m, v and, with amsgrad, the largest v so far. Weight decay adds to g (Adam) or shrinks p first (AdamW).</remarks>
/// <param name="lr">The learning rate.</param>
/// <param name="beta1">How much of m is kept.</param>
/// <param name="beta2">How much of v is kept.</param>
/// <param name="eps">Added to the root.</param>
/// <param name="weightDecay">The factor of p in g, or times lr that by which p shrinks.</param>
/// <param name="t">The number of the step, from 1 on.</param>
/// <param name="amsgrad">Divides by the largest v so far.</param>
/// <param name="maximize">Climbs instead of descending.</param>
/// <param name="decoupled">AdamW.</param>
internal readonly struct OptimizerAdam(
    double lr, double beta1, double beta2, double eps, double weightDecay, long t, bool amsgrad, bool maximize, bool decoupled) : IStepFormula
{
    private readonly Number b1 = beta1;
    private readonly Number b2 = beta2;
    private readonly Number rest1 = 1 - beta1;
    private readonly Number rest2 = 1 - beta2;
    private readonly Number rate = -(lr / (1 - Math.Pow(beta1, t)));
    private readonly Number bias2 = Math.Sqrt(1 - Math.Pow(beta2, t));
    private readonly Number eps = eps;
    private readonly Number decay = weightDecay;
    private readonly Number shrink = 1 - lr * weightDecay;
    private readonly bool adds = weightDecay != 0 && !decoupled;

    public int States => amsgrad ? 3 : 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<V>(ref V p, V g, ref V s0, ref V s1, ref V s2)
        where V : struct, IReal<V>
    {
        V d = maximize ? -g : g;
        if (decoupled) p *= V.Const(shrink);
        if (adds) d = V.Fma(p, V.Const(decay), d);
        s0 = V.Fma(d, V.Const(rest1), s0 * V.Const(b1));
        s1 = s1 * V.Const(b2) + V.Const(rest2) * d * d;
        V v = s1;
        if (amsgrad)
        {
            s2 = V.Max(s2, s1);
            v = s2;
        }
        p += V.Const(rate) * s0 / (V.Sqrt(v) / V.Const(bias2) + V.Const(eps));
    }
}
