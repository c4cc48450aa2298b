using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <content>The elements of a call: spans that the door keeps alive, and the way from a dtype to an element type.</content>
public ref partial struct OpCall
{
    /// <summary>The elements of an input in row-major order, for <see cref="IOp.Compute"/>; not valid after it.</summary>
    /// <exception cref="ShapeException">They do not lie in that order: the method that calls the op passes <see cref="Tensor.Contiguous"/>.</exception>
    /// <exception cref="DTypeException"><typeparamref name="T"/> is not the element type.</exception>
    public readonly ReadOnlySpan<T> Elements<T>(int input)
        where T : unmanaged
    {
        var tensor = Input(input);
        Check<T>(tensor);
        if (!tensor.IsContiguous) ThrowScattered(input, tensor);
        return tensor.Span<T>().Slice(tensor.Layout.Offset, tensor.Numel);
    }

    /// <summary>The elements of a result in row-major order, all to be written by <see cref="IOp.Compute"/>; not valid after it.</summary>
    /// <exception cref="DTypeException"><typeparamref name="T"/> is not the element type.</exception>
    public readonly Span<T> Results<T>(int slot = 0)
        where T : unmanaged
    {
        var tensor = Output(slot);
        Check<T>(tensor);
        if (!tensor.IsContiguous) ThrowScattered(slot, tensor);
        return tensor.Span<T>().Slice(tensor.Layout.Offset, tensor.Numel);
    }

    /// <summary>Writes a result from a tensor of its shape and dtype, for an op whose values are composed of other ops (under <see cref="NoGrad"/>).</summary>
    /// <exception cref="ShapeException">The shape is not the result's.</exception>
    /// <exception cref="DTypeException">The dtype is not the result's.</exception>
    public readonly void Write(int slot, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var tensor = Output(slot);
        if (!values.Layout.SameSizes(tensor.Layout)) throw new ShapeException($"{Name}: Compute gives result {slot} as {values.Shape}, Infer said {tensor.Shape}");
        if (values.DType != tensor.DType) throw new DTypeException($"{Name}: Compute gives result {slot} as {values.DType.Name}, Infer said {tensor.DType.Name}");
        var copy = new Copying(values, slot);
        Element(tensor.DType, ref copy);
    }

    /// <summary>Runs a computation on the element type of the first input (of the first result, where there is none).</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public readonly void Float<TBody>(ref TBody body)
        where TBody : struct, IFloatBody, allows ref struct => Float(Main, ref body);

    /// <summary>Runs a computation on a given element type.</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public readonly void Float<TBody>(DType dtype, ref TBody body)
        where TBody : struct, IFloatBody, allows ref struct
    {
        if (dtype == DType.Float32) body.Run<float>(this);
        else if (dtype == DType.Float64) body.Run<double>(this);
        else DTypes.ThrowNotFloat(Name, dtype);
    }

    /// <summary>Runs a computation on the element type of the first input (of the first result, where there is none).</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public readonly void Number<TBody>(ref TBody body)
        where TBody : struct, INumberBody, allows ref struct => Number(Main, ref body);

    /// <summary>Runs a computation on a given element type.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public readonly void Number<TBody>(DType dtype, ref TBody body)
        where TBody : struct, INumberBody, allows ref struct
    {
        switch (dtype)
        {
            case DType.Float32: body.Run<float>(this); break;
            case DType.Float64: body.Run<double>(this); break;
            case DType.Int64: body.Run<long>(this); break;
            case DType.Int32: body.Run<int>(this); break;
            case DType.UInt8 or DType.Bool: body.Run<byte>(this); break;
            default: DTypes.ThrowNotNumber(Name, dtype); break;
        }
    }

    /// <summary>Runs a computation on the element type of the first input (of the first result, where there is none).</summary>
    /// <exception cref="DTypeException">The dtype is a floating one.</exception>
    public readonly void Integer<TBody>(ref TBody body)
        where TBody : struct, IIntegerBody, allows ref struct
    {
        switch (Main)
        {
            case DType.Int64: body.Run<long>(this); break;
            case DType.Int32: body.Run<int>(this); break;
            case DType.UInt8 or DType.Bool: body.Run<byte>(this); break;
            default: DTypes.ThrowNotInteger(Name, Main); break;
        }
    }

    /// <summary>Runs a computation on the element type of the first input (of the first result, where there is none).</summary>
    public readonly void Element<TBody>(ref TBody body)
        where TBody : struct, IElementBody, allows ref struct => Element(Main, ref body);

    /// <summary>Runs a computation on a given element type.</summary>
    public readonly void Element<TBody>(DType dtype, ref TBody body)
        where TBody : struct, IElementBody, allows ref struct
    {
        switch (dtype)
        {
            case DType.Float32: body.Run<float>(this); break;
            case DType.Float64: body.Run<double>(this); break;
            case DType.Int64: body.Run<long>(this); break;
            case DType.Int32: body.Run<int>(this); break;
            case DType.UInt8: body.Run<byte>(this); break;
            case DType.Bool: body.Run<bool>(this); break;
            case DType.Float16: body.Run<Half>(this); break;
            default: body.Run<BFloat16>(this); break;
        }
    }

    /// <summary>The memory of an input, in which its layout says where elements lie.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly ReadOnlySpan<T> In<T>(int input)
        where T : unmanaged => (input == 0 ? x! : input == 1 ? y! : rest[input - 2]!).Span<T>();

    /// <summary>An input as a map takes it, broadcast to the sizes of the first input; nothing where it is absent.</summary>
    internal readonly MapOperand<T> Operand<T>(int input)
        where T : unmanaged => InputOrNull(input) is { } tensor ? new(tensor.Span<T>(), tensor.Layout.TryExpand(X.Layout.Sizes)) : default;

    /// <summary>The memory of a fresh result, all of it to be written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Span<T> Out<T>(int slot = 0)
        where T : unmanaged
    {
        var tensor = slot == 0 ? result! : Output(slot);
        return tensor.Span<T>()[..tensor.Numel];
    }

    /// <summary>The memory of a first result that may exist already: <see cref="At"/> says where elements go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Span<T> Target<T>()
        where T : unmanaged => result!.Span<T>();

    private readonly DType Main => x is not null ? x.DType : result!.DType;

    private readonly void Check<T>(Tensor tensor)
        where T : unmanaged
    {
        var asked = DTypes.Of<T>();
        // Computations on numbers see a bool as a byte of 0 or 1.
        if (asked != tensor.DType && !(asked == DType.UInt8 && tensor.DType == DType.Bool))
            throw new DTypeException($"{Name}: the computation asks for {asked.Name}, the tensor is {tensor.DType.Name}");
    }

    [DoesNotReturn]
    private readonly void ThrowScattered(int index, Tensor tensor) =>
        throw new ShapeException($"{Name}: the elements of input {index}, of shape {tensor.Shape}, do not lie in order; the method that calls the op passes Contiguous()");

    private readonly struct Copying(Tensor values, int slot) : IElementBody
    {
        public void Run<T>(in OpCall c)
            where T : unmanaged
        {
            CopyKernel.Copy(values.Span<T>(), values.Layout, c.Out<T>(slot));
            GC.KeepAlive(values);
        }
    }
}
