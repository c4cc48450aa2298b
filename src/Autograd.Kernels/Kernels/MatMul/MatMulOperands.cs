using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary><c>C [m, n] = start + A [m, k] B [k, n]</c> by address: element strides of A and B, contiguous rows of C.</summary>
internal readonly unsafe struct MatMulOperands<T>
    where T : unmanaged
{
    /// <summary>
    /// The longest run of k in one accumulator. 384 x 32 floats of B are 48 KB: the first cache, or nearly; longer runs
    /// gain nothing and lose precision.
    /// </summary>
    private const int MaxDepth = 384;

    public int M { get; init; }

    public int N { get; init; }

    public int K { get; init; }

    public T* A { get; init; }

    public nint ARow { get; init; }

    public nint ACol { get; init; }

    public T* B { get; init; }

    public nint BRow { get; init; }

    public nint BCol { get; init; }

    /// <summary>B once more, as strips of <see cref="MatMul.StripColumns{T}"/> columns one after the other, each <c>[k, columns]</c>; or null.</summary>
    public T* Strips { get; init; }

    public T* C { get; init; }

    public nint CRow { get; init; }

    /// <summary>What the sums start from, or null: a row of length n for all, or for each row its own.</summary>
    public T* Bias { get; init; }

    /// <summary>The distance of the rows of the bias; 0 where there is one for all.</summary>
    public nint BiasRow { get; init; }

    /// <summary>C is added to instead of written; the bias is not used.</summary>
    public bool Accumulate { get; init; }

    /// <summary>The length of the runs of k, equal but for the last: a function of k alone, so that every path rounds alike.</summary>
    public static int Depth(int k)
    {
        int blocks = (k + MaxDepth - 1) / MaxDepth;
        return blocks <= 1 ? k : (k + blocks - 1) / blocks;
    }

    /// <summary>What is added to the run of k that starts at <paramref name="k0"/>: C, the bias or nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Start(int k0, nint row, nint column, out nint rowStride)
    {
        if (k0 > 0 || Accumulate)
        {
            rowStride = CRow;
            return C + (row * CRow) + column;
        }
        rowStride = BiasRow;
        return Bias == null ? null : Bias + (row * BiasRow) + column;
    }
}
