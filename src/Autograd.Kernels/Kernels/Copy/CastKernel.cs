using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Converts elements between any two dtypes, with PyTorch's meaning of each conversion.</summary>
/// <remarks>
/// Floating to integer drops the fraction; anything to bool is <c>!= 0</c> (NaN is true); float16 and bfloat16 go through
/// float32 on both sides. Out-of-range floats to uint8 wrap through int64, as x86 builds of PyTorch do.
/// </remarks>
internal static unsafe class CastKernel
{
    private const int PartCount = 1 << 15;

    /// <summary>Converts a strided tensor into a contiguous one of another element type.</summary>
    public static void Cast<TFrom, TTo>(ReadOnlySpan<TFrom> source, Layout from, Span<TTo> target)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        Bounds.Check(source, from);
        Bounds.Room<TTo>(target, from.Count);
        fixed (TFrom* s = source)
        fixed (TTo* t = target)
        {
            var walk = new Strided(from);
            TTo* to = t;
            while (walk.Next())
            {
                int count = walk.RunLength;
                var job = new CastJob<TFrom, TTo> { Source = s + walk.Offset(0), Step = walk.Stride(0), Target = to, Count = count };
                Workers.For(((count - 1) / PartCount) + 1, job);
                to += count;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo Convert<TFrom, TTo>(TFrom x)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        if (typeof(TFrom) == typeof(bool) || typeof(TFrom) == typeof(byte)) return FromNumber<byte, TTo>(Unsafe.BitCast<TFrom, byte>(x));
        if (typeof(TFrom) == typeof(int)) return FromNumber<int, TTo>(Unsafe.BitCast<TFrom, int>(x));
        if (typeof(TFrom) == typeof(long)) return FromNumber<long, TTo>(Unsafe.BitCast<TFrom, long>(x));
        if (typeof(TFrom) == typeof(Half)) return FromNumber<float, TTo>((float)Unsafe.BitCast<TFrom, Half>(x));
        if (typeof(TFrom) == typeof(BFloat16)) return FromNumber<float, TTo>((float)Unsafe.BitCast<TFrom, BFloat16>(x));
        if (typeof(TFrom) == typeof(float)) return FromNumber<float, TTo>(Unsafe.BitCast<TFrom, float>(x));
        return FromNumber<double, TTo>(Unsafe.BitCast<TFrom, double>(x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo FromNumber<TNumber, TTo>(TNumber x)
        where TNumber : unmanaged, INumberBase<TNumber>
        where TTo : unmanaged
    {
        bool fraction = typeof(TNumber) == typeof(float) || typeof(TNumber) == typeof(double);
        if (typeof(TTo) == typeof(bool)) return Unsafe.BitCast<bool, TTo>(!TNumber.IsZero(x));
        if (typeof(TTo) == typeof(byte)) return Unsafe.BitCast<byte, TTo>(fraction ? (byte)long.CreateTruncating(x) : byte.CreateTruncating(x));
        if (typeof(TTo) == typeof(int)) return Unsafe.BitCast<int, TTo>(int.CreateTruncating(x));
        if (typeof(TTo) == typeof(long)) return Unsafe.BitCast<long, TTo>(long.CreateTruncating(x));
        if (typeof(TTo) == typeof(Half)) return Unsafe.BitCast<Half, TTo>((Half)float.CreateTruncating(x));
        if (typeof(TTo) == typeof(BFloat16)) return Unsafe.BitCast<BFloat16, TTo>((BFloat16)float.CreateTruncating(x));
        if (typeof(TTo) == typeof(float)) return Unsafe.BitCast<float, TTo>(float.CreateTruncating(x));
        return Unsafe.BitCast<double, TTo>(double.CreateTruncating(x));
    }

    private struct CastJob<TFrom, TTo> : IJob
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        public TFrom* Source;
        public nint Step;
        public TTo* Target;
        public int Count;

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            int end = Math.Min(Count, (part + 1) * PartCount);
            int i = part * PartCount;
            TFrom* from = Source + (i * Step);
            for (; i < end; i++, from += Step) Target[i] = Convert<TFrom, TTo>(*from);
        }
    }
}
