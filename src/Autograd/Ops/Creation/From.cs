using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>A scalar, rank 0, of the dtype of its one element: <c>From(3.0)</c> is float64 (<c>torch.tensor</c>).</summary>
    /// <exception cref="DTypeException">No dtype has such elements.</exception>
    public static Tensor From<T>(T value)
        where T : unmanaged => From<T>([value], []);

    /// <summary>A vector with a copy of any sequence: <c>[N]</c>.</summary>
    /// <exception cref="DTypeException">No dtype has such elements.</exception>
    public static Tensor From<T>(IEnumerable<T> data)
        where T : unmanaged => From(data?.ToArray() ?? throw new ArgumentNullException(nameof(data)));

    /// <summary>A matrix with a copy of its rows: <c>[N, M]</c>, <c>From([[1, 2], [3, 4]])</c>.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    /// <exception cref="DTypeException">No dtype has such elements.</exception>
    public static Tensor From<T>(T[][] rows)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rows);
        int columns = rows.Length == 0 ? 0 : rows[0].Length;
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != columns) throw new ShapeException($"From: row {i} has {rows[i].Length} elements, row 0 has {columns}; a matrix has rows of one length");
        }
        return From<T>(rows.SelectMany(row => row).ToArray(), [rows.Length, columns]);
    }

    /// <summary>A vector with a copy of the data: <c>[N]</c>, dtype that of the elements (<c>torch.tensor</c>).</summary>
    /// <exception cref="DTypeException">No dtype has such elements.</exception>
    public static Tensor From<T>(T[] data, bool requiresGrad = false)
        where T : unmanaged => From<T>(data, [data?.Length ?? throw new ArgumentNullException(nameof(data))]).RequiresGradInPlace(requiresGrad);

    /// <summary>A vector with a copy of the data: <c>[N]</c>; <c>Tensor.From([1.0, 2.0])</c> comes here.</summary>
    /// <exception cref="DTypeException">No dtype has such elements.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> data, bool requiresGrad = false)
        where T : unmanaged => From(data, [data.Length]).RequiresGradInPlace(requiresGrad);

    /// <summary>A matrix with a copy of the data: <c>[N, M]</c>.</summary>
    /// <exception cref="DTypeException">No dtype has such elements.</exception>
    public static Tensor From<T>(T[,] data)
        where T : unmanaged => From<T>(Flat<T>(data), [data.GetLength(0), data.GetLength(1)]);

    /// <summary>A tensor of rank 3 with a copy of the data.</summary>
    /// <exception cref="DTypeException">No dtype has such elements.</exception>
    public static Tensor From<T>(T[,,] data)
        where T : unmanaged => From<T>(Flat<T>(data), [data.GetLength(0), data.GetLength(1), data.GetLength(2)]);

    /// <summary>A tensor of rank 4 with a copy of the data.</summary>
    /// <exception cref="DTypeException">No dtype has such elements.</exception>
    public static Tensor From<T>(T[,,,] data)
        where T : unmanaged => From<T>(Flat<T>(data), [data.GetLength(0), data.GetLength(1), data.GetLength(2), data.GetLength(3)]);

    /// <summary>A tensor of any shape with a copy of the data, in row-major order.</summary>
    /// <exception cref="ShapeException">The number of elements is not that of the shape.</exception>
    /// <exception cref="DTypeException">No dtype has such elements.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> data, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        var x = Allocate(Layout.Contiguous(shape, "From"), DTypes.Of<T>());
        if (data.Length != x.Numel)
            throw new ShapeException($"From: {data.Length} elements do not fill the shape {x.Shape}, which has {x.Numel}");
        using var lease = x.Lease<T>();
        data.CopyTo(lease.Span);
        return x;
    }

    /// <summary>A tensor with a copy of the data of a <see cref="ReadOnlyTensorSpan{T}"/>.</summary>
    /// <exception cref="ShapeException">A length exceeds 2^31 - 1.</exception>
    /// <exception cref="DTypeException">No dtype has such elements.</exception>
    public static Tensor From<T>(in ReadOnlyTensorSpan<T> data)
        where T : unmanaged
    {
        var sizes = new int[data.Rank];
        for (int d = 0; d < sizes.Length; d++) sizes[d] = Dims.Size("From", data.Lengths[d]);
        var x = Allocate(Layout.Contiguous(sizes, "From"), DTypes.Of<T>());
        using var lease = x.Lease<T>();
        data.FlattenTo(lease.Span[..x.Numel]);
        return x;
    }

    /// <summary>A scalar, rank 0.</summary>
    public static Tensor Scalar(Number value, DType dtype = DType.Float32) => Full([], value, dtype);

    /// <summary>
    /// A tensor that shares the array: what is written to one is seen in the other (<c>torch.from_numpy</c>).
    /// <see cref="From{T}(T[], bool)"/> copies. Writes into the array are not seen by version counters.
    /// </summary>
    /// <exception cref="ShapeException">The number of elements is not that of the shape.</exception>
    /// <exception cref="DTypeException">No dtype has such elements.</exception>
    public static Tensor Wrap<T>(T[] data, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        var sizes = Layout.Contiguous(shape.Length == 0 ? [data.Length] : shape, "Wrap");
        if (data.Length != sizes.Count)
            throw new ShapeException($"Wrap: {data.Length} elements do not fill the shape {sizes}, which has {sizes.Count}");
        return new Tensor(Storage.Wrap(data), sizes, DTypes.Of<T>(), null);
    }

    private static ReadOnlySpan<T> Flat<T>(Array data)
        where T : unmanaged =>
        MemoryMarshal.CreateReadOnlySpan(ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(data)), data.Length);
}
