using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// Convolutions of 3 x 3 by Winograd's minimal filtering, F(2 x 2, 3 x 3) (Lavin and Gray 2015, "Fast Algorithms for Convolutional
/// Neural Networks", equations 7 to 12): four outputs by 16 products a channel where the definition takes 36. The 16 products of all
/// channels, filters and squares are 16 matrix products: for every place xi of the 4 x 4 square <c>[M, C]</c> by <c>[C, squares]</c>.
/// </summary>
/// <remarks>
/// The transforms only add, and halve filters; an output depends on the nine inputs that it reads by definition, and on no others, so that its
/// error stays relative to the products of its own window. An infinite input gives NaN where the definition may give infinity.
/// </remarks>
internal static unsafe class ConvWinograd
{
    // The transforms take some 60 additions and 32 moves for each input channel of a square, which all filters share.
    private const int LeastChannels = 32;
    private const int LeastFilters = 64;

    // Transformed filters are read once for each strip of squares: they stay in the third cache, and are written at every call.
    private const int MostFilterBytes = 8 << 20;

    // So many squares of an image pay for the filters.
    private const int LeastSquares = 16;

    // Of what the squares compute that many of a hundred are outputs.
    private const int LeastShare = 75;

    /// <summary>Whether this is the faster way. It does not depend on the batch: an image has the same bits in any.</summary>
    public static bool Pays<T>(in ConvShape s)
        where T : unmanaged
    {
        if (s.Channels < LeastChannels || s.Filters < LeastFilters || (long)s.Channels * s.Filters * Winograd.Places * sizeof(T) > MostFilterBytes) return false;
        return Covers<T>(s) && SquaresOf(s.Window.Height) * (long)SquaresOf(s.Window.Width) >= LeastSquares;
    }

    /// <summary>Whether squares cover the outputs, and few beside them.</summary>
    public static bool Covers<T>(in ConvShape s)
        where T : unmanaged
    {
        WindowShape window = s.Window;
        if (window.Depth is not { Input: 1, Output: 1, Kernel: 1, Padding: 0 } || !IsPlain(window.Height) || !IsPlain(window.Width)) return false;
        long squares = SquaresOf(window.Height) * (long)SquaresOf(window.Width);
        return Pairs.IsFast<T>() && squares * s.Batch <= int.MaxValue && (long)window.OutputCount * 100 >= squares * Winograd.Outputs * LeastShare;
    }

    /// <summary>How many squares cover the outputs of a dimension.</summary>
    public static int SquaresOf(in WindowAxis axis) => (axis.Output + 1) / 2;

    public static void Run<T>(in ConvShape s, T* x, in ConvFilters<T> filters, T* bias, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) new ConvWinograd<T, Vector512<T>> { S = s, X = x, Bias = bias, Y = y }.RunAll(filters);
        else if (Vector256.IsHardwareAccelerated) new ConvWinograd<T, Vector256<T>> { S = s, X = x, Bias = bias, Y = y }.RunAll(filters);
        else new ConvWinograd<T, Vector128<T>> { S = s, X = x, Bias = bias, Y = y }.RunAll(filters);
    }

    private static bool IsPlain(in WindowAxis axis) => axis is { Kernel: 3, Stride: 1, Dilation: 1 };
}

/// <inheritdoc cref="ConvWinograd"/>
internal unsafe struct ConvWinograd<T, V> : IJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where V : unmanaged
{
    // Filters whose sums of all 16 places are kept at a time: 128 KB of float32.
    private const int MostFilters = 64;

    // Channels, or filters, that are copied before the copies are read: what was just written in pieces cannot be read at once in whole registers.
    private const int Few = 4;

    // Two rows of squares are at least that many inputs apart, and the last register of a piece reads beyond it.
    private const int RowPitch = 2 * 2 * Winograd.MostWidth;

    // The processor itself foresees what lies within a page.
    private const int LargePlane = 4096;

    public ConvShape S;
    public T* X;
    public T* Bias;
    public T* Y;
    private int group;
    private T* panels;
    private int squares;
    private nint perPart;

    private static int Width => Winograd.Width<T>();

    private static int BlockFilters => MostFilters / MatMulTile<T, V>.Rows * MatMulTile<T, V>.Rows;

    // Places lie two lines further apart than they need: at a multiple of 4 KB they would share a set of the first cache.
    private readonly nint InputsOfPlace => ((nint)S.Channels * Width) + Width;

    private readonly nint SumsOfPlace => ((nint)Math.Min(BlockFilters, S.Filters) * Width) + Width;

    public void RunAll(in ConvFilters<T> filters)
    {
        using var packed = new Scratch<T>(WinogradFilters<T, V>.Count(S));
        panels = packed.Start;
        squares = ConvWinograd.SquaresOf(S.Window.Height) * ConvWinograd.SquaresOf(S.Window.Width) * S.Batch;
        int strips = (squares + Width - 1) / Width;
        perPart = WorkParts.PiecesOf(S.Products, strips);
        for (group = 0; group < S.Groups; group++)
        {
            new WinogradFilters<T, V> { S = S, Filters = filters, Group = group, To = panels }.RunAll();
            Workers.For((int)((strips + perPart - 1) / perPart), this);
        }
    }

    public readonly void Run(int part)
    {
        using var copied = new Scratch<T>(Few * Winograd.MostWidth * Winograd.Side * RowPitch);
        using var inputs = new Scratch<T>((Winograd.Places * InputsOfPlace) + Vector512<T>.Count);
        using var sums = new Scratch<T>(Winograd.Places * SumsOfPlace);
        nint end = Math.Min(squares, (part + 1) * perPart * Width);
        for (nint first = part * perPart * Width; first < end; first += Width)
        {
            var pieces = new WinogradPieces((int)first, (int)Math.Min(first + Width, end), ConvWinograd.SquaresOf(S.Window.Height), ConvWinograd.SquaresOf(S.Window.Width));
            Inputs(pieces, copied.Start, inputs.Start);
            for (int m = 0; m < S.Filters; m += BlockFilters)
            {
                int count = Math.Min(BlockFilters, S.Filters - m);
                Product(m, count, inputs.Start, sums.Start, pieces);
                Store(m, count, sums.Start, pieces);
            }
        }
    }

