using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd;

/// <summary>The sizes of an attention: N times queries [L, E], keys [S, E] and values [S, V], scores s q k^T, and whether query i sees the keys up to i alone.</summary>
internal readonly record struct AttentionSizes(int Batch, int Queries, int Keys, int Width, int ValueWidth, double Scale, bool IsCausal);

/// <summary>What is added to scores, or which of them count; nothing where both are null. Of batch n the mask begins at <c>offsets[n]</c>.</summary>
internal readonly unsafe struct AttentionMask<T>(T* numbers, byte* flags, int* offsets, nint rowStride, nint columnStride)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Masks the scores [rows, columns] of queries from <paramref name="row"/> and keys from <paramref name="column"/> on.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Apply(T* scores, int batch, int row, int rows, int column, int columns, bool isCausal)
    {
        for (int i = 0; i < rows; i++, scores += columns)
        {
            nint at = numbers == null && flags == null ? 0 : offsets[batch] + ((row + i) * rowStride) + (column * columnStride);
            for (int j = 0; numbers != null && j < columns; j++) scores[j] += numbers[at + (j * columnStride)];
            for (int j = 0; flags != null && j < columns; j++)
            {
                if (flags[at + (j * columnStride)] == 0) scores[j] = T.NegativeInfinity;
            }
            if (!isCausal) continue;
            for (int j = Math.Max(0, row + i + 1 - column); j < columns; j++) scores[j] = T.NegativeInfinity;
        }
    }
}

/// <summary>Operands of an attention in memory, contiguous, and the products of blocks of its scores.</summary>
internal unsafe struct AttentionBlock<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Queries of a block.</summary>
    public const int Rows = 32;

    /// <summary>Keys of a block: scores of 32 x 128 stay in the first cache.</summary>
    public const int Columns = 128;

    /// <summary>Elements of scratch for one block of scores, with a register more that may be read.</summary>
    public const int Room = (Rows * Columns) + 16;

    public AttentionSizes Sizes;
    public AttentionMask<T> Mask;
    public T* Q;
    public T* K;
    public T* V;

    /// <summary>s q k^T, masked: [rows, columns] of queries from <paramref name="row"/>, keys from <paramref name="column"/>.</summary>
    public readonly void Scores(int batch, int row, int rows, int column, int columns, T* scores)
    {
        int e = Sizes.Width;
        T* q = Q + ((((nint)batch * Sizes.Queries) + row) * e);
        T* k = K + ((((nint)batch * Sizes.Keys) + column) * e);
        Product(rows, columns, e, q, e, 1, k, 1, e, scores, columns, accumulate: false);
        var scale = new MulConstantFormula(Sizes.Scale);
        StripMap<T>.Unary(ref scale).Rows(Block(scores, columns), default, scores, columns, rows, columns);
        Mask.Apply(scores, batch, row, rows, column, columns, Sizes.IsCausal);
    }

    /// <summary>The keys that a block of queries sees.</summary>
    public readonly int KeysSeen(int row, int rows) => Sizes.IsCausal ? Math.Min(Sizes.Keys, row + rows) : Sizes.Keys;

    /// <summary>C [m, n] = or += A [m, k] B [k, n], by strides.</summary>
    public static void Product(int m, int n, int k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, bool accumulate) =>
        MatMul.Run(new MatMulOperands<T>
        {
            M = m, N = n, K = k, A = a, ARow = aRow, ACol = aColumn, B = b, BRow = bRow, BCol = bColumn, C = c, CRow = cRow, Accumulate = accumulate,
        });

    /// <summary>y = f(a, b) for [rows, columns]; b is a block, or a number a row. y may lie on a.</summary>
    public static void Map<F>(F f, T* a, RowOperand<T> b, T* y, int rows, int columns)
        where F : struct, IBinaryFormula => StripMap<T>.Binary(ref f).Rows(Block(a, columns), b, y, columns, rows, columns);

    /// <summary>The reduction of each row of a block.</summary>
    public static void Reduce<M>(T* a, T* numbers, int rows, int columns)
        where M : struct, IMonoid => RowPieces.ReduceAny<T, M>(default, Block(a, columns), default, rows, columns, numbers);

    /// <summary>A block of scratch.</summary>
    public static RowOperand<T> Block(T* start, int columns) => RowOperand<T>.Elements(start, columns, start + Room);
}
