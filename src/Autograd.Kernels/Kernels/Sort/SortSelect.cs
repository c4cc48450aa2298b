using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Keys whose unsigned order is the order of the elements, and selection of the smallest.</summary>
internal static class SortSelect
{
    /// <summary>
    /// Floats: the sign bit is flipped for positive numbers, all bits for negative ones; both zeros are equal and every NaN is the
    /// greatest key. Integers: the sign bit is flipped.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Key<T>(T x)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            float value = Unsafe.BitCast<T, float>(x);
            if (float.IsNaN(value)) return uint.MaxValue;
            int bits = BitConverter.SingleToInt32Bits(value + 0f);
            return (uint)(bits ^ ((bits >> 31) | int.MinValue));
        }
        if (typeof(T) == typeof(double))
        {
            double value = Unsafe.BitCast<T, double>(x);
            if (double.IsNaN(value)) return ulong.MaxValue;
            long bits = BitConverter.DoubleToInt64Bits(value + 0.0);
            return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
        }
        if (typeof(T) == typeof(int)) return (uint)(Unsafe.BitCast<T, int>(x) ^ int.MinValue);
        if (typeof(T) == typeof(long)) return (ulong)(Unsafe.BitCast<T, long>(x) ^ long.MinValue);
        return Unsafe.BitCast<T, byte>(x);
    }

    /// <summary>Moves the <paramref name="count"/> smallest of distinct keys to the front, in no order (Hoare's quickselect).</summary>
    public static void Smallest<TKey>(Span<TKey> keys, int count)
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        while (keys.Length > 1 && count > 0 && count < keys.Length)
        {
            TKey pivot = Median(keys[0], keys[keys.Length / 2], keys[^1]);
            int i = 0;
            int j = keys.Length - 1;
            while (i <= j)
            {
                while (keys[i] < pivot) i++;
                while (keys[j] > pivot) j--;
                if (i > j) break;
                (keys[i], keys[j]) = (keys[j], keys[i]);
                i++;
                j--;
            }
            // [0, j] <= pivot <= [i, end); what lies between is the pivot itself.
            if (count <= j + 1)
            {
                keys = keys[..(j + 1)];
            }
            else if (count >= i)
            {
                keys = keys[i..];
                count -= i;
            }
            else
            {
                return;
            }
        }
    }

    private static TKey Median<TKey>(TKey a, TKey b, TKey c)
        where TKey : unmanaged, IBinaryInteger<TKey> => TKey.Max(TKey.Min(a, b), TKey.Min(TKey.Max(a, b), c));
}
