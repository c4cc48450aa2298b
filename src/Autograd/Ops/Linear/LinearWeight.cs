using Autograd.Kernels;

namespace Autograd;

/// <summary>A weight of <see cref="LinearOp"/>, and what many products with it share: the same numbers in the order in which the kernel reads them.</summary>
/// <param name="Value">W: <c>[M, K]</c>.</param>
/// <param name="Strips">W^T for y = x W^T, as strips of columns: <c>[M / columns, K, columns]</c>; or null.</param>
/// <param name="StripsOfGradient">W for gx = g W: <c>[K / columns, M, columns]</c>; or null.</param>
internal readonly record struct LinearWeight(Tensor Value, Tensor? Strips = null, Tensor? StripsOfGradient = null)
{
    /// <summary>The copies cost as much as the kernel's own packing for one product; that for gradients is made where they are recorded.</summary>
    public static LinearWeight ForManyProducts(Tensor weight)
    {
        bool isRecorded = GradMode.IsEnabled;
        using (NoGrad.Scope)
        {
            var values = weight.Detach();
            if (StripsOf(values) is not { } strips) return new(weight);
            return new(weight, strips, isRecorded ? StripsOf(values.T) : null);
        }
    }

    // Sizes that are no whole strips stay with the kernel's own packing.
    private static Tensor? StripsOf(Tensor weight)
    {
        int columns = weight.DType == DType.Float32 ? MatMul.StripColumns<float>() : MatMul.StripColumns<double>();
        return weight.Shape[0] % columns != 0 ? null : weight.Unflatten(0, -1, columns).Transpose(1, 2).Contiguous();
    }
}
