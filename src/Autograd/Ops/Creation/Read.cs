using System.Numerics.Tensors;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>Reads the elements of a span and gives a result.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TResult">What is computed from the span.</typeparam>
public delegate TResult SpanReader<T, out TResult>(ReadOnlySpan<T> span);

public partial class Tensor
{
    /// <summary>The only element, as a double (<c>Tensor.item()</c>).</summary>
    /// <exception cref="ShapeException">The tensor has not exactly one element.</exception>
    public double Item()
    {
        NeedOne("Item");
        Op.NeedValues("Item", this);
        return (DType == DType.Float64 ? this : Op.Quietly(new CastOp(DType.Float64), this)).First<double>();
    }

    /// <summary>The only element (<c>Tensor.item()</c>).</summary>
    /// <exception cref="ShapeException">The tensor has not exactly one element.</exception>
    /// <exception cref="DTypeException"><typeparamref name="T"/> is not the element type.</exception>
    public T Item<T>()
        where T : unmanaged
    {
        NeedOne("Item");
        DTypes.Check<T>("Item", DType);
        return First<T>();
    }

    /// <summary>A copy of the elements in row-major order.</summary>
    /// <exception cref="DTypeException"><typeparamref name="T"/> is not the element type.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        var result = new T[Numel];
        CopyTo<T>(result);
        return result;
    }

    /// <summary>Copies the elements in row-major order.</summary>
    /// <exception cref="DTypeException"><typeparamref name="T"/> is not the element type.</exception>
    /// <exception cref="ShapeException">The span is too short.</exception>
    public void CopyTo<T>(Span<T> destination)
        where T : unmanaged
    {
        DTypes.Check<T>("CopyTo", DType);
        if (destination.Length < Numel) throw new ShapeException($"CopyTo: {destination.Length} places do not hold {Numel} elements of {Shape}");
        using var lease = Op.Read<T>("CopyTo", this);
        CopyKernel.Copy<T>(lease.Span, layout, destination[..Numel]);
    }

    /// <summary>
    /// Reads the elements in row-major order without a copy where the tensor is contiguous. The span is valid in the
    /// call alone.
    /// </summary>
    /// <exception cref="DTypeException"><typeparamref name="T"/> is not the element type.</exception>
    public TResult Read<T, TResult>(SpanReader<T, TResult> read)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(read);
        DTypes.Check<T>("Read", DType);
        if (!IsContiguous) return read(ToArray<T>());
        using var lease = Op.Read<T>("Read", this);
        return read(lease.Span.Slice(layout.Offset, Numel));
    }

    /// <summary>
    /// The elements of a contiguous tensor for reading and writing. The memory is the caller's from then on: it never
    /// returns to the pool, which costs about 0.5 ms for each MB when it is allocated anew; prefer <see cref="Read"/>
    /// and <see cref="CopyTo"/>. Writes here are not seen by version counters.
    /// </summary>
    /// <exception cref="DTypeException"><typeparamref name="T"/> is not the element type.</exception>
    /// <exception cref="ShapeException">The tensor is not contiguous; use <see cref="Contiguous"/>.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        DTypes.Check<T>("AsSpan", DType);
        if (!IsContiguous) throw new ShapeException($"AsSpan: a tensor of shape {Shape} whose elements do not lie in order has no span; use Contiguous() or ToArray()");
        using var lease = GiveAway<T>("AsSpan");
        return lease.Span.Slice(layout.Offset, Numel);
    }

    /// <summary>The elements as a <see cref="TensorSpan{T}"/> with this tensor's strides; the memory is the caller's from then on, as with <see cref="AsSpan"/>.</summary>
    /// <exception cref="DTypeException"><typeparamref name="T"/> is not the element type.</exception>
    public TensorSpan<T> AsTensorSpan<T>()
        where T : unmanaged
    {
        DTypes.Check<T>("AsTensorSpan", DType);
        using var lease = GiveAway<T>("AsTensorSpan");
        var lengths = Array.ConvertAll(layout.SizesArray, static n => (nint)n);
        var strides = new nint[Rank];
        // TensorSpan wants stride 0 for sizes of 1.
        for (int d = 0; d < Rank; d++) strides[d] = lengths[d] <= 1 ? 0 : layout.Strides[d];
        return new TensorSpan<T>(lease.Span[layout.Offset..], lengths, strides);
    }

    private Lease<T> GiveAway<T>(string op)
        where T : unmanaged
    {
        Op.NeedValues(op, this);
        Adopt();
        Storage.GiveAway<T>();
        return Op.Read<T>(op, this);
    }

    private T First<T>()
        where T : unmanaged
    {
        using var lease = Op.Read<T>("Item", this);
        return lease.Span[layout.Offset];
    }

    private void NeedOne(string op)
    {
        if (Numel != 1) throw new ShapeException($"{op}: a tensor of shape {Shape} has {Numel} elements, not one; reduce it first, or use ToArray()");
    }
}
