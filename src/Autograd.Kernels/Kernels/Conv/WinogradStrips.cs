using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>Strips of squares of <see cref="ConvWinograd"/>: their inputs, their products with filters, and their outputs.</summary>
internal unsafe struct WinogradStrips<T, V>
    where T : unmanaged, IFloatingPointIeee754<T>
    where V : unmanaged
{
    // Filters whose sums of all 16 places are kept at a time: 128 KB of float32.
    private const int MostFilters = 64;

    // Channels, or filters, that are copied before the copies are read: what was just written in pieces cannot be read at once in whole registers.
    private const int Few = 4;

    // A row of the copies: the first two columns of each square, side by side, and then the last two. Squares that overlap in their plane lie apart
    // here, so that a register takes squares of several rows and images.
    private const int Tails = 2 * Winograd.MostWidth;
    private const int RowPitch = 2 * Tails;

    // The processor itself foresees what lies within a page.
    private const int LargePlane = 4096;

    private readonly ConvShape shape;
    private readonly T* x;
    private readonly T* biases;
    private readonly T* y;

    public WinogradStrips(in ConvShape shape, T* x, T* biases, T* y)
    {
        this.shape = shape;
        this.x = x;
        this.biases = biases;
        this.y = y;
        Squares = ConvWinograd.SquaresOf(shape.Window.Height) * ConvWinograd.SquaresOf(shape.Window.Width) * shape.Batch;
    }

    /// <summary>The group of channels that is computed.</summary>
    public int Group { get; set; }

    public readonly ConvShape Shape => shape;

    /// <summary>The squares of all images.</summary>
    public int Squares { get; }

    /// <summary>The strips of all images.</summary>
    public readonly int Count => (Squares + Width - 1) / Width;

    /// <summary>The filters whose sums are kept at a time, whole panels.</summary>
    public static int BlockFilters => MostFilters / MatMulTile<T, V>.Rows * MatMulTile<T, V>.Rows;

    /// <summary>The elements of the copies that <see cref="Inputs"/> makes.</summary>
    public static nint CopiedCount => Few * Winograd.Side * RowPitch;

    /// <summary>The elements of the inputs of a strip.</summary>
    public readonly nint InputsCount => Winograd.Places * InputsOfPlace;

    /// <summary>The elements of the sums of a block of filters.</summary>
    public readonly nint SumsCount => Winograd.Places * SumsOfPlace;

    private static int Width => Winograd.Width<T>();

    // Places lie two lines further apart than they need: at a multiple of 4 KB they would share a set of the first cache.
    private readonly nint InputsOfPlace => ((nint)shape.Channels * Width) + Width;

    private readonly nint SumsOfPlace => ((nint)Math.Min(BlockFilters, shape.Filters) * Width) + Width;

    /// <summary>The rows of squares of a strip.</summary>
    public readonly WinogradPieces Pieces(nint strip)
    {
        int first = (int)strip * Width;
        return new(first, Math.Min(first + Width, Squares), ConvWinograd.SquaresOf(shape.Window.Height), ConvWinograd.SquaresOf(shape.Window.Width));
    }

    private readonly nint Plane(int image, int planes) => (((nint)image * shape.Groups) + Group) * planes;

    /// <summary>The squares of all channels, transformed: <c>[16, channels, width]</c>.</summary>
    [SkipLocalsInit]
    public readonly void Inputs(in WinogradPieces pieces, T* copied, T* inputs)
    {
        var (h, w) = (shape.Window.Height, shape.Window.Width);
        nint lanes = Vector512<T>.Count, perChannel = Winograd.Side * RowPitch, planeCount = shape.Window.InputCount, perImage = (nint)shape.Groups * shape.Channels * planeCount;
        T* first = x + (Plane(0, shape.Channels) * planeCount);
        bool asks = planeCount * sizeof(T) >= LargePlane;
        WinogradWindow* windows = stackalloc WinogradWindow[2 * Winograd.MostWidth];
        for (int p = 0; p < pieces.Length; p++)
        {
            windows[2 * p] = WinogradMove.Window(pieces[p], h, w, 0, perImage, RowPitch);
            WinogradWindow tails = WinogradMove.Window(pieces[p], h, w, Winograd.Side / 2, perImage, RowPitch);
            windows[(2 * p) + 1] = tails with { To = tails.To + Tails };
        }
        // The zeros around the planes lie in the same places for all channels.
        new Span<T>(copied, (int)(Few * perChannel)).Clear();
        for (int c = 0; c < shape.Channels; c += Few)
        {
            int few = Math.Min(Few, shape.Channels - c);
            T* channel = first + (c * planeCount);
            for (int i = 0; i < few; i++, channel += planeCount)
            {
                if (asks && c + i + Few < shape.Channels) AskInputs(channel + (Few * planeCount), perImage, pieces);
                WinogradMove.Read(channel, w.Input, windows, 2 * pieces.Length, copied + (i * perChannel), RowPitch);
            }
            for (int i = 0; i < few; i++)
            {
                T* heads = copied + (i * perChannel), v = inputs + ((nint)(c + i) * Width);
                for (nint at = 0; at < pieces.Squares; at += lanes) Winograd.Inputs(heads + (2 * at), heads + Tails + (2 * at), RowPitch, v + at, InputsOfPlace);
            }
        }
    }

    /// <summary>Asks for the rows of a channel that squares read, while others are transformed.</summary>
    private readonly void AskInputs(T* channel, nint perImage, in WinogradPieces pieces)
    {
        var (h, w) = (shape.Window.Height, shape.Window.Width);
        for (int p = 0; p < pieces.Length; p++)
        {
            WinogradPiece piece = pieces[p];
            WinogradMove.Prefetch(channel + (piece.Image * perImage), h.Input, w.Input, (nint)piece.H - h.Padding, Winograd.Side, (nint)piece.W - w.Padding, (2 * piece.Count) + 2);
        }
    }

    /// <summary>
    /// For each of the 16 places the product of <paramref name="count"/> filters from <paramref name="m0"/> on, panels <paramref name="perPlace"/>
    /// apart, with all channels.
    /// </summary>
    public readonly void Product(T* panels, nint perPlace, int m0, int count, T* inputs, T* sums, in WinogradPieces pieces)
    {
        int height = MatMulTile<T, V>.Rows, width = MatMulTile<T, V>.Columns, depth = shape.Channels, runs = MatMulOperands<T>.Depth(depth), used = pieces.Squares;
        for (int place = 0; place < Winograd.Places; place++, inputs += InputsOfPlace, sums += SumsOfPlace, panels += perPlace)
        {
            if (shape.Window.OutputCount * sizeof(T) >= LargePlane) Ask(m0 + (count * place / Winograd.Places), m0 + (count * (place + 1) / Winograd.Places), pieces);
            for (int k = 0; k < depth; k += runs)
            {
                for (int column = 0; column < used; column += width)
                {
                    bool isOne = used - column <= MatMulTile<T, V>.Lanes;
                    T* a = panels + ((nint)k * height), b = inputs + ((nint)k * Width) + column, c = sums + column;
                    for (int m = 0; m < count; m += height, a += (nint)depth * height, c += (nint)height * Width)
                    {
                        T* start = k > 0 ? c : null;
                        nint startRow = k > 0 ? Width : 0;
                        int length = Math.Min(runs, depth - k), rows = Math.Min(height, count - m);
                        if (isOne) MatMulTile<T, V, OneRegister, ReadsPanel>.Run(length, a, 0, 0, rows, b, Width, c, Width, start, startRow);
                        else MatMulTile<T, V, TwoRegisters, ReadsPanel>.Run(length, a, 0, 0, rows, b, Width, c, Width, start, startRow);
                    }
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
                T* plane = y + ((Plane(pieces[p].Image, shape.Filters) + m) * shape.Window.OutputCount);
                WinogradMove.Prefetch(plane, shape.Window.Height.Output, shape.Window.Width.Output, pieces[p].H, 2, pieces[p].W, 2 * pieces[p].Count);
            }
        }
    }

    /// <summary>The outputs of some filters to where they belong.</summary>
    [SkipLocalsInit]
    public readonly void Store(int m0, int count, T* sums, in WinogradPieces pieces)
    {
        T* rows = stackalloc T[Few * Winograd.Outputs * Winograd.MostWidth];
        WinogradWindow* windows = stackalloc WinogradWindow[Winograd.MostWidth];
        nint planeCount = shape.Window.OutputCount, perFilter = Winograd.Outputs * (nint)Width, perImage = (nint)shape.Groups * shape.Filters * planeCount;
        for (int p = 0; p < pieces.Length; p++) windows[p] = WinogradMove.Outputs(pieces[p], shape.Window.Height, shape.Window.Width, perImage);
        T* bias = biases == null ? null : biases + ((nint)Group * shape.Filters) + m0;
        T* filter = y + ((Plane(0, shape.Filters) + m0) * planeCount);
        for (int m = 0; m < count; m += Few)
        {
            int few = Math.Min(Few, count - m);
            for (int i = 0; i < few; i++) Winograd.OutputRows(sums + ((nint)(m + i) * Width), SumsOfPlace, bias == null ? T.Zero : bias[m + i], rows + (i * perFilter));
            for (int i = 0; i < few; i++, filter += planeCount) WinogradMove.Write(rows + (i * perFilter), 2 * Width, windows, pieces.Length, filter, shape.Window.Width.Output);
        }
    }
}
