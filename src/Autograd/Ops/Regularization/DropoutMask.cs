using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>The factors of dropout: 1 / (1 - p) with probability 1 - p, 0 otherwise, in the draws of PyTorch's CPU generator.</summary>
internal static class DropoutMask
{
    public static Tensor Draw(ReadOnlySpan<int> shape, DType dtype, double p, Generator? generator)
    {
        var mask = Tensor.Empty(shape, dtype);
        using var draw = (generator ?? Generator.Default).Draw();
        var work = new Work(mask, 1 - p, draw.Twister);
        DTypes.Float("Dropout", dtype, ref work);
        return mask;
    }

    private readonly ref struct Work(Tensor mask, double keep, MersenneTwister twister) : IFloatWork
    {
        public void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var lease = mask.Lease<T>();
            RandomKernel.Bernoulli(twister, lease.Span[..mask.Numel], keep, T.One / T.CreateTruncating(keep));
        }
    }
}
