using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// The transpose in x where the window moves by one: x[n, c, i] = b[c] + sum over m, k of w[m, c, K - 1 - k] y[n, m, i + k D - ((K - 1) D - P)],
/// a convolution of y with the filters turned round. Its sums are long, where those of patches are added one by one.
/// </summary>
internal static unsafe class ConvFlipped
{
    public static bool Pays<T>(in ConvShape s)
        where T : unmanaged => s.Window is { Depth.Stride: 1, Height.Stride: 1, Width.Stride: 1 } && ConvDirect.Pays<T>(Of(s));

    public static void Run<T>(in ConvShape s, T* y, T* w, T* bias, T* x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var flipped = new Scratch<T>(s.WeightCount);
        nint taps = s.Window.KernelCount;
        T* to = flipped.Start;
        for (int group = 0; group < s.Groups; group++, w += s.Filters * s.Rows)
        {
            for (int c = 0; c < s.Channels; c++)
            {
                for (int m = 0; m < s.Filters; m++)
                {
                    T* last = w + (((nint)m * s.Channels) + c + 1) * taps - 1;
                    for (nint k = 0; k < taps; k++) *to++ = last[-k];
                }
            }
        }
        ConvDirect.Run(Of(s), y, flipped.Start, bias, x);
    }

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
