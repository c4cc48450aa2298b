using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd.Optim;

/// <summary>One pass over a parameter, its gradient and its states.</summary>
internal static class FusedStep
{
    public static void Run<TStep>(TStep step, Tensor parameter, Tensor gradient, ParamState state)
        where TStep : struct, IStepFormula
    {
        var work = new Work<TStep>(step, parameter, gradient, state.Tensors);
        DTypes.Float("Step", parameter.DType, ref work);
    }

    private readonly ref struct Work<TStep>(TStep step, Tensor parameter, Tensor gradient, Tensor[] states) : IFloatWork
        where TStep : struct, IStepFormula
    {
        public void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var p = parameter.Lease<T>();
            using var g = gradient.Lease<T>();
            using var s0 = Lease<T>(0);
            using var s1 = Lease<T>(1);
            using var s2 = Lease<T>(2);
            int n = parameter.Numel;
            MapKernel.Step(
                step,
                p.Span.Slice(parameter.Layout.Offset, n),
                g.Span.Slice(gradient.Layout.Offset, n),
                states.Length > 0 ? s0.Span[..n] : default,
                states.Length > 1 ? s1.Span[..n] : default,
                states.Length > 2 ? s2.Span[..n] : default);
        }

        private Lease<T> Lease<T>(int i)
            where T : unmanaged => i < states.Length ? states[i].Lease<T>() : default;
    }
}
