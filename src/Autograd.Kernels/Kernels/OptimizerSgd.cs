using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>
/// Stochastic gradient descent, operation for operation as <c>torch.optim.SGD</c>: d = ±g + decay p; b = momentum b + (1 - dampening) d;
/// d = nesterov ? d + momentum b : b; p = p - lr d. Coefficients are rounded where PyTorch rounds them: at the tensor operation.
/// </summary>
/// <param name="lr">The learning rate.</param>
/// <param name="momentum">How much of b is kept; b is the one state, if there is momentum.</param>
/// <param name="dampening">How much less of d enters b.</param>
/// <param name="weightDecay">The factor of p in d.</param>
/// <param name="nesterov">Looks ahead along the momentum.</param>
/// <param name="maximize">Climbs instead of descending.</param>
/// <param name="first">The momentum buffer is new and becomes d itself.</param>
internal readonly struct OptimizerSgd(
    double lr, double momentum, double dampening, double weightDecay, bool nesterov, bool maximize, bool first) : IStepFormula
{
    private readonly Number rate = -lr;
    private readonly Number momentum = momentum;
    private readonly Number rest = 1 - dampening;
    private readonly Number decay = weightDecay;
    private readonly bool hasDecay = weightDecay != 0;
    private readonly bool hasMomentum = momentum != 0;

    public int States => hasMomentum ? 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<V>(ref V p, V g, ref V s0, ref V s1, ref V s2)
        where V : struct, IReal<V>
    {
        V d = maximize ? -g : g;
        if (hasDecay) d = V.Fma(p, V.Const(decay), d);
        if (hasMomentum)
        {
            s0 = first ? d : V.Fma(d, V.Const(rest), s0 * V.Const(momentum));
            d = nesterov ? V.Fma(s0, V.Const(momentum), d) : s0;
        }
        p = V.Fma(d, V.Const(rate), p);
    }
}
