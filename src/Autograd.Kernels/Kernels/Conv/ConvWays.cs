using System.Numerics;

namespace Autograd.Kernels;

/// <summary>Chooses among the ways to convolve that write no patches of a single image. The choice does not depend on the batch: an image has the same bits in any.</summary>
internal static unsafe class ConvWays
{
    /// <summary>y = x * w + b, by the first way that pays; false, and nothing done, where patches are faster. The bias may be null.</summary>
    public static bool TryRun<T>(in ConvShape s, T* x, in ConvFilters<T> filters, T* bias, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (ConvPointwise.Pays<T>(s)) ConvPointwise.Run(s, x, filters, bias, y);
        else if (ConvWinograd.Pays<T>(s)) ConvWinograd.Run(s, x, filters, bias, y);
        else if (ConvRows.Pays<T>(s)) ConvRows.Run(s, x, filters, bias, y);
        else if (ConvWide.Pays<T>(s)) ConvWide.Run(s, x, filters, bias, y);
        else if (ConvDirect.Pays<T>(s)) ConvDirect.Run(s, x, filters, bias, y);
        else return false;
        return true;
    }
}
