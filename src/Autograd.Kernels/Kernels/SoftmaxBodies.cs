using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>exp(x - max)</summary>
internal readonly struct ExpShifted<T> : IRowBody<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Run(Vector512<T> a, Vector512<T> b, Vector512<T> c0, Vector512<T> c1, Vector512<T> c2) => SoftmaxRows.Exp(a - c0);
}

/// <summary>a c0: the sum of a softmax is at least 1, so its reciprocal is safe and a division an element is saved.</summary>
internal readonly struct RowMultiple<T> : IRowBody<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Run(Vector512<T> a, Vector512<T> b, Vector512<T> c0, Vector512<T> c1, Vector512<T> c2) => a * c0;
}

/// <summary>a b</summary>
internal readonly struct RowProduct<T> : IRowBody<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Run(Vector512<T> a, Vector512<T> b, Vector512<T> c0, Vector512<T> c1, Vector512<T> c2) => a * b;
}

/// <summary>y (g - sum(g y))</summary>
internal readonly struct SoftmaxSlope<T> : IRowBody<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Run(Vector512<T> a, Vector512<T> b, Vector512<T> c0, Vector512<T> c1, Vector512<T> c2) => b * (a - c0);
}

/// <summary>x - max - log(sum): the large terms cancel first.</summary>
internal readonly struct LogSoftmaxValue<T> : IRowBody<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Run(Vector512<T> a, Vector512<T> b, Vector512<T> c0, Vector512<T> c1, Vector512<T> c2) => a - c0 - c1;
}

/// <summary>g - exp(y) sum(g)</summary>
internal readonly struct LogSoftmaxSlope<T> : IRowBody<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Run(Vector512<T> a, Vector512<T> b, Vector512<T> c0, Vector512<T> c1, Vector512<T> c2) => a - (SoftmaxRows.Exp(b) * c0);
}

/// <summary>w (x - max - log(sum))</summary>
internal readonly struct WeightedLogSoftmax<T> : IRowBody<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Run(Vector512<T> a, Vector512<T> b, Vector512<T> c0, Vector512<T> c1, Vector512<T> c2) => b * (a - c0 - c1);
}

/// <summary>c2 exp(x - max - log(sum)): a multiple of the softmax.</summary>
internal readonly struct ScaledSoftmax<T> : IRowBody<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Run(Vector512<T> a, Vector512<T> b, Vector512<T> c0, Vector512<T> c1, Vector512<T> c2) =>
        SoftmaxRows.Exp(a - c0 - c1) * c2;
}

/// <summary>a - c0 b</summary>
internal readonly struct LessMultiple<T> : IRowBody<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Run(Vector512<T> a, Vector512<T> b, Vector512<T> c0, Vector512<T> c1, Vector512<T> c2) => a - (c0 * b);
}
