using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>A sum of neighbours in double precision: sixteen at a time, in the same order on every processor.</summary>
internal static unsafe class PoolSum
{
    private const int Lanes = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of<T>(T* x, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        nint i = 0;
        if (count >= Lanes) (sum, i) = (Whole(x, count), count / Lanes * Lanes);
        for (; i < count; i++) sum += double.CreateTruncating(x[i]);
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double Whole<T>(T* x, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var low = Vector512<double>.Zero;
        var high = Vector512<double>.Zero;
        for (nint i = 0; i + Lanes <= count; i += Lanes)
        {
            if (typeof(T) == typeof(float))
            {
                var lanes = Vector512.Load((float*)x + i);
                low += Vector512.WidenLower(lanes);
                high += Vector512.WidenUpper(lanes);
            }
            else
            {
                low += Vector512.Load((double*)x + i);
                high += Vector512.Load((double*)x + i + (Lanes / 2));
            }
        }
        Vector512<double> eight = low + high;
        Vector256<double> four = eight.GetLower() + eight.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }
}
