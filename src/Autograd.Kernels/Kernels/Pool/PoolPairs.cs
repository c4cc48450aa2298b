namespace Autograd.Kernels;

/// <summary>Pools whose windows are 2 x 2 and touch one another: every element of the input that is seen is seen once.</summary>
internal static class PoolPairs
{
    /// <summary>Outputs of a row that are worth registers.</summary>
    public const int LeastWidth = 4;

    /// <summary>Whether the windows are such, and pairs of these elements are split in a few instructions.</summary>
    public static bool Fits<T>(in PoolShape<StridedAxis> shape)
        where T : unmanaged =>
        Pairs.IsFast<T>() && shape.Width.Output >= LeastWidth && shape.InputCount <= int.MaxValue && shape.Depth is { Input: 1, Output: 1, Kernel: 1 } && IsPairs(shape.Height) && IsPairs(shape.Width);

    private static bool IsPairs(in StridedAxis axis) => axis is { Kernel: 2, Stride: 2, Padding: 0, Step: 1 } && 2L * axis.Output <= axis.Input;
}
