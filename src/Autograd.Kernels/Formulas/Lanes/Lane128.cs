using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Formulas;

/// <summary>The algebra over a register of 128 bits. Integer elements have its numeric part alone.</summary>
/// <remarks>Made by BitCast, not by a constructor: every temporary counts against the JIT's limit of locals.</remarks>
internal readonly struct Lane128<T>(Vector128<T> value) : ILane<Lane128<T>, T>
    where T : unmanaged
{
    private readonly Vector128<T> v = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    public static bool IsSingle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float);
    }

    public static Lane128<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Of(Vector128<T>.Zero);
    }

    public static Lane128<T> One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Of(Vector128<T>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Const(double value)
    {
        if (typeof(T) == typeof(float)) return Of(Vector128.Create((float)value).As<float, T>());
        if (typeof(T) == typeof(double)) return Of(Vector128.Create(value).As<double, T>());
        if (typeof(T) == typeof(int)) return Of(Vector128.Create((int)value).As<int, T>());
        if (typeof(T) == typeof(long)) return Of(Vector128.Create((long)value).As<long, T>());
        if (typeof(T) == typeof(byte)) return Of(Vector128.Create((byte)(int)value).As<byte, T>());
        return NoReal();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> ConstBits(int single, long real) => Of(
        typeof(T) == typeof(float) ? Vector128.Create(single).As<int, T>() : Vector128.Create(real).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Splat(T x) => Of(Vector128.Create(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Lane128<T> Load(T* from) => Of(Vector128.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Lane128<T> x, T* to) => x.v.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Mask<Lane128<T>> mask, byte* to)
    {
        ulong bits = mask.Bits.v.ExtractMostSignificantBits();
        for (int i = 0; i < Vector128<T>.Count; i += 8)
        {
            ulong bytes = BitPattern.ToBytes((byte)(bits >> i));
            if (Count >= 8) *(ulong*)(to + i) = bytes;
            else if (Count == 4) *(uint*)to = (uint)bytes;
            else *(ushort*)to = (ushort)bytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator +(Lane128<T> x, Lane128<T> y) => Of(x.v + y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator -(Lane128<T> x, Lane128<T> y) => Of(x.v - y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator *(Lane128<T> x, Lane128<T> y) => Of(x.v * y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator /(Lane128<T> x, Lane128<T> y) => Of(x.v / y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator -(Lane128<T> x) => Of(-x.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane128<T>> operator <(Lane128<T> x, Lane128<T> y) => Is(Vector128.LessThan(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane128<T>> operator >(Lane128<T> x, Lane128<T> y) => Is(Vector128.GreaterThan(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane128<T>> operator <=(Lane128<T> x, Lane128<T> y) => Is(Vector128.LessThanOrEqual(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane128<T>> operator >=(Lane128<T> x, Lane128<T> y) => Is(Vector128.GreaterThanOrEqual(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane128<T>> Equal(Lane128<T> x, Lane128<T> y) => Is(Vector128.Equals(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane128<T>> And(Mask<Lane128<T>> a, Mask<Lane128<T>> b) => Is(a.Bits.v & b.Bits.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane128<T>> Or(Mask<Lane128<T>> a, Mask<Lane128<T>> b) => Is(a.Bits.v | b.Bits.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane128<T>> Not(Mask<Lane128<T>> a) => Is(~a.Bits.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Select(Mask<Lane128<T>> mask, Lane128<T> x, Lane128<T> y) =>
        Of(Vector128.ConditionalSelect(mask.Bits.v, x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Min(Lane128<T> x, Lane128<T> y) => Of(Vector128.Min(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Max(Lane128<T> x, Lane128<T> y) => Of(Vector128.Max(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Abs(Lane128<T> x) => Of(Vector128.Abs(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Sqrt(Lane128<T> x) => Of(Vector128.Sqrt(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Floor(Lane128<T> x) => Of(
        IsSingle ? Vector128.Floor(x.v.AsSingle()).As<float, T>() : Vector128.Floor(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Ceiling(Lane128<T> x) => Of(
        IsSingle ? Vector128.Ceiling(x.v.AsSingle()).As<float, T>() : Vector128.Ceiling(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Truncate(Lane128<T> x) => Of(
        IsSingle ? Vector128.Truncate(x.v.AsSingle()).As<float, T>() : Vector128.Truncate(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Round(Lane128<T> x) => Of(
        IsSingle ? Vector128.Round(x.v.AsSingle()).As<float, T>() : Vector128.Round(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> CopySign(Lane128<T> x, Lane128<T> sign) => Of(
        Vector128.ConditionalSelect(ConstBits(int.MinValue, long.MinValue).v, sign.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane128<T>> IsNaN(Lane128<T> x) => Is(~Vector128.Equals(x.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Fma(Lane128<T> a, Lane128<T> b, Lane128<T> c) => Of(IsSingle
        ? Vector128.MultiplyAddEstimate(a.v.AsSingle(), b.v.AsSingle(), c.v.AsSingle()).As<float, T>()
        : Vector128.MultiplyAddEstimate(a.v.AsDouble(), b.v.AsDouble(), c.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> BitAnd(Lane128<T> a, Lane128<T> b) => Of(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> BitOr(Lane128<T> a, Lane128<T> b) => Of(a.v | b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> BitAdd(Lane128<T> a, Lane128<T> b) => Of(
        IsSingle ? (a.v.AsInt32() + b.v.AsInt32()).As<int, T>() : (a.v.AsInt64() + b.v.AsInt64()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> BitSub(Lane128<T> a, Lane128<T> b) => Of(
        IsSingle ? (a.v.AsInt32() - b.v.AsInt32()).As<int, T>() : (a.v.AsInt64() - b.v.AsInt64()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> ShiftLeft(Lane128<T> a, int count) => Of(
        IsSingle ? (a.v.AsInt32() << count).As<int, T>() : (a.v.AsInt64() << count).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> ShiftRight(Lane128<T> a, int count) => Of(
        IsSingle ? (a.v.AsInt32() >>> count).As<int, T>() : (a.v.AsInt64() >>> count).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Scale(Lane128<T> x, Lane128<T> n)
    {
        if (!Avx512F.VL.IsSupported) return LaneMath.Scale(x, n);
        return Of(IsSingle
            ? Avx512F.VL.Scale(x.v.AsSingle(), n.v.AsSingle()).As<float, T>()
            : Avx512F.VL.Scale(x.v.AsDouble(), n.v.AsDouble()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Mask<Lane128<T>> mask) => mask.Bits.v.ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe Lane128<T> EachElement(Lane128<T> x, delegate*<double, double> function)
    {
        Vector128<T> y = x.v;
        for (int i = 0; i < Vector128<T>.Count; i++)
        {
            y = IsSingle
                ? y.AsSingle().WithElement(i, (float)function(x.v.AsSingle()[i])).As<float, T>()
                : y.AsDouble().WithElement(i, function(x.v.AsDouble()[i])).As<double, T>();
        }
        return Of(y);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe Lane128<T> EachElement(Lane128<T> x, Lane128<T> y, delegate*<double, double, double> function)
    {
        Vector128<T> z = x.v;
        for (int i = 0; i < Vector128<T>.Count; i++)
        {
            z = IsSingle
                ? z.AsSingle().WithElement(i, (float)function(x.v.AsSingle()[i], y.v.AsSingle()[i])).As<float, T>()
                : z.AsDouble().WithElement(i, function(x.v.AsDouble()[i], y.v.AsDouble()[i])).As<double, T>();
        }
        return Of(z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Fmod(Lane128<T> x, Lane128<T> y) => LaneMath.Fmod(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Exp(Lane128<T> x) => LaneMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Expm1(Lane128<T> x) => LaneMath.Expm1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Log(Lane128<T> x) => LaneMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Log1p(Lane128<T> x) => LaneMath.Log1p(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Sin(Lane128<T> x) => LaneMath.Sin(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Cos(Lane128<T> x) => LaneMath.Cos(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Tan(Lane128<T> x) => LaneMath.Tan(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Tanh(Lane128<T> x) => LaneMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Atan(Lane128<T> x) => LaneMath.Atan(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Erf(Lane128<T> x) => LaneMath.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Erfc(Lane128<T> x) => LaneMath.Erfc(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Pow(Lane128<T> x, Lane128<T> y) => LaneMath.Pow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane128<T> Of(Vector128<T> v) => Unsafe.BitCast<Vector128<T>, Lane128<T>>(v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Mask<Lane128<T>> Is(Vector128<T> v) => Unsafe.BitCast<Vector128<T>, Mask<Lane128<T>>>(v);

    [DoesNotReturn]
    private static Lane128<T> NoReal() => throw new NotSupportedException($"No lanes of {typeof(T).Name}");
}
