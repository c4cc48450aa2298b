namespace Autograd.Kernels;

/// <summary>What the maps of a convolution share: the matrix product, and planes of one number.</summary>
internal static unsafe class ConvProduct
{
    /// <summary>C = A B, or C + A B: A: <c>[m, k]</c>, B: <c>[k, n]</c>, by address and strides within operands that were checked.</summary>
    public static void Run<T>(nint m, nint n, nint k, T* a, nint aRow, nint aCol, T* b, nint bRow, nint bCol, T* c, nint cRow, bool accumulate)
        where T : unmanaged => MatMul.Run(new MatMulOperands<T>
        {
            M = (int)m,
            N = (int)n,
            K = (int)k,
            A = a,
            ARow = aRow,
            ACol = aCol,
            B = b,
            BRow = bRow,
            BCol = bCol,
            C = c,
            CRow = cRow,
            Accumulate = accumulate,
        });

    /// <summary>Fills planes with the number of each, or with zeros.</summary>
    public static void Fill<T>(T* planes, nint pitch, nint count, int columns, T* numbers)
        where T : unmanaged
    {
        for (nint i = 0; i < count; i++, planes += pitch) new Span<T>(planes, columns).Fill(numbers == null ? default : numbers[i]);
    }
}
