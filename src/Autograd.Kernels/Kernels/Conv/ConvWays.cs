using System.Numerics;

namespace Autograd.Kernels;

/// <summary>Chooses among the ways to convolve that write no patches of a single image. The choice does not depend on the batch: an image has the same bits in any.</summary>
internal static unsafe class ConvWays
{
    /// <summary>Whether one of them is faster than patches.</summary>
    public static bool Pays<T>(in ConvShape s)
        where T : unmanaged => ConvPointwise.Pays<T>(s) || ConvWinograd.Pays<T>(s) || ConvRows.Pays<T>(s) || ConvWide.Pays<T>(s) || ConvDirect.Pays<T>(s);

    /// <summary>y = x * w + b, by the first that pays; the bias may be null.</summary>
    public static void Run<T>(in ConvShape s, T* x, in ConvFilters<T> filters, T* bias, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (ConvPointwise.Pays<T>(s)) ConvPointwise.Run(s, x, filters, bias, y);
        else if (ConvWinograd.Pays<T>(s)) ConvWinograd.Run(s, x, filters, bias, y);
        else if (ConvRows.Pays<T>(s)) ConvRows.Run(s, x, filters, bias, y);
        else if (ConvWide.Pays<T>(s)) ConvWide.Run(s, x, filters, bias, y);
        else ConvDirect.Run(s, x, filters, bias, y);
    }
}
