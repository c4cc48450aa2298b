using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Kernels;

/// <summary>Registers of elements that stand two by two: even and odd ones apart, and together again.</summary>
internal static unsafe class Pairs
{
    // Constants in the code: a field would be asked in every loop whether its type has begun.
    private static Vector512<int> EvenInts
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    }

    private static Vector512<long> EvenLongs
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0L, 2, 4, 6, 8, 10, 12, 14);
    }

    // Of two registers in turn.
    private static Vector512<int> LowerInts
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    }

    private static Vector512<long> LowerLongs
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0L, 8, 1, 9, 2, 10, 3, 11);
    }

    /// <summary>Whether it takes a few instructions.</summary>
    public static bool IsFast<T>()
        where T : unmanaged => sizeof(T) == sizeof(int) || (sizeof(T) == sizeof(long) && Avx512F.IsSupported);

    /// <summary>even[i] = from[2 i], odd[i] = from[2 i + 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split<T>(T* from, out Vector512<T> even, out Vector512<T> odd)
        where T : unmanaged => Split(Vector512.Load(from), Vector512.Load(from + Vector512<T>.Count), out even, out odd);

    /// <summary>The same of what stands in two registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split<T>(Vector512<T> low, Vector512<T> high, out Vector512<T> even, out Vector512<T> odd)
        where T : unmanaged
    {
        if (Avx512F.IsSupported && sizeof(T) == sizeof(int))
        {
            even = Avx512F.PermuteVar16x32x2(low.AsInt32(), EvenInts, high.AsInt32()).As<int, T>();
            odd = Avx512F.PermuteVar16x32x2(low.AsInt32(), EvenInts + Vector512<int>.One, high.AsInt32()).As<int, T>();
        }
        else if (Avx512F.IsSupported && sizeof(T) == sizeof(long))
        {
            even = Avx512F.PermuteVar8x64x2(low.AsInt64(), EvenLongs, high.AsInt64()).As<long, T>();
            odd = Avx512F.PermuteVar8x64x2(low.AsInt64(), EvenLongs + Vector512<long>.One, high.AsInt64()).As<long, T>();
        }
        else if (sizeof(T) == sizeof(int))
        {
            even = Vector512.Narrow(low.AsUInt64(), high.AsUInt64()).As<uint, T>();
            odd = Vector512.Narrow(low.AsUInt64() >> 32, high.AsUInt64() >> 32).As<uint, T>();
        }
        else
        {
            SplitSlowly(low, high, out even, out odd);
        }
    }

    /// <summary>to[2 i] = even[i], to[2 i + 1] = odd[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Join<T>(Vector512<T> even, Vector512<T> odd, T* to)
        where T : unmanaged
    {
        Join(even, odd, out Vector512<T> low, out Vector512<T> high);
        low.Store(to);
        high.Store(to + Vector512<T>.Count);
    }

    /// <summary>The same in two registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Join<T>(Vector512<T> even, Vector512<T> odd, out Vector512<T> low, out Vector512<T> high)
        where T : unmanaged
    {
        if (Avx512F.IsSupported && sizeof(T) == sizeof(int))
        {
            low = Avx512F.PermuteVar16x32x2(even.AsInt32(), LowerInts, odd.AsInt32()).As<int, T>();
            high = Avx512F.PermuteVar16x32x2(even.AsInt32(), LowerInts + Vector512.Create(8), odd.AsInt32()).As<int, T>();
        }
        else if (Avx512F.IsSupported && sizeof(T) == sizeof(long))
        {
            low = Avx512F.PermuteVar8x64x2(even.AsInt64(), LowerLongs, odd.AsInt64()).As<long, T>();
            high = Avx512F.PermuteVar8x64x2(even.AsInt64(), LowerLongs + Vector512.Create(4L), odd.AsInt64()).As<long, T>();
        }
        else if (sizeof(T) == sizeof(int))
        {
            // Two elements of 32 bits are one of 64.
            low = (Vector512.WidenLower(even.AsUInt32()) | (Vector512.WidenLower(odd.AsUInt32()) << 32)).As<ulong, T>();
            high = (Vector512.WidenUpper(even.AsUInt32()) | (Vector512.WidenUpper(odd.AsUInt32()) << 32)).As<ulong, T>();
        }
        else
        {
            JoinSlowly(even, odd, out low, out high);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SplitSlowly<T>(Vector512<T> low, Vector512<T> high, out Vector512<T> even, out Vector512<T> odd)
        where T : unmanaged
    {
        T* from = stackalloc T[2 * Vector512<T>.Count];
        low.Store(from);
        high.Store(from + Vector512<T>.Count);
        even = odd = default;
        for (int i = 0; i < Vector512<T>.Count; i++) (even, odd) = (even.WithElement(i, from[2 * i]), odd.WithElement(i, from[(2 * i) + 1]));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void JoinSlowly<T>(Vector512<T> even, Vector512<T> odd, out Vector512<T> low, out Vector512<T> high)
        where T : unmanaged
    {
        T* to = stackalloc T[2 * Vector512<T>.Count];
        for (int i = 0; i < Vector512<T>.Count; i++) (to[2 * i], to[(2 * i) + 1]) = (even[i], odd[i]);
        low = Vector512.Load(to);
        high = Vector512.Load(to + Vector512<T>.Count);
    }
}
