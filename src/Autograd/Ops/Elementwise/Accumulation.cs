using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd;

/// <summary>target += x in place, outside of any graph: for sums that nobody else can see.</summary>
internal static class Accumulation
{
    public static void AddInto(Tensor target, Tensor x)
    {
        var work = new Work(target, x);
        DTypes.Float("Add", target.DType, ref work);
    }

    private readonly ref struct Work(Tensor target, Tensor x) : IFloatWork
    {
        public void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var ts = target.Lease<T>();
            using var xs = x.Lease<T>();
            MapKernel.Binary<T, AddFormula>(default, ts.Span, target.Layout, xs.Span, x.Layout, ts.Span);
        }
    }
}
