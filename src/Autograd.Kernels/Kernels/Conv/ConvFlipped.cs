using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// The transpose in x where the window moves by one: x[n, c, i] = b[c] + sum over m, k of w[m, c, K - 1 - k] y[n, m, i + k D - ((K - 1) D - P)],
/// a convolution of y with the filters turned round. Its sums are long, where those of patches are added one by one.
/// </summary>
internal static unsafe class ConvFlipped
{
    /// <summary>Computes it; false, and nothing done, where the window moves further or patches are faster. The bias may be null.</summary>
    public static bool TryRun<T>(in ConvShape s, T* y, T* w, T* bias, T* x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        s.Window is { Depth.Stride: 1, Height.Stride: 1, Width.Stride: 1 } && ConvWays.TryRun(Of(s), y, ConvFilters<T>.Flipped(s, w), bias, x);

    private static ConvShape Of(in ConvShape s) => s with
    {
        Channels = s.Filters,
        Filters = s.Channels,
        Window = new WindowShape(Of(s.Window.Depth), Of(s.Window.Height), Of(s.Window.Width)),
    };

    private static WindowAxis Of(in WindowAxis axis) => axis with
    {
        Input = axis.Output,
        Output = axis.Input,
        Padding = ((axis.Kernel - 1) * axis.Dilation) - axis.Padding,
    };
}