    private readonly nint Plane(int image, int planes) => (((nint)image * S.Groups) + group) * planes;

    /// <summary>The squares of all channels, transformed: <c>[16, channels, width]</c>.</summary>
    private readonly void Inputs(in WinogradPieces pieces, T* copied, T* inputs)
    {
        var (h, w) = (S.Window.Height, S.Window.Width);
        nint lanes = Vector512<T>.Count, perPiece = Winograd.Side * RowPitch, planeCount = S.Window.InputCount;
        bool asks = planeCount * sizeof(T) >= LargePlane;
        for (int c = 0; c < S.Channels; c += Few)
        {
            int few = Math.Min(Few, S.Channels - c);
            T* to = copied;
            for (int i = 0; i < few; i++)
            {
                for (int p = 0; p < pieces.Length; p++, to += perPiece)
                {
                    WinogradPiece piece = pieces[p];
                    T* plane = X + ((Plane(piece.Image, S.Channels) + c + i) * planeCount);
                    if (asks && c + i + Few < S.Channels) WinogradMove.Prefetch(plane + (Few * planeCount), h.Input, w.Input, (nint)piece.H - h.Padding, Winograd.Side, (nint)piece.W - w.Padding, (2 * piece.Count) + 2);
                    WinogradMove.Read(plane, h.Input, w.Input, (nint)piece.H - h.Padding, (nint)piece.W - w.Padding, (2 * piece.Count) + 2, to, RowPitch);
                }
            }
            to = copied;
            for (int i = 0; i < few; i++)
            {
                for (int p = 0; p < pieces.Length; p++, to += perPiece)
                {
                    // What a register writes beyond its piece the next piece, or the next channel, writes over.
                    T* v = inputs + ((nint)(c + i) * Width) + pieces[p].Column;
                    for (nint at = 0; at < pieces[p].Count; at += lanes) Winograd.Inputs(to + (2 * at), RowPitch, v + at, InputsOfPlace);
                }
            }
        }
    }

    /// <summary>For each of the 16 places the product of some filters with all channels.</summary>
    private readonly void Product(int m0, int count, T* inputs, T* sums, in WinogradPieces pieces)
    {
        int height = MatMulTile<T, V>.Rows, width = MatMulTile<T, V>.Columns, depth = S.Channels, runs = MatMulOperands<T>.Depth(depth);
        T* panel = panels + ((nint)m0 * depth);
        for (int place = 0; place < Winograd.Places; place++, inputs += InputsOfPlace, sums += SumsOfPlace, panel += WinogradFilters<T, V>.CountOfPlace(S))
        {
            if (S.Window.OutputCount * sizeof(T) >= LargePlane) Ask(m0 + (count * place / Winograd.Places), m0 + (count * (place + 1) / Winograd.Places), pieces);
            for (int k = 0; k < depth; k += runs)
            {
                for (int column = 0; column < Width; column += width)
                {
                    T* a = panel + ((nint)k * height), b = inputs + ((nint)k * Width) + column, c = sums + column;
                    for (int m = 0; m < count; m += height, a += (nint)depth * height, c += (nint)height * Width)
                        MatMulTile<T, V, TwoRegisters, ReadsPanel>.Run(Math.Min(runs, depth - k), a, 0, 0, Math.Min(height, count - m), b, Width, c, Width, k > 0 ? c : null, k > 0 ? Width : 0);
                }
            }
        }
    }

    /// <summary>Asks for the rows where outputs of some filters will go, while products are computed.</summary>
    private readonly void Ask(int m0, int m1, in WinogradPieces pieces)
    {
        for (int m = m0; m < m1; m++)
        {
            for (int p = 0; p < pieces.Length; p++)
            {
                T* plane = Y + ((Plane(pieces[p].Image, S.Filters) + m) * S.Window.OutputCount);
                WinogradMove.Prefetch(plane, S.Window.Height.Output, S.Window.Width.Output, pieces[p].H, 2, pieces[p].W, 2 * pieces[p].Count);
            }
        }
    }

    /// <summary>The outputs of some filters to where they belong.</summary>
    [SkipLocalsInit]
    private readonly void Store(int m0, int count, T* sums, in WinogradPieces pieces)
    {
        T* rows = stackalloc T[Few * Winograd.Outputs * Winograd.MostWidth];
        nint planeCount = S.Window.OutputCount, perFilter = Winograd.Outputs * (nint)Width;
        T* bias = Bias == null ? null : Bias + ((nint)group * S.Filters) + m0;
        for (int m = 0; m < count; m += Few)
        {
            int few = Math.Min(Few, count - m);
            for (int i = 0; i < few; i++) Winograd.OutputRows(sums + ((nint)(m + i) * Width), SumsOfPlace, bias == null ? T.Zero : bias[m + i], rows + (i * perFilter));
            for (int i = 0; i < few; i++)
            {
                for (int p = 0; p < pieces.Length; p++)
                {
                    WinogradPiece piece = pieces[p];
                    T* plane = Y + ((Plane(piece.Image, S.Filters) + m0 + m + i) * planeCount);
                    WinogradMove.Write(rows + (i * perFilter), 2 * Width, piece, S.Window.Height.Output, S.Window.Width.Output, plane);
                }
            }
        }
    }
}
