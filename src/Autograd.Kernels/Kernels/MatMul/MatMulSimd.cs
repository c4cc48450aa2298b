using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>The operations of the tiles on a bare register <c>Vector512&lt;T&gt;</c>, <c>Vector256&lt;T&gt;</c> or <c>Vector128&lt;T&gt;</c>.</summary>
/// <remarks>
/// The lanes of the formulas do the same, but each of their operations is three inlinings: the tile then costs the JIT
/// three times as long as one over bare registers, at the start of every program. The branches are constants.
/// </remarks>
internal static class MatMulSimd<T, V>
    where T : unmanaged
    where V : unmanaged
{
    /// <summary><c>a * b + c</c>, fused where the processor does it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Fma(V a, V b, V c)
    {
        if (typeof(V) == typeof(Vector512<float>))
        {
            return Unsafe.BitCast<Vector512<float>, V>(Vector512.MultiplyAddEstimate(
                Unsafe.BitCast<V, Vector512<float>>(a), Unsafe.BitCast<V, Vector512<float>>(b), Unsafe.BitCast<V, Vector512<float>>(c)));
        }
        if (typeof(V) == typeof(Vector512<double>))
        {
            return Unsafe.BitCast<Vector512<double>, V>(Vector512.MultiplyAddEstimate(
                Unsafe.BitCast<V, Vector512<double>>(a), Unsafe.BitCast<V, Vector512<double>>(b), Unsafe.BitCast<V, Vector512<double>>(c)));
        }
        if (typeof(V) == typeof(Vector256<float>))
        {
            return Unsafe.BitCast<Vector256<float>, V>(Vector256.MultiplyAddEstimate(
                Unsafe.BitCast<V, Vector256<float>>(a), Unsafe.BitCast<V, Vector256<float>>(b), Unsafe.BitCast<V, Vector256<float>>(c)));
        }
        if (typeof(V) == typeof(Vector256<double>))
        {
            return Unsafe.BitCast<Vector256<double>, V>(Vector256.MultiplyAddEstimate(
                Unsafe.BitCast<V, Vector256<double>>(a), Unsafe.BitCast<V, Vector256<double>>(b), Unsafe.BitCast<V, Vector256<double>>(c)));
        }
        if (typeof(V) == typeof(Vector128<float>))
        {
            return Unsafe.BitCast<Vector128<float>, V>(Vector128.MultiplyAddEstimate(
                Unsafe.BitCast<V, Vector128<float>>(a), Unsafe.BitCast<V, Vector128<float>>(b), Unsafe.BitCast<V, Vector128<float>>(c)));
        }
        return Unsafe.BitCast<Vector128<double>, V>(Vector128.MultiplyAddEstimate(
            Unsafe.BitCast<V, Vector128<double>>(a), Unsafe.BitCast<V, Vector128<double>>(b), Unsafe.BitCast<V, Vector128<double>>(c)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add(V a, V b)
    {
        if (typeof(V) == typeof(Vector512<T>))
            return Unsafe.BitCast<Vector512<T>, V>(Unsafe.BitCast<V, Vector512<T>>(a) + Unsafe.BitCast<V, Vector512<T>>(b));
        if (typeof(V) == typeof(Vector256<T>))
            return Unsafe.BitCast<Vector256<T>, V>(Unsafe.BitCast<V, Vector256<T>>(a) + Unsafe.BitCast<V, Vector256<T>>(b));
        return Unsafe.BitCast<Vector128<T>, V>(Unsafe.BitCast<V, Vector128<T>>(a) + Unsafe.BitCast<V, Vector128<T>>(b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Subtract(V a, V b)
    {
        if (typeof(V) == typeof(Vector512<T>))
            return Unsafe.BitCast<Vector512<T>, V>(Unsafe.BitCast<V, Vector512<T>>(a) - Unsafe.BitCast<V, Vector512<T>>(b));
        if (typeof(V) == typeof(Vector256<T>))
            return Unsafe.BitCast<Vector256<T>, V>(Unsafe.BitCast<V, Vector256<T>>(a) - Unsafe.BitCast<V, Vector256<T>>(b));
        return Unsafe.BitCast<Vector128<T>, V>(Unsafe.BitCast<V, Vector128<T>>(a) - Unsafe.BitCast<V, Vector128<T>>(b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Splat(T x)
    {
        if (typeof(V) == typeof(Vector512<T>)) return Unsafe.BitCast<Vector512<T>, V>(Vector512.Create(x));
        if (typeof(V) == typeof(Vector256<T>)) return Unsafe.BitCast<Vector256<T>, V>(Vector256.Create(x));
        return Unsafe.BitCast<Vector128<T>, V>(Vector128.Create(x));
    }

    /// <summary>The sum of all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(V x)
    {
        if (typeof(V) == typeof(Vector512<T>)) return Vector512.Sum(Unsafe.BitCast<V, Vector512<T>>(x));
        if (typeof(V) == typeof(Vector256<T>)) return Vector256.Sum(Unsafe.BitCast<V, Vector256<T>>(x));
        return Vector128.Sum(Unsafe.BitCast<V, Vector128<T>>(x));
    }
}
