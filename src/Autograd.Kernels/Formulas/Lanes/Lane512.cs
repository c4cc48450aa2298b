using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Formulas;

/// <summary>The algebra over a register of 512 bits. Integer elements have its numeric part alone.</summary>
/// <remarks>
/// The build makes the narrower lanes from this text by replacing its width (<c>Autograd.Kernels.csproj</c>); what an
/// instruction set names by width is in <see cref="LaneScale"/>.
/// Made by BitCast, not by a constructor: every temporary counts against the JIT's limit of locals.
/// </remarks>
internal readonly struct Lane512<T>(Vector512<T> value) : ILane<Lane512<T>, T>
    where T : unmanaged
{
    private readonly Vector512<T> v = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    public static bool IsSingle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float);
    }

    public static Lane512<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Of(Vector512<T>.Zero);
    }

    public static Lane512<T> One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Of(Vector512<T>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Const(double literal)
    {
        if (typeof(T) == typeof(float)) return Of(Vector512.Create((float)literal).As<float, T>());
        if (typeof(T) == typeof(double)) return Of(Vector512.Create(literal).As<double, T>());
        if (typeof(T) == typeof(int)) return Of(Vector512.Create((int)literal).As<int, T>());
        if (typeof(T) == typeof(long)) return Of(Vector512.Create((long)literal).As<long, T>());
        if (typeof(T) == typeof(byte)) return Of(Vector512.Create((byte)(int)literal).As<byte, T>());
        return NoReal();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Const(Number parameter)
    {
        if (typeof(T) == typeof(float)) return Of(Vector512.Create(parameter.Single).As<float, T>());
        if (typeof(T) == typeof(double)) return Of(Vector512.Create(parameter.Real).As<double, T>());
        if (typeof(T) == typeof(int)) return Of(Vector512.Create(parameter.Int32).As<int, T>());
        if (typeof(T) == typeof(long)) return Of(Vector512.Create(parameter.Int64).As<long, T>());
        if (typeof(T) == typeof(byte)) return Of(Vector512.Create((byte)parameter.Int32).As<byte, T>());
        return NoReal();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> ConstBits(int single, long real) => Of(
        typeof(T) == typeof(float) ? Vector512.Create(single).As<int, T>() : Vector512.Create(real).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Splat(T x) => Of(Vector512.Create(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Lane512<T> Load(T* from) => Of(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Mask<Lane512<T>> LoadMask(byte* from)
    {
        LaneMask.Load(from, out Vector512<T> mask);
        return Is(mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Lane512<T> x, T* to) => x.v.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Mask<Lane512<T>> mask, byte* to)
    {
        ulong bits = mask.Bits.v.ExtractMostSignificantBits();
        for (int i = 0; i < Vector512<T>.Count; i += 8)
        {
            ulong bytes = BitPattern.ToBytes((byte)(bits >> i));
            if (Count >= 8) *(ulong*)(to + i) = bytes;
            else if (Count == 4) *(uint*)to = (uint)bytes;
            else *(ushort*)to = (ushort)bytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator +(Lane512<T> x, Lane512<T> y) => Of(x.v + y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator -(Lane512<T> x, Lane512<T> y) => Of(x.v - y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator *(Lane512<T> x, Lane512<T> y) => Of(x.v * y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator /(Lane512<T> x, Lane512<T> y) => Of(x.v / y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator -(Lane512<T> x) => Of(-x.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane512<T>> operator <(Lane512<T> x, Lane512<T> y) => Is(Vector512.LessThan(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane512<T>> operator >(Lane512<T> x, Lane512<T> y) => Is(Vector512.GreaterThan(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane512<T>> operator <=(Lane512<T> x, Lane512<T> y) => Is(Vector512.LessThanOrEqual(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane512<T>> operator >=(Lane512<T> x, Lane512<T> y) => Is(Vector512.GreaterThanOrEqual(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane512<T>> Equal(Lane512<T> x, Lane512<T> y) => Is(Vector512.Equals(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane512<T>> And(Mask<Lane512<T>> a, Mask<Lane512<T>> b) => Is(a.Bits.v & b.Bits.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane512<T>> Or(Mask<Lane512<T>> a, Mask<Lane512<T>> b) => Is(a.Bits.v | b.Bits.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane512<T>> Not(Mask<Lane512<T>> a) => Is(~a.Bits.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Select(Mask<Lane512<T>> mask, Lane512<T> x, Lane512<T> y) =>
        Of(Vector512.ConditionalSelect(mask.Bits.v, x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Min(Lane512<T> x, Lane512<T> y) => Of(Vector512.Min(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Max(Lane512<T> x, Lane512<T> y) => Of(Vector512.Max(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Abs(Lane512<T> x) => Of(Vector512.Abs(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Sqrt(Lane512<T> x) => Of(Vector512.Sqrt(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Floor(Lane512<T> x) => Of(
        IsSingle ? Vector512.Floor(x.v.AsSingle()).As<float, T>() : Vector512.Floor(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Ceiling(Lane512<T> x) => Of(
        IsSingle ? Vector512.Ceiling(x.v.AsSingle()).As<float, T>() : Vector512.Ceiling(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Truncate(Lane512<T> x) => Of(
        IsSingle ? Vector512.Truncate(x.v.AsSingle()).As<float, T>() : Vector512.Truncate(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Round(Lane512<T> x) => Of(
        IsSingle ? Vector512.Round(x.v.AsSingle()).As<float, T>() : Vector512.Round(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> CopySign(Lane512<T> x, Lane512<T> sign) => Of(
        Vector512.ConditionalSelect(ConstBits(int.MinValue, long.MinValue).v, sign.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane512<T>> IsNaN(Lane512<T> x) => Is(~Vector512.Equals(x.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Fma(Lane512<T> a, Lane512<T> b, Lane512<T> c)
    {
        if (typeof(T) == typeof(float)) return Of(Vector512.MultiplyAddEstimate(a.v.AsSingle(), b.v.AsSingle(), c.v.AsSingle()).As<float, T>());
        if (typeof(T) == typeof(double)) return Of(Vector512.MultiplyAddEstimate(a.v.AsDouble(), b.v.AsDouble(), c.v.AsDouble()).As<double, T>());
        return Of(a.v * b.v + c.v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> BitAnd(Lane512<T> a, Lane512<T> b) => Of(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> BitOr(Lane512<T> a, Lane512<T> b) => Of(a.v | b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> BitXor(Lane512<T> a, Lane512<T> b) => Of(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lane512<T>> SignBit(Lane512<T> a) => Is(
        IsSingle ? (a.v.AsInt32() >> 31).As<int, T>() : (a.v.AsInt64() >> 63).As<long, T>());

#pragma warning disable RS0030 // Not lost here: x86 gives the second operand where one of the two is NaN, Arm gives NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> AtMost(Lane512<T> x, Lane512<T> bound) => Of(Vector512.MinNative(bound.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> AtLeast(Lane512<T> x, Lane512<T> bound) => Of(Vector512.MaxNative(bound.v, x.v));
#pragma warning restore RS0030

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> BitAdd(Lane512<T> a, Lane512<T> b) => Of(
        IsSingle ? (a.v.AsInt32() + b.v.AsInt32()).As<int, T>() : (a.v.AsInt64() + b.v.AsInt64()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> BitSub(Lane512<T> a, Lane512<T> b) => Of(
        IsSingle ? (a.v.AsInt32() - b.v.AsInt32()).As<int, T>() : (a.v.AsInt64() - b.v.AsInt64()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> ShiftLeft(Lane512<T> a, int count) => Of(
        IsSingle ? (a.v.AsInt32() << count).As<int, T>() : (a.v.AsInt64() << count).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> ShiftRight(Lane512<T> a, int count) => Of(
        IsSingle ? (a.v.AsInt32() >>> count).As<int, T>() : (a.v.AsInt64() >>> count).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Scale(Lane512<T> x, Lane512<T> n)
    {
        if (!LaneScale.IsSupported) return LaneMath.Scale(x, n);
        return Of(IsSingle
            ? LaneScale.Scale(x.v.AsSingle(), n.v.AsSingle()).As<float, T>()
            : LaneScale.Scale(x.v.AsDouble(), n.v.AsDouble()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Mask<Lane512<T>> mask) => mask.Bits.v.ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe Lane512<T> EachElement(Lane512<T> x, delegate*<double, double> function)
    {
        Vector512<T> y = x.v;
        for (int i = 0; i < Vector512<T>.Count; i++)
        {
            y = IsSingle
                ? y.AsSingle().WithElement(i, (float)function(x.v.AsSingle()[i])).As<float, T>()
                : y.AsDouble().WithElement(i, function(x.v.AsDouble()[i])).As<double, T>();
        }
        return Of(y);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe Lane512<T> EachElement(Lane512<T> x, Lane512<T> y, delegate*<double, double, double> function)
    {
        Vector512<T> z = x.v;
        for (int i = 0; i < Vector512<T>.Count; i++)
        {
            z = IsSingle
                ? z.AsSingle().WithElement(i, (float)function(x.v.AsSingle()[i], y.v.AsSingle()[i])).As<float, T>()
                : z.AsDouble().WithElement(i, function(x.v.AsDouble()[i], y.v.AsDouble()[i])).As<double, T>();
        }
        return Of(z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Fmod(Lane512<T> x, Lane512<T> y) => LaneMath.Fmod(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Exp(Lane512<T> x) => LaneMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Expm1(Lane512<T> x) => LaneMath.Expm1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Log(Lane512<T> x) => LaneMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Log1p(Lane512<T> x) => LaneMath.Log1p(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Sin(Lane512<T> x) => LaneMath.Sin(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Cos(Lane512<T> x) => LaneMath.Cos(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Tan(Lane512<T> x) => LaneMath.Tan(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Tanh(Lane512<T> x) => LaneMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Atan(Lane512<T> x) => LaneMath.Atan(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Erf(Lane512<T> x) => LaneMath.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Erfc(Lane512<T> x) => LaneMath.Erfc(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Pow(Lane512<T> x, Lane512<T> y) => LaneMath.Pow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane512<T> Of(Vector512<T> v) => Unsafe.BitCast<Vector512<T>, Lane512<T>>(v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Mask<Lane512<T>> Is(Vector512<T> v) => Unsafe.BitCast<Vector512<T>, Mask<Lane512<T>>>(v);

    [DoesNotReturn]
    private static Lane512<T> NoReal() => throw new NotSupportedException($"No lanes of {typeof(T).Name}");
}
