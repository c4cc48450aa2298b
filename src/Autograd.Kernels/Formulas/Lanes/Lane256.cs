using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Formulas;

/// <summary>The algebra over a register of 256 bits. Integer elements have its numeric part alone.</summary>
/// <remarks>Made by BitCast, not by a constructor: every temporary counts against the JIT's limit of locals.</remarks>
internal readonly struct Lane256<T>(Vector256<T> value) : ILane<Lane256<T>, T>
    where T : unmanaged
{
    private readonly Vector256<T> v = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    public static bool IsSingle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float);
    }

    public static Lane256<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Of(Vector256<T>.Zero);
    }

    public static Lane256<T> One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Of(Vector256<T>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Const(double value)
    {
        if (typeof(T) == typeof(float)) return Of(Vector256.Create((float)value).As<float, T>());
        if (typeof(T) == typeof(double)) return Of(Vector256.Create(value).As<double, T>());
        if (typeof(T) == typeof(int)) return Of(Vector256.Create((int)value).As<int, T>());
        if (typeof(T) == typeof(long)) return Of(Vector256.Create((long)value).As<long, T>());
        if (typeof(T) == typeof(byte)) return Of(Vector256.Create((byte)(int)value).As<byte, T>());
        return NoReal();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> ConstBits(int single, long real) => Of(
        typeof(T) == typeof(float) ? Vector256.Create(single).As<int, T>() : Vector256.Create(real).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Splat(T x) => Of(Vector256.Create(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Lane256<T> Load(T* from) => Of(Vector256.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Lane256<T> x, T* to) => x.v.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Mask<Lane256<T>> mask, byte* to)
    {
        ulong bits = mask.Bits.v.ExtractMostSignificantBits();
        for (int i = 0; i < Vector256<T>.Count; i += 8)
        {
            ulong bytes = BitPattern.ToBytes((byte)(bits >> i));
            if (Count >= 8) *(ulong*)(to + i) = bytes;
            else if (Count == 4) *(uint*)to = (uint)bytes;
            else *(ushort*)to = (ushort)bytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator +(Lane256<T> x, Lane256<T> y) => Of(x.v + y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator -(Lane256<T> x, Lane256<T> y) => Of(x.v - y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator *(Lane256<T> x, Lane256<T> y) => Of(x.v * y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator /(Lane256<T> x, Lane256<T> y) => Of(x.v / y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator -(Lane256<T> x) => Of(-x.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane256<T>> operator <(Lane256<T> x, Lane256<T> y) => Is(Vector256.LessThan(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane256<T>> operator >(Lane256<T> x, Lane256<T> y) => Is(Vector256.GreaterThan(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane256<T>> operator <=(Lane256<T> x, Lane256<T> y) => Is(Vector256.LessThanOrEqual(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane256<T>> operator >=(Lane256<T> x, Lane256<T> y) => Is(Vector256.GreaterThanOrEqual(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane256<T>> Equal(Lane256<T> x, Lane256<T> y) => Is(Vector256.Equals(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane256<T>> And(Mask<Lane256<T>> a, Mask<Lane256<T>> b) => Is(a.Bits.v & b.Bits.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane256<T>> Or(Mask<Lane256<T>> a, Mask<Lane256<T>> b) => Is(a.Bits.v | b.Bits.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane256<T>> Not(Mask<Lane256<T>> a) => Is(~a.Bits.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Select(Mask<Lane256<T>> mask, Lane256<T> x, Lane256<T> y) =>
        Of(Vector256.ConditionalSelect(mask.Bits.v, x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Min(Lane256<T> x, Lane256<T> y) => Of(Vector256.Min(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Max(Lane256<T> x, Lane256<T> y) => Of(Vector256.Max(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Abs(Lane256<T> x) => Of(Vector256.Abs(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Sqrt(Lane256<T> x) => Of(Vector256.Sqrt(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Floor(Lane256<T> x) => Of(
        IsSingle ? Vector256.Floor(x.v.AsSingle()).As<float, T>() : Vector256.Floor(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Ceiling(Lane256<T> x) => Of(
        IsSingle ? Vector256.Ceiling(x.v.AsSingle()).As<float, T>() : Vector256.Ceiling(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Truncate(Lane256<T> x) => Of(
        IsSingle ? Vector256.Truncate(x.v.AsSingle()).As<float, T>() : Vector256.Truncate(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Round(Lane256<T> x) => Of(
        IsSingle ? Vector256.Round(x.v.AsSingle()).As<float, T>() : Vector256.Round(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> CopySign(Lane256<T> x, Lane256<T> sign) => Of(
        Vector256.ConditionalSelect(ConstBits(int.MinValue, long.MinValue).v, sign.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane256<T>> IsNaN(Lane256<T> x) => Is(~Vector256.Equals(x.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Fma(Lane256<T> a, Lane256<T> b, Lane256<T> c) => Of(IsSingle
        ? Vector256.MultiplyAddEstimate(a.v.AsSingle(), b.v.AsSingle(), c.v.AsSingle()).As<float, T>()
        : Vector256.MultiplyAddEstimate(a.v.AsDouble(), b.v.AsDouble(), c.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> BitAnd(Lane256<T> a, Lane256<T> b) => Of(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> BitOr(Lane256<T> a, Lane256<T> b) => Of(a.v | b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> BitAdd(Lane256<T> a, Lane256<T> b) => Of(
        IsSingle ? (a.v.AsInt32() + b.v.AsInt32()).As<int, T>() : (a.v.AsInt64() + b.v.AsInt64()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> BitSub(Lane256<T> a, Lane256<T> b) => Of(
        IsSingle ? (a.v.AsInt32() - b.v.AsInt32()).As<int, T>() : (a.v.AsInt64() - b.v.AsInt64()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> ShiftLeft(Lane256<T> a, int count) => Of(
        IsSingle ? (a.v.AsInt32() << count).As<int, T>() : (a.v.AsInt64() << count).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> ShiftRight(Lane256<T> a, int count) => Of(
        IsSingle ? (a.v.AsInt32() >>> count).As<int, T>() : (a.v.AsInt64() >>> count).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Scale(Lane256<T> x, Lane256<T> n)
    {
        if (!Avx512F.VL.IsSupported) return LaneMath.Scale(x, n);
        return Of(IsSingle
            ? Avx512F.VL.Scale(x.v.AsSingle(), n.v.AsSingle()).As<float, T>()
            : Avx512F.VL.Scale(x.v.AsDouble(), n.v.AsDouble()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Mask<Lane256<T>> mask) => mask.Bits.v.ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe Lane256<T> EachElement(Lane256<T> x, delegate*<double, double> function)
    {
        Vector256<T> y = x.v;
        for (int i = 0; i < Vector256<T>.Count; i++)
        {
            y = IsSingle
                ? y.AsSingle().WithElement(i, (float)function(x.v.AsSingle()[i])).As<float, T>()
                : y.AsDouble().WithElement(i, function(x.v.AsDouble()[i])).As<double, T>();
        }
        return Of(y);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe Lane256<T> EachElement(Lane256<T> x, Lane256<T> y, delegate*<double, double, double> function)
    {
        Vector256<T> z = x.v;
        for (int i = 0; i < Vector256<T>.Count; i++)
        {
            z = IsSingle
                ? z.AsSingle().WithElement(i, (float)function(x.v.AsSingle()[i], y.v.AsSingle()[i])).As<float, T>()
                : z.AsDouble().WithElement(i, function(x.v.AsDouble()[i], y.v.AsDouble()[i])).As<double, T>();
        }
        return Of(z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Fmod(Lane256<T> x, Lane256<T> y) => LaneMath.Fmod(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Exp(Lane256<T> x) => LaneMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Expm1(Lane256<T> x) => LaneMath.Expm1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Log(Lane256<T> x) => LaneMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Log1p(Lane256<T> x) => LaneMath.Log1p(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Sin(Lane256<T> x) => LaneMath.Sin(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Cos(Lane256<T> x) => LaneMath.Cos(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Tan(Lane256<T> x) => LaneMath.Tan(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Tanh(Lane256<T> x) => LaneMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Atan(Lane256<T> x) => LaneMath.Atan(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Erf(Lane256<T> x) => LaneMath.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Erfc(Lane256<T> x) => LaneMath.Erfc(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Pow(Lane256<T> x, Lane256<T> y) => LaneMath.Pow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane256<T> Of(Vector256<T> v) => Unsafe.BitCast<Vector256<T>, Lane256<T>>(v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Mask<Lane256<T>> Is(Vector256<T> v) => Unsafe.BitCast<Vector256<T>, Mask<Lane256<T>>>(v);

    [DoesNotReturn]
    private static Lane256<T> NoReal() => throw new NotSupportedException($"No lanes of {typeof(T).Name}");
}
