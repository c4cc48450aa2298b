using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Work that is written once for every floating element type.</summary>
internal interface IFloatWork
{
    void Run<T>()
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>Work that is written once for every element type with arithmetic (float16 and bfloat16 have none here).</summary>
internal interface INumberWork
{
    void Run<T>()
        where T : unmanaged, INumber<T>;
}

/// <summary>Work on bits and quotients that is written once for every integer element type; bools are bytes of 0 and 1.</summary>
internal interface IIntegerWork
{
    void Run<T>()
        where T : unmanaged, IBinaryInteger<T>;
}

/// <summary>Work that moves elements and is written once for every element type.</summary>
internal interface IElementWork
{
    void Run<T>()
        where T : unmanaged;
}

/// <summary>Facts about dtypes, PyTorch's promotion, and the one switch from a dtype to its element type.</summary>
internal static class DTypes
{
    extension(DType dtype)
    {
        public int Size => dtype switch
        {
            DType.Bool or DType.UInt8 => 1,
            DType.Float16 or DType.BFloat16 => 2,
            DType.Int32 or DType.Float32 => 4,
            _ => 8,
        };

        public bool IsFloat => dtype >= DType.Float16;

        public bool IsDifferentiable => dtype >= DType.Float32;

        /// <summary>0 bool, 1 integer, 2 floating: a higher category always wins a promotion.</summary>
        public int Category => dtype == DType.Bool ? 0 : dtype < DType.Float16 ? 1 : 2;

        /// <summary>PyTorch's spelling, <c>float32</c>.</summary>
        public string Name => dtype.ToString().ToLowerInvariant();
    }

    /// <summary>The dtype that can hold both (<c>torch.promote_types</c>).</summary>
    public static DType Promote(DType a, DType b)
    {
        if (a == b) return a;
        // float16 and bfloat16 have no common 16-bit type.
        if (a is DType.Float16 or DType.BFloat16 && b is DType.Float16 or DType.BFloat16) return DType.Float32;
        return a > b ? a : b;
    }

    /// <summary>
    /// The result dtype of two tensors (<c>torch.result_type</c>). Tensors with dimensions come before scalars, scalars before
    /// numbers of C#: what comes later counts only when its category is higher.
    /// </summary>
    public static DType Result(Tensor a, Tensor b)
    {
        if (a.DType == b.DType && !a.IsNumber && !b.IsNumber) return a.DType;
        int difference = Weight(a) - Weight(b);
        return difference == 0 ? Promote(Kind(a), Kind(b))
            : difference > 0 ? Result(a.DType, Kind(b))
            : Result(b.DType, Kind(a));
    }

    /// <summary>The result dtype where the second one has less weight.</summary>
    public static DType Result(DType full, DType lesser) => full.Category >= lesser.Category ? full : lesser;

    private static int Weight(Tensor x) => x.IsNumber ? 0 : x.Rank == 0 ? 1 : 2;

    /// <summary>A real number of C# counts as the default dtype, whatever holds it.</summary>
    private static DType Kind(Tensor x) => x.IsNumber && x.DType.IsFloat ? DType.Float32 : x.DType;

    /// <summary>The dtype of an op that always computes in floating point: integers become float32.</summary>
    public static DType ToFloat(DType dtype) => dtype.IsFloat ? dtype : DType.Float32;

    public static void Float<TWork>(string op, DType dtype, ref TWork work)
        where TWork : IFloatWork, allows ref struct
    {
        if (dtype == DType.Float32) work.Run<float>();
        else if (dtype == DType.Float64) work.Run<double>();
        else ThrowNotFloat(op, dtype);
    }

    public static void Number<TWork>(string op, DType dtype, ref TWork work)
        where TWork : INumberWork, allows ref struct
    {
        switch (dtype)
        {
            case DType.Float32: work.Run<float>(); break;
            case DType.Float64: work.Run<double>(); break;
            case DType.Int64: work.Run<long>(); break;
            case DType.Int32: work.Run<int>(); break;
            case DType.UInt8 or DType.Bool: work.Run<byte>(); break;
            default: ThrowNotNumber(op, dtype); break;
        }
    }

    public static void Integer<TWork>(string op, DType dtype, ref TWork work)
        where TWork : IIntegerWork, allows ref struct
    {
        switch (dtype)
        {
            case DType.Int64: work.Run<long>(); break;
            case DType.Int32: work.Run<int>(); break;
            case DType.UInt8 or DType.Bool: work.Run<byte>(); break;
            default: ThrowNotInteger(op, dtype); break;
        }
    }

    public static void Element<TWork>(DType dtype, ref TWork work)
        where TWork : IElementWork, allows ref struct
    {
        switch (dtype)
        {
            case DType.Float32: work.Run<float>(); break;
            case DType.Float64: work.Run<double>(); break;
            case DType.Int64: work.Run<long>(); break;
            case DType.Int32: work.Run<int>(); break;
            case DType.UInt8: work.Run<byte>(); break;
            case DType.Bool: work.Run<bool>(); break;
            case DType.Float16: work.Run<Half>(); break;
            default: work.Run<BFloat16>(); break;
        }
    }

    /// <summary>The dtype of an element type; bool and byte are one byte each.</summary>
    public static DType Of<T>()
        where T : unmanaged => default(T) switch
        {
            float => DType.Float32,
            double => DType.Float64,
            long => DType.Int64,
            int => DType.Int32,
            byte => DType.UInt8,
            bool => DType.Bool,
            Half => DType.Float16,
            BFloat16 => DType.BFloat16,
            _ => throw new DTypeException($"There is no dtype for elements of type {typeof(T).Name}; use float, double, long, int, byte, bool or Half"),
        };

    /// <summary>Checks that elements of <paramref name="dtype"/> may be read as <typeparamref name="T"/>.</summary>
    public static void Check<T>(string op, DType dtype)
        where T : unmanaged
    {
        var asked = Of<T>();
        if (asked != dtype)
            throw new DTypeException($"{op}<{typeof(T).Name}>: the tensor is {dtype.Name}, not {asked.Name}; convert with To(DType.{asked}) first");
    }

    /// <summary>Throws unless the dtype is one that floating computations take: float32 or float64.</summary>
    public static void NeedFloat(string op, DType dtype)
    {
        if (!dtype.IsDifferentiable) ThrowNotFloat(op, dtype);
    }

    /// <summary>Throws unless the dtype is one that arithmetic takes: all but float16 and bfloat16.</summary>
    public static void NeedNumber(string op, DType dtype)
    {
        if (dtype is DType.Float16 or DType.BFloat16) ThrowNotNumber(op, dtype);
    }

    [DoesNotReturn]
    internal static void ThrowNotFloat(string op, DType dtype) =>
        ThrowUnsupported(op, dtype, "it computes in float32 and float64; convert with To(DType.Float32)");

    [DoesNotReturn]
    internal static void ThrowNotNumber(string op, DType dtype) =>
        ThrowUnsupported(op, dtype, "float16 and bfloat16 are for casts, copies and files; convert with To(DType.Float32)");

    [DoesNotReturn]
    internal static void ThrowNotInteger(string op, DType dtype) =>
        ThrowUnsupported(op, dtype, "it works on the bits of integers and bools; convert with To(DType.Int64)");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowUnsupported(string op, DType dtype, string way) =>
        throw new DTypeException($"{op}: a tensor of {dtype.Name} is not supported: {way}");
}
