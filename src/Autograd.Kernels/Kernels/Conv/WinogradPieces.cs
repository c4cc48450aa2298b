using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Kernels;

/// <summary>A row of squares of a strip, or what of it the strip has.</summary>
/// <param name="Column">Its first square in the strip.</param>
/// <param name="Count">Its squares.</param>
/// <param name="Image">The image.</param>
/// <param name="H">The first row of outputs.</param>
/// <param name="W">The first column of outputs.</param>
internal readonly record struct WinogradPiece(int Column, int Count, int Image, int H, int W);

/// <summary>The rows of squares that make a strip.</summary>
internal struct WinogradPieces
{
    private Pieces pieces;

    /// <summary>Squares from <paramref name="first"/> on of images of so many rows of squares.</summary>
    public WinogradPieces(int first, int end, int rows, int perRow)
    {
        Squares = end - first;
        for (int at = first; at < end;)
        {
            int row = Math.DivRem(at, perRow, out int w), image = Math.DivRem(row, rows, out int h), count = Math.Min(perRow - w, end - at);
            pieces[Length++] = new(at - first, count, image, 2 * h, 2 * w);
            at += count;
        }
    }

    /// <summary>The rows of squares.</summary>
    public int Length { get; private set; }

    /// <summary>The squares of all rows.</summary>
    public int Squares { get; }

    public readonly WinogradPiece this[int index] => pieces[index];

    [InlineArray(Winograd.MostWidth)]
    private struct Pieces
    {
        private WinogradPiece first;
    }
}

/// <summary>What a piece has of its plane: inputs, two columns of each square, or outputs.</summary>
/// <param name="From">The first, from the first image on where they are inputs.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Columns">How many columns.</param>
internal readonly record struct WinogradWindow(nint From, nint To, int Rows, int Columns);

/// <summary>The moves between planes and strips of squares: nothing beside the rows of a plane is read or written.</summary>
internal static unsafe class WinogradMove
{
    private const int Line = 64;

    /// <summary>
    /// The first two columns of each square of a piece, or with <paramref name="column"/> 2 the last two, as far as its plane has them; they go to rows
    /// <paramref name="pitch"/> apart.
    /// </summary>
    public static WinogradWindow Window(in WinogradPiece piece, in WindowAxis height, in WindowAxis width, int column, nint perImage, nint pitch)
    {
        int row = piece.H - height.Padding, first = piece.W - width.Padding + column;
        int top = Math.Max(row, 0), left = Math.Max(first, 0), bottom = Math.Min(row + Winograd.Side, height.Input), right = Math.Min(first + (2 * piece.Count), width.Input);
        nint from = (piece.Image * perImage) + ((nint)top * width.Input) + left;
        return new(from, ((top - row) * pitch) + (2 * piece.Column) + left - first, Math.Max(0, bottom - top), Math.Max(0, right - left));
    }

    /// <summary>Copies what windows see of a channel; what the planes have not is zero already, and stays so.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Read<T>(T* channel, nint width, WinogradWindow* windows, int count, T* to, nint pitch)
        where T : unmanaged
    {
        for (WinogradWindow* end = windows + count; windows < end; windows++)
        {
            T* source = channel + windows->From, target = to + windows->To;
            nint columns = windows->Columns;
            for (int i = windows->Rows; i > 0; i--, source += width, target += pitch) Copy(source, target, columns);
        }
    }

    /// <summary>The two rows of outputs of a piece, as far as they are of its plane.</summary>
    public static WinogradWindow Outputs(in WinogradPiece piece, in WindowAxis height, in WindowAxis width, nint perImage)
    {
        nint to = (piece.Image * perImage) + ((nint)piece.H * width.Output) + piece.W;
        return new(2 * piece.Column, to, Math.Min(2, height.Output - piece.H), Math.Min(2 * piece.Count, width.Output - piece.W));
    }

    /// <summary>Rows of outputs, <paramref name="pitch"/> apart, to the planes of a filter.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Write<T>(T* rows, nint pitch, WinogradWindow* windows, int count, T* filter, nint width)
        where T : unmanaged
    {
        for (WinogradWindow* end = windows + count; windows < end; windows++)
        {
            T* source = rows + windows->From, target = filter + windows->To;
            Copy(source, target, windows->Columns);
            if (windows->Rows > 1) Copy(source + pitch, target + width, windows->Columns);
        }
    }

    /// <summary>Asks for rows of a plane before they are read or written: the planes of a strip are too many for the processor to see the pattern.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Prefetch<T>(T* plane, int height, int width, nint row, int rows, nint column, nint count)
        where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        nint first = Math.Max(column, 0), end = Math.Min(column + count, width);
        for (nint h = Math.Max(row, 0); h < Math.Min(row + rows, height); h++)
        {
            byte* last = (byte*)(plane + (h * width) + end - 1);
            for (byte* at = (byte*)(plane + (h * width) + first); at < last; at += Line) Sse.Prefetch0(at);
            Sse.Prefetch0(last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<T>(T* from, T* to, nint count)
        where T : unmanaged
    {
        nint lanes = Vector256<T>.Count, half = Vector128<T>.Count, i = 0;
        for (; i + lanes <= count; i += lanes) Vector256.Load(from + i).Store(to + i);
        if (i == count) return;
        // The last register ends where the row does, if the row has one.
        if (count >= lanes)
        {
            Vector256.Load(from + count - lanes).Store(to + count - lanes);
        }
        else if (count >= half)
        {
            Vector128.Load(from).Store(to);
            Vector128.Load(from + count - half).Store(to + count - half);
        }
        else
        {
            for (; i < count; i++) to[i] = from[i];
        }
    }
}
