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

/// <summary>The inputs of a piece that are in its plane.</summary>
/// <param name="From">The first in the plane.</param>
/// <param name="To">The first in the copy.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Columns">How many columns.</param>
internal readonly record struct WinogradWindow(nint From, nint To, int Rows, int Columns);

/// <summary>The moves between planes and strips of squares: nothing beside the rows of a plane is read or written.</summary>
internal static unsafe class WinogradMove
{
    private const int Line = 64;

    /// <summary>What of the four rows of inputs of a piece its plane has, and where that goes among rows <paramref name="pitch"/> apart.</summary>
    public static WinogradWindow Window(in WinogradPiece piece, in WindowAxis height, in WindowAxis width, int pitch)
    {
        int row = piece.H - height.Padding, column = piece.W - width.Padding;
        int top = Math.Max(row, 0), left = Math.Max(column, 0), bottom = Math.Min(row + Winograd.Side, height.Input), right = Math.Min(column + (2 * piece.Count) + 2, width.Input);
        if (top >= bottom || left >= right) return default;
        return new(((nint)top * width.Input) + left, ((nint)(top - row) * pitch) + left - column, bottom - top, right - left);
    }

    /// <summary>Copies the inputs of a window; what the plane has not is zero already, and stays so.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Read<T>(T* plane, nint width, in WinogradWindow window, T* to, nint pitch)
        where T : unmanaged
    {
        T* from = plane + window.From;
        to += window.To;
        nint columns = window.Columns;
        for (int i = window.Rows; i > 0; i--, from += width, to += pitch) Copy(from, to, columns);
    }

    /// <summary>The rows of outputs of a piece to its plane, as far as they are of it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Write<T>(T* rows, nint pitch, in WinogradPiece piece, int height, int width, T* plane)
        where T : unmanaged
    {
        T* from = rows + (2 * piece.Column), to = plane + ((nint)piece.H * width) + piece.W;
        nint count = Math.Min(2 * piece.Count, width - piece.W);
        Copy(from, to, count);
        if (piece.H + 1 < height) Copy(from + pitch, to + width, count);
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
        nint lanes = Vector256<T>.Count, i = 0;
        for (; i + lanes <= count; i += lanes) Vector256.Load(from + i).Store(to + i);
        if (i == count) return;
        // The last register ends where the row does, if the row has one.
        if (count >= lanes) Vector256.Load(from + count - lanes).Store(to + count - lanes);
        else for (; i < count; i++) to[i] = from[i];
    }
}
