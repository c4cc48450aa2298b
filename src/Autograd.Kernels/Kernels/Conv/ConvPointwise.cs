using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// y[n, m, o] = b[m] + sum over c of w[m, c] x[n, c, o]: a window of one element that is moved by one. For every image the filters
/// <c>[M, C]</c> by its planes <c>[C, outputs]</c>; all images share the filters, which are packed once.
/// </summary>
internal static unsafe class ConvPointwise
{
    // Smaller planes share a product with those of other images.
    private const int LeastOutputs = 128;

    // Each packed input serves that many filters.
    private const int LeastFilters = 16;

    // Packing the filters and the inputs takes a microsecond: half of what that many multiply-adds take.
    private const long LeastProducts = 1 << 18;

    // Of packed inputs at a time: they stay in the second cache while all filters pass.
    private const int Bytes = 512 << 10;

    // A large convolution has at least that many pieces, where its size allows.
    private const int Parts = 16;

    /// <summary>Whether this is the faster way. It does not depend on the batch: an image has the same bits in any.</summary>
    public static bool Pays<T>(in ConvShape s)
        where T : unmanaged => s.IsPointwise && s.Channels > 0 && s.Filters >= LeastFilters && s.Window.OutputCount >= LeastOutputs
        && (s with { Batch = 1 }).Products >= LeastProducts;

    /// <summary>How many strips of <paramref name="width"/> outputs are packed together.</summary>
    public static int StripsOfPiece<T>(in ConvShape s, int width)
        where T : unmanaged
    {
        long strips = (s.Window.OutputCount + width - 1) / width, images = (long)s.Batch * s.Groups, piecesOfImage = (Parts + images - 1) / images;
        return (int)Math.Clamp(Math.Min((strips + piecesOfImage - 1) / piecesOfImage, Bytes / ((long)s.Channels * width * sizeof(T))), 1, strips);
    }

    public static void Run<T>(in ConvShape s, T* x, in ConvFilters<T> filters, T* bias, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) new ConvPointwise<T, Vector512<T>> { S = s, X = x, Bias = bias, Y = y }.RunAll(filters);
        else if (Vector256.IsHardwareAccelerated) new ConvPointwise<T, Vector256<T>> { S = s, X = x, Bias = bias, Y = y }.RunAll(filters);
        else new ConvPointwise<T, Vector128<T>> { S = s, X = x, Bias = bias, Y = y }.RunAll(filters);
    }
}

/// <inheritdoc cref="ConvPointwise"/>
internal unsafe struct ConvPointwise<T, V> : IJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where V : unmanaged
{
    public ConvShape S;
    public T* X;
    public T* Bias;
    public T* Y;
    private T* panels;
    private int strips;
    private nint piecesOfImage;
    private nint perPart;

    private static int Height => MatMulTile<T, V>.Rows;

    private static int Width => MatMulTile<T, V>.Columns;

    public void RunAll(in ConvFilters<T> filters)
    {
        using var packed = new Scratch<T>(S.Groups * ConvFilters<T>.PanelsCount<V>(S));
        panels = packed.Start;
        filters.Pack<V>(S, panels);
        strips = ConvPointwise.StripsOfPiece<T>(S, Width);
        piecesOfImage = (S.Window.OutputCount + ((nint)strips * Width) - 1) / ((nint)strips * Width);
        nint pieces = S.Batch * S.Groups * piecesOfImage;
        perPart = WorkParts.PiecesOf(S.Products, pieces);
        Workers.For((int)((pieces + perPart - 1) / perPart), this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        using var packed = new Scratch<T>((nint)S.Channels * strips * Width);
        using var biases = new Scratch<T>(Bias == null ? 0 : (nint)S.Filters * Width);
        using var last = new Scratch<T>((nint)Height * Width);
        nint first = part * perPart, end = Math.Min(S.Batch * S.Groups * piecesOfImage, first + perPart), plane = S.Window.OutputCount;
        int begun = -1;
        for (nint i = first; i < end; i++)
        {
            nint imageAndGroup = i / piecesOfImage, at = i % piecesOfImage * strips * Width;
            int group = (int)(imageAndGroup % S.Groups), columns = (int)Math.Min((nint)strips * Width, plane - at);
            if (Bias != null && group != begun) ConvProduct.Fill(biases.Start, Width, S.Filters, Width, Bias + ((nint)group * S.Filters));
            begun = group;
            T* x = X + (imageAndGroup * S.Channels * plane) + at;
            for (int j = 0; j < columns; j += Width) MatMulPack<T, V>.Strip(x + j, plane, 1, S.Channels, Math.Min(Width, columns - j), packed.Start + ((nint)j * S.Channels));
            Piece(columns, panels + (group * ConvFilters<T>.PanelsCount<V>(S)), packed.Start, biases.Start, last.Start, Y + (imageAndGroup * S.Filters * plane) + at);
        }
    }

    /// <summary>The outputs of all filters at some strips: eight filters write their rows from one end to the other.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Piece(int columns, T* a, T* b, T* biases, T* last, T* y)
    {
        int runs = MatMulOperands<T>.Depth(S.Channels);
        nint plane = S.Window.OutputCount;
        for (int m = 0; m < S.Filters; m += Height, a += (nint)S.Channels * Height, y += Height * plane)
        {
            int rows = Math.Min(Height, S.Filters - m);
            for (int k = 0; k < S.Channels; k += runs)
            {
                int run = Math.Min(runs, S.Channels - k);
                T* panel = a + ((nint)k * Height);
                for (int j = 0; j < columns; j += Width)
                {
                    int left = columns - j;
                    bool fits = left >= Width || left == MatMulTile<T, V>.Lanes;
                    T* c = fits ? y + j : last, start = k > 0 ? c : biases == null ? null : biases + ((nint)m * Width);
                    nint pitch = fits ? plane : Width, startPitch = start == null ? 0 : k > 0 ? pitch : Width;
                    T* strip = b + ((nint)j * S.Channels) + ((nint)k * Width);
                    if (left > MatMulTile<T, V>.Lanes) MatMulTile<T, V, TwoRegisters, ReadsPanel>.Run(run, panel, 0, 0, rows, strip, Width, c, pitch, start, startPitch);
                    else MatMulTile<T, V, OneRegister, ReadsPanel>.Run(run, panel, 0, 0, rows, strip, Width, c, pitch, start, startPitch);
                    if (fits || k + run < S.Channels) continue;
                    for (int r = 0; r < rows; r++) Unsafe.CopyBlockUnaligned(y + j + (r * plane), last + (r * Width), (uint)(left * sizeof(T)));
                }
            }
        }
    }
}
