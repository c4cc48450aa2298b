using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Kernels;

namespace Autograd;

/// <summary>The sizes of an attention: N times queries [L, E], keys [S, E] and values [S, V], scores s q k^T, and whether query i sees the keys up to i alone.</summary>
internal readonly record struct AttentionSizes(int Batch, int Queries, int Keys, int Width, int ValueWidth, double Scale, bool IsCausal)
{
    /// <summary>The most queries of a block.</summary>
    public const int MostRows = 64;

    /// <summary>Keys of a block: two blocks of scores and their operands stay in the second cache, and a product packs little for what it computes.</summary>
    public const int Columns = 128;

    /// <summary>Queries of a block: lower ones waste less of the blocks that the diagonal crosses.</summary>
    public int Rows => IsCausal ? 32 : MostRows;
}

/// <summary>What is added to scores, or which of them count; nothing where both are null. Of batch n the mask begins at <c>offsets[n]</c>.</summary>
internal readonly unsafe struct AttentionMask<T>(T* numbers, byte* flags, int* offsets, nint rowStride, nint columnStride)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Masks the scores [rows, columns] of queries from <paramref name="row"/> and keys from <paramref name="column"/> on; up to the pitch they are -inf.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Apply(T* scores, nint pitch, int batch, int row, int rows, int column, int columns, bool isCausal)
    {
        for (int i = 0; i < rows; i++, scores += pitch)
        {
            nint at = numbers == null && flags == null ? 0 : offsets[batch] + ((row + i) * rowStride) + (column * columnStride);
            for (int j = 0; numbers != null && j < columns; j++) scores[j] += numbers[at + (j * columnStride)];
            for (int j = 0; flags != null && j < columns; j++)
            {
                if (flags[at + (j * columnStride)] == 0) scores[j] = T.NegativeInfinity;
            }
            for (int j = isCausal ? Math.Clamp(row + i + 1 - column, 0, columns) : columns; j < pitch; j++) scores[j] = T.NegativeInfinity;
        }
    }
}

/// <summary>One operand in memory, [N, rows, width]: batch n begins at <c>offsets[n]</c>, the elements of a row lie side by side.</summary>
internal readonly unsafe struct AttentionRows<T>(T* start, int* offsets, nint pitch, int width)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>From one row to the next.</summary>
    public nint Pitch => pitch;

    /// <summary>Elements of a row.</summary>
    public int Width => width;

    public T* At(int batch, int row) => start + offsets[batch] + (row * pitch);

    /// <summary>Some rows without gaps: in place where they have none, otherwise copied.</summary>
    public T* Dense(int batch, int row, int rows, T* room)
    {
        T* from = At(batch, row);
        if (pitch == width) return from;
        for (int r = 0; r < rows; r++) new ReadOnlySpan<T>(from + (r * pitch), width).CopyTo(new Span<T>(room + ((nint)r * width), width));
        return room;
    }

    /// <summary>Some rows times a number, without gaps.</summary>
    public T* Scaled(int batch, int row, int rows, double factor, T* room)
    {
        T* from = At(batch, row);
        for (int r = 0; r < rows; r++) AttentionLoops<T>.Scale(from + (r * pitch), T.CreateTruncating(factor), room + ((nint)r * width), width);
        return room;
    }

    /// <summary>Some rows times a number, in place.</summary>
    public void Scale(int batch, int row, int rows, double factor)
    {
        T* at = At(batch, row);
        for (int r = 0; r < rows; r++, at += pitch) AttentionLoops<T>.Scale(at, T.CreateTruncating(factor), at, width);
    }

    public void Clear(int batch, int row, int rows)
    {
        T* at = At(batch, row);
        for (int r = 0; r < rows; r++, at += pitch) new Span<T>(at, width).Clear();
    }
}

/// <summary>Operands of an attention, and the products of blocks of its scores.</summary>
internal unsafe struct AttentionBlock<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public AttentionSizes Sizes;
    public AttentionMask<T> Mask;
    public AttentionRows<T> Q;
    public AttentionRows<T> K;
    public AttentionRows<T> V;

    /// <summary>From one row of a block of scores to the next.</summary>
    public static nint Pitch(int columns) => (columns + AttentionLoops<T>.Lanes - 1) / AttentionLoops<T>.Lanes * AttentionLoops<T>.Lanes;

    /// <summary>s q k^T, masked: [rows, columns] of the queries <paramref name="q"/> (dense, times s) from <paramref name="row"/>, keys from <paramref name="column"/>.</summary>
    public readonly void Scores(int batch, T* q, int row, int rows, int column, int columns, T* scores)
    {
        nint pitch = Pitch(columns);
        Product(rows, columns, Sizes.Width, q, Sizes.Width, 1, K.At(batch, column), 1, K.Pitch, scores, pitch, accumulate: false);
        Mask.Apply(scores, pitch, batch, row, rows, column, columns, Sizes.IsCausal);
    }

    /// <summary>The keys that a block of queries sees.</summary>
    public readonly int KeysSeen(int row, int rows) => Sizes.IsCausal ? Math.Min(Sizes.Keys, row + rows) : Sizes.Keys;

    /// <summary>C [m, n] = or += A [m, k] B [k, n], by strides.</summary>
    public static void Product(int m, int n, int k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, bool accumulate) =>
        MatMul.Run(new MatMulOperands<T>
        {
            M = m, N = n, K = k, A = a, ARow = aRow, ACol = aColumn, B = b, BRow = bRow, BCol = bColumn, C = c, CRow = cRow, Accumulate = accumulate,
        });
}
