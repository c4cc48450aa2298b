using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// Convolutions of 3 x 3 by Winograd's minimal filtering, F(2 x 2, 3 x 3) (Lavin and Gray 2015, "Fast Algorithms for Convolutional
/// Neural Networks", equations 7 to 12): four outputs by 16 products a channel where the definition takes 36. The 16 products of all
/// channels, filters and squares are 16 matrix products: for every place xi of the 4 x 4 square <c>[M, C]</c> by <c>[C, squares]</c>.
/// </summary>
/// <remarks>
/// The transforms only add, and halve filters; an output depends on the nine inputs that it reads by definition, and on no others, so that its
/// error stays relative to the products of its own window. An infinite input gives NaN where the definition may give infinity.
/// </remarks>
internal static unsafe class ConvWinograd
{
    // All filters share the transforms of the inputs, some 60 additions and 32 moves a channel of a square, and all channels those of the
    // outputs: 16 by 16 of them are as fast either way.
    private const int LeastChannels = 16;
    private const int LeastFilters = 16;
    private const int LeastProducts = 512;

    // So many squares of an image pay for the filters.
    private const int LeastSquares = 4;

    // Of what the squares compute that many of a hundred are outputs.
    private const int LeastShare = 75;

    /// <summary>Whether this is the faster way. It does not depend on the batch: an image has the same bits in any.</summary>
    public static bool Pays<T>(in ConvShape s)
        where T : unmanaged
    {
        if (s.Channels < LeastChannels || s.Filters < LeastFilters || s.Channels * (long)s.Filters < LeastProducts) return false;
        return Covers<T>(s) && SquaresOf(s.Window.Height) * (long)SquaresOf(s.Window.Width) >= LeastSquares;
    }

    /// <summary>Whether squares cover the outputs, and few beside them.</summary>
    public static bool Covers<T>(in ConvShape s)
        where T : unmanaged
    {
        WindowShape window = s.Window;
        if (window.Depth is not { Input: 1, Output: 1, Kernel: 1, Padding: 0 } || !IsPlain(window.Height) || !IsPlain(window.Width)) return false;
        long squares = SquaresOf(window.Height) * (long)SquaresOf(window.Width);
        return Pairs.IsFast<T>() && squares * s.Batch <= int.MaxValue && (long)window.OutputCount * 100 >= squares * Winograd.Outputs * LeastShare;
    }

    /// <summary>How many squares cover the outputs of a dimension.</summary>
    public static int SquaresOf(in WindowAxis axis) => (axis.Output + 1) / 2;

    public static void Run<T>(in ConvShape s, T* x, in ConvFilters<T> filters, T* bias, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) Run<T, Vector512<T>>(s, x, filters, bias, y);
        else if (Vector256.IsHardwareAccelerated) Run<T, Vector256<T>>(s, x, filters, bias, y);
        else Run<T, Vector128<T>>(s, x, filters, bias, y);
    }

    private static void Run<T, V>(in ConvShape s, T* x, in ConvFilters<T> filters, T* bias, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : unmanaged
    {
        var strips = new WinogradStrips<T, V>(s, x, bias, y);
        for (int group = 0; group < s.Groups; group++, strips.Group++)
        {
            // What is larger, the filters or the inputs, is transformed where it is used.
            if (s.Filters > strips.Squares) new ConvWinogradByFilters<T, V> { Strips = strips, Filters = filters }.RunAll();
            else new ConvWinogradByStrips<T, V> { Strips = strips, Filters = filters }.RunAll();
        }
    }

    private static bool IsPlain(in WindowAxis axis) => axis is { Kernel: 3, Stride: 1, Dilation: 1 };
}
