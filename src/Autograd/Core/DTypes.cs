using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Facts about dtypes, and PyTorch's promotion.</summary>
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

    /// <summary>The result dtype of three tensors: those of one weight are promoted, and then count against the heavier ones.</summary>
    public static DType Result(Tensor a, Tensor b, Tensor c)
    {
        DType? result = null;
        for (int weight = 2; weight >= 0; weight--)
        {
            DType? level = null;
            foreach (var tensor in new ReadOnlySpan<Tensor>([a, b, c]))
            {
                if (Weight(tensor) == weight) level = level is { } other ? Promote(other, Kind(tensor)) : Kind(tensor);
            }
            if (level is { } lesser) result = result is { } full ? Result(full, lesser) : lesser;
        }
        return result!.Value;
    }

    private static int Weight(Tensor x) => x.IsNumber ? 0 : x.Rank == 0 ? 1 : 2;

    /// <summary>A real number of C# counts as the default dtype, whatever holds it.</summary>
    private static DType Kind(Tensor x) => x.IsNumber && x.DType.IsFloat ? DType.Float32 : x.DType;

    /// <summary>The dtype of an op that always computes in floating point: integers become float32.</summary>
    public static DType ToFloat(DType dtype) => dtype.IsFloat ? dtype : DType.Float32;

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
