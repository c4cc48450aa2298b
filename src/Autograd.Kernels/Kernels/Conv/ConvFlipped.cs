using System.Numerics;
using System.Runtime.CompilerServices;

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
        Workers.For(s.Groups * s.Channels, new Turning<T> { S = s, W = w, To = flipped.Start });
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

    /// <summary>The filters of one channel: w[m, c, K - 1 - k] as <c>[groups * channels, filters, K]</c>.</summary>
    private struct Turning<T> : IJob
        where T : unmanaged
    {
        public ConvShape S;
        public T* W;
        public T* To;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            var (group, c) = Math.DivRem(part, S.Channels);
            nint taps = S.Window.KernelCount;
            T* last = W + ((((nint)group * S.Filters * S.Channels) + c + 1) * taps) - 1;
            T* to = To + ((nint)part * S.Filters * taps);
            for (int m = 0; m < S.Filters; m++, last += S.Rows, to += taps)
                for (nint k = 0; k < taps; k++) to[k] = last[-k];
        }
    }
}
