using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// The transpose in w of convolutions of 3 x 3 by Winograd's F(2 x 2, 3 x 3): w = G^T (sum over squares of (A y A^T) (B^T x B)) G, the product
/// within the sum taken place by place: 16 matrix products <c>[filters, squares] x [squares, channels]</c>, for 36 of the definition.
/// </summary>
/// <remarks>
/// Channels are side by side in registers: so the transforms only add, and write operands in the order in which the tile reads them.
/// Parts of the rows of squares by blocks of filters are summed apart and then added in their order: how many is a matter of sizes alone.
/// </remarks>
internal static unsafe class ConvWeightWinograd
{
    // The channels of a strip, and some panels of filters: with fewer the transforms are not paid for.
    private const int LeastChannels = 32;
    private const int LeastFilters = 32;

    // The taps are made of the sums of 16 places, whatever the number of squares.
    private const int LeastSquares = 64;

    /// <summary>Whether this is the faster way.</summary>
    public static bool Pays<T>(in ConvShape s)
        where T : unmanaged => s.Channels >= LeastChannels && s.Filters >= LeastFilters && ConvWinograd.Covers<T>(s)
        && (long)ConvWinograd.SquaresOf(s.Window.Height) * ConvWinograd.SquaresOf(s.Window.Width) * s.Batch >= LeastSquares;

    public static void Run<T>(in ConvShape s, T* x, T* y, T* w)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) new ConvWeightWinograd<T, Vector512<T>> { S = s, X = x, Y = y, W = w }.RunAll();
        else if (Vector256.IsHardwareAccelerated) new ConvWeightWinograd<T, Vector256<T>> { S = s, X = x, Y = y, W = w }.RunAll();
        else new ConvWeightWinograd<T, Vector128<T>> { S = s, X = x, Y = y, W = w }.RunAll();
        // An infinite number meets others of its square: NaN, where the definition may give infinity, or nothing.
        if (!TensorPrimitives.IsFiniteAll(new ReadOnlySpan<T>(w, (int)s.WeightCount))) new ConvWeight<T> { S = s, X = x, Y = y, W = w }.RunAll();
    }
}

/// <inheritdoc cref="ConvWeightWinograd"/>
internal unsafe struct ConvWeightWinograd<T, V> : IJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where V : unmanaged
{
    // Filters of a part: what is transformed of y, 16 x 64 x 64 numbers, is a quarter of the second cache.
    private const int MostFilters = 64;

    // The squares of a product: as many as that, in whole rows.
    private const int FewSquares = 64;

    // A large sum has at least that many parts, where its sizes allow.
    private const int Parts = 16;

    // What the sums of parts may take together.
    private const int SumBytes = 8 << 20;

    public ConvShape S;
    public T* X;
    public T* Y;
    public T* W;
    private T* sums;
    private int parts;

    // Channels come in strips of a tile's columns.
    private readonly nint Pitch => (S.Channels + Columns - 1) / Columns * (nint)Columns;

    private readonly nint SumsOfPlace => S.Filters * Pitch;

    private readonly nint SumsOfPart => Winograd.Places * SumsOfPlace;

    private readonly int Blocks => (S.Filters + MostFilters - 1) / MostFilters;

    private readonly int SquaresOfRow => ConvWinograd.SquaresOf(S.Window.Width);

    // Rows of squares of all images.
    private readonly int Rows => ConvWinograd.SquaresOf(S.Window.Height) * S.Batch;

    private readonly int Together => Math.Clamp(FewSquares / SquaresOfRow, 1, Rows);

    private static int Columns => MatMulTile<T, V>.Columns;

    public void RunAll()
    {
        int pieces = S.Groups * Blocks;
        parts = (int)Math.Clamp(SumBytes / (S.Groups * SumsOfPart * sizeof(T)), 1, Math.Min(Rows / Together, (Parts + pieces - 1) / pieces));
        using var room = new Scratch<T>(S.Groups * parts * SumsOfPart);
        sums = room.Start;
        Workers.For(pieces * parts, this);
        Workers.For(S.Groups * S.Filters, new Folding { Job = this });
    }

    public readonly void Run(int number)
    {
        var (piece, part) = Math.DivRem(number, parts);
        var (group, block) = Math.DivRem(piece, Blocks);
        int m = block * MostFilters, filters = Math.Min(MostFilters, S.Filters - m), end = (int)((long)Rows * (part + 1) / parts);
        T* to = sums + ((((nint)group * parts) + part) * SumsOfPart) + (m * Pitch);
        nint lanes = MatMulTile<T, V>.Lanes, pitch = (filters + lanes - 1) / lanes * lanes, rowsOfPixels = (2 * (nint)Together) + 2;
        using var pixels = new Scratch<T>(rowsOfPixels * Math.Max(Columns * (nint)S.Window.Width.Input, pitch * S.Window.Width.Output));
        using var zeros = new Scratch<T>(Columns * (nint)S.Window.Width.Input);
        using var u = new Scratch<T>(Winograd.Places * PerPlace(pitch));
        using var v = new Scratch<T>(Winograd.Places * PerPlace(Columns));
        new Span<T>(zeros.Start, Columns * S.Window.Width.Input).Clear();
        bool isBegun = false;
        for (int row = (int)((long)Rows * part / parts); row < end; row += Together, isBegun = true)
        {
            int rows = Math.Min(Together, end - row);
            Outputs(group, m, filters, row, rows, pixels.Start, pitch, u.Start);
            for (int c = 0; c < S.Channels; c += Columns)
            {
                Inputs(group, c, row, rows, pixels.Start, zeros.Start, v.Start);
                Products(filters, rows * SquaresOfRow, u.Start, pitch, v.Start, to + c, isBegun);
            }
        }
    }

