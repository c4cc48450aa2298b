using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Running extremes and where they are, over a contiguous tensor seen as [outer, n, inner].</summary>
internal static class ScanExtreme
{
    /// <summary>y_i = the largest (or smallest) of x_0 ... x_i, the last of equals; a NaN stays from where it comes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(ReadOnlySpan<T> x, int n, int inner, bool largest, Span<T> values, Span<long> indices)
        where T : unmanaged, INumber<T>
    {
        for (int start = 0; start < x.Length; start += n * inner)
        {
            for (int j = start; j < start + inner; j++)
            {
                T best = x[j];
                long found = 0;
                for (int i = 0, at = j; i < n; i++, at += inner)
                {
                    T next = x[at];
                    if (T.IsNaN(next) || (!T.IsNaN(best) && (largest ? next >= best : next <= best))) (best, found) = (next, i);
                    values[at] = best;
                    indices[at] = found;
                }
            }
        }
    }
}
