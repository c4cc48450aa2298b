namespace Autograd.Kernels;

/// <summary>What the maps of a convolution share: the matrix product, planes of one number, and how many pieces make a part.</summary>
internal static unsafe class ConvProduct
{
    // A part is at least this many multiply-adds, so that claiming it costs nothing beside it (4 us on a fast core).
    private const long PartWork = 1 << 18;

    // 8 us on a fast core.
    private const long SerialWork = 1 << 20;

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

    /// <summary>How many of equal pieces make a part of the work.</summary>
    public static int PerPart(long products, nint pieces) =>
        IsSmall(products) ? (int)Math.Max(1, pieces) : (int)Math.Clamp(PartWork * pieces / products, 1, pieces);

    /// <summary>Whether the work is done before a second thread has come.</summary>
    public static bool IsSmall(long products) => products < SerialWork;
}