    // Places lie two lines further apart than they need: at a multiple of 4 KB they would share a set of the first cache.
    private readonly nint PerPlace(nint pitch) => ((Together * (nint)SquaresOfRow) + 2) * pitch;

    /// <summary>A y A^T of rows of squares: <c>[16, squares, filters]</c>.</summary>
    private readonly void Outputs(int group, int m, int filters, int row, int rows, T* pixels, nint pitch, T* u)
    {
        int height = S.Window.Height.Output, width = S.Window.Width.Output, perImage = ConvWinograd.SquaresOf(S.Window.Height);
        for (int end = row + rows; row < end;)
        {
            int image = Math.DivRem(row, perImage, out int r), count = Math.Min(perImage - r, end - row);
            int first = 2 * r, last = Math.Min(first + (2 * count), height);
            T* plane = Y + ((((((nint)image * S.Groups) + group) * S.Filters) + m) * S.Window.OutputCount);
            Transpose.Run(plane + (first * width), S.Window.OutputCount, pixels, pitch, filters, (last - first) * width, stream: false);
            for (int h = first; h < last; h += 2, u += SquaresOfRow * pitch)
            {
                T* at = pixels + ((h - first) * width * pitch);
                WinogradRows<T, V>.Outputs(at, h + 1 < last ? at + (width * pitch) : null, pitch, width, SquaresOfRow, u, PerPlace(pitch));
            }
            row += count;
        }
    }

    /// <summary>B^T x B of rows of squares of a strip of channels: <c>[16, squares, columns of a tile]</c>.</summary>
    private readonly void Inputs(int group, int c, int row, int rows, T* pixels, T* zeros, T* v)
    {
        var (h, w) = (S.Window.Height, S.Window.Width);
        int perImage = ConvWinograd.SquaresOf(h), channels = Math.Min(Columns, S.Channels - c);
        nint perRow = w.Input * (nint)Columns;
        for (int end = row + rows; row < end;)
        {
            int image = Math.DivRem(row, perImage, out int r), count = Math.Min(perImage - r, end - row);
            int top = (2 * r) - h.Padding, first = Math.Clamp(top, 0, h.Input), last = Math.Clamp(top + (2 * count) + 2, first, h.Input);
            T* plane = X + ((((((nint)image * S.Groups) + group) * S.Channels) + c) * S.Window.InputCount);
            Transpose.Run(plane + (first * w.Input), S.Window.InputCount, pixels, Columns, channels, (last - first) * w.Input, stream: false);
            for (int i = 0; i < count; i++, top += 2, v += SquaresOfRow * Columns)
                WinogradRows<T, V>.Inputs(RowOf(top), RowOf(top + 1), RowOf(top + 2), RowOf(top + 3), Columns, w.Input, -w.Padding, SquaresOfRow, v, PerPlace(Columns));
            row += count;

            T* RowOf(int at) => (uint)at < (uint)h.Input ? pixels + ((at - first) * perRow) : zeros;
        }
    }

    /// <summary>Some squares more, for some filters by a strip of channels.</summary>
    private readonly void Products(int filters, int squares, T* u, nint pitch, T* v, T* to, bool isBegun)
    {
        int height = MatMulTile<T, V>.Rows;
        for (int place = 0; place < Winograd.Places; place++, u += PerPlace(pitch), v += PerPlace(Columns), to += SumsOfPlace)
        {
            for (int m = 0; m < filters; m += height)
            {
                T* c = to + (m * Pitch);
                MatMulTile<T, V, TwoRegisters, ReadsStrides>.Run(
                    squares, u + m, 1, pitch, Math.Min(height, filters - m), v, Columns, c, Pitch, isBegun ? c : null, isBegun ? Pitch : 0);
            }
        }
    }

    /// <summary>The sums of one filter to its taps.</summary>
    private struct Folding : IJob
    {
        private const int Taps = 9;

        public ConvWeightWinograd<T, V> Job;

        public readonly void Run(int number)
        {
            var (group, m) = Math.DivRem(number, Job.S.Filters);
            nint pitch = Job.Pitch;
            using var taps = new Scratch<T>(Taps * pitch);
            T* sums = Job.sums + (group * Job.parts * Job.SumsOfPart) + (m * pitch);
            for (int part = 1; part < Job.parts; part++)
            {
                for (int place = 0; place < Winograd.Places; place++)
                {
                    var total = new Span<T>(sums + (place * Job.SumsOfPlace), (int)pitch);
                    TensorPrimitives.Add(total, new ReadOnlySpan<T>(sums + (part * Job.SumsOfPart) + (place * Job.SumsOfPlace), total.Length), total);
                }
            }
            WinogradRows<T, V>.Taps(sums, Job.SumsOfPlace, T.CreateTruncating(0.5), taps.Start, pitch, pitch);
            Transpose.Run(taps.Start, pitch, Job.W + (number * Job.S.Rows), Taps, Taps, Job.S.Channels, stream: false);
        }
    }
}
