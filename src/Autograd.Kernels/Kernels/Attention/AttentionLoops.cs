using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>What happens to a block of scores between its products: [rows, pitch], where the pitch is a whole number of 64 bytes.</summary>
internal static unsafe class AttentionLoops<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const MethodImplOptions Loop = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Elements of 64 bytes: a pitch is a multiple of them.</summary>
    public static int Lanes => Vector512<T>.Count;

    /// <summary>max[r] = the larger of max[r] and x[r, i] for all i. Of a row with a NaN it may be any of them: its sum is NaN in any case.</summary>
    public static void Largest(T* x, int rows, nint pitch, T* max)
    {
        if (Vector512.IsHardwareAccelerated) Largest<Lane512<T>>(x, rows, pitch, max);
        else if (Vector256.IsHardwareAccelerated) Largest<Lane256<T>>(x, rows, pitch, max);
        else Largest<Lane128<T>>(x, rows, pitch, max);
    }

    /// <summary>x[r, i] = exp(x[r, i] - shift[r]); sum[r] = the sum of these.</summary>
    public static void Exponentials(T* x, int rows, nint pitch, T* shift, T* sum)
    {
        if (Vector512.IsHardwareAccelerated) Exponentials<Lane512<T>>(x, rows, pitch, shift, sum);
        else if (Vector256.IsHardwareAccelerated) Exponentials<Lane256<T>>(x, rows, pitch, shift, sum);
        else Exponentials<Lane128<T>>(x, rows, pitch, shift, sum);
    }

    /// <summary>p[r, i] = exp(p[r, i] - shift[r]); t[r, i] = p[r, i] (t[r, i] - delta[r]).</summary>
    public static void Slopes(T* p, T* t, int rows, nint pitch, T* shift, T* delta)
    {
        if (Vector512.IsHardwareAccelerated) Slopes<Lane512<T>>(p, t, rows, pitch, shift, delta);
        else if (Vector256.IsHardwareAccelerated) Slopes<Lane256<T>>(p, t, rows, pitch, shift, delta);
        else Slopes<Lane128<T>>(p, t, rows, pitch, shift, delta);
    }

    /// <summary>y[i] = factor x[i]; y may be x.</summary>
    public static void Scale(T* x, T factor, T* y, nint count)
    {
        if (Vector512.IsHardwareAccelerated) Scale<Lane512<T>>(x, factor, y, count);
        else if (Vector256.IsHardwareAccelerated) Scale<Lane256<T>>(x, factor, y, count);
        else Scale<Lane128<T>>(x, factor, y, count);
    }

    [MethodImpl(Loop)]
    private static void Largest<V>(T* x, int rows, nint pitch, T* max)
        where V : struct, ILane<V, T>
    {
        var lanes = default(Vector512<T>);
        for (int r = 0; r < rows; r++, x += pitch)
        {
            V m = V.Splat(max[r]);
            lanes = Vector512.Create(max[r]);
            // A NaN may be lost here, and a zero have the other's sign: the shift by the largest needs neither, and the weights of a row with a NaN are NaN.
            for (nint i = 0; i < pitch; i += V.Count) m = V.AtLeast(V.Load(x + i), m);
            V.Store(m, (T*)&lanes);
            T largest = max[r];
            Vector128<T> four = Vector128.Max(
                Vector128.Max(Quarter(&lanes, 0), Quarter(&lanes, 1)), Vector128.Max(Quarter(&lanes, 2), Quarter(&lanes, 3)));
            for (int i = 0; i < Vector128<T>.Count; i++) largest = four[i] > largest ? four[i] : largest;
            max[r] = largest;
        }
    }

    [MethodImpl(Loop)]
    private static void Exponentials<V>(T* x, int rows, nint pitch, T* shift, T* sum)
        where V : struct, ILane<V, T>
    {
        var lanes = default(Vector512<T>);
        for (int r = 0; r < rows; r++, x += pitch)
        {
            V s = V.Splat(shift[r]), total = V.Zero;
            for (nint i = 0; i < pitch; i += V.Count)
            {
                V e = Exp(V.Load(x + i) - s);
                V.Store(e, x + i);
                total += e;
            }
            V.Store(total, (T*)&lanes);
            Vector128<T> four = Quarter(&lanes, 0) + Quarter(&lanes, 1) + (Quarter(&lanes, 2) + Quarter(&lanes, 3));
            T all = T.Zero;
            for (int i = 0; i < Vector128<T>.Count; i++) all += four[i];
            sum[r] = all;
        }
    }

    [MethodImpl(Loop)]
    private static void Slopes<V>(T* p, T* t, int rows, nint pitch, T* shift, T* delta)
        where V : struct, ILane<V, T>
    {
        for (int r = 0; r < rows; r++, p += pitch, t += pitch)
        {
            V s = V.Splat(shift[r]), d = V.Splat(delta[r]);
            for (nint i = 0; i < pitch; i += V.Count)
            {
                V e = Exp(V.Load(p + i) - s);
                V.Store(e, p + i);
                V.Store(e * (V.Load(t + i) - d), t + i);
            }
        }
    }

    [MethodImpl(Loop)]
    private static void Scale<V>(T* x, T factor, T* y, nint count)
        where V : struct, ILane<V, T>
    {
        V f = V.Splat(factor);
        nint i = 0;
        for (; i + V.Count <= count; i += V.Count) V.Store(f * V.Load(x + i), y + i);
        for (; i < count; i++) y[i] = factor * x[i];
    }

    /// <summary>
    /// exp(x), or 0 where it is less than the smallest normal number: a product that underflows costs a hundred cycles, and masked scores are all -inf.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exp<V>(V x)
        where V : struct, ILane<V, T>
    {
        V least = V.IsSingle ? V.Const(-87) : V.Const(-708);
        return V.Select(x < least, V.Zero, V.Exp(V.AtLeast(x, least)));
    }

    /// <summary>16 of 64 bytes of memory that were written at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Quarter(Vector512<T>* lanes, int quarter) => Vector128.Load((T*)lanes + (quarter * Vector128<T>.Count));
}
