namespace Autograd.Data;

/// <summary>The filters of PNG's lines: a byte is stored as its difference from a guess made of those to the left and above (ISO 15948, 9).</summary>
internal static class PngFilter
{
    /// <summary>Undoes a line's filter in place.</summary>
    /// <param name="filter">Its number.</param>
    /// <param name="line">The line.</param>
    /// <param name="above">The one before, undone; zeros before the first.</param>
    /// <param name="left">How many bytes back the same sample of the point before lies; zero where there is none.</param>
    /// <exception cref="InvalidDataException">There is no such filter.</exception>
    public static void Undo(int filter, Span<byte> line, ReadOnlySpan<byte> above, int left)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (int i = left; i < line.Length; i++) line[i] += line[i - left];
                break;
            case 2:
                for (int i = 0; i < line.Length; i++) line[i] += above[i];
                break;
            case 3:
                for (int i = 0; i < line.Length; i++) line[i] += (byte)(((i < left ? 0 : line[i - left]) + above[i]) / 2);
                break;
            case 4:
                for (int i = 0; i < line.Length; i++) line[i] += i < left ? above[i] : Paeth(line[i - left], above[i], above[i - left]);
                break;
            case -1:
                throw new EndOfStreamException();
            default:
                throw new InvalidDataException(FormattableString.Invariant($"is damaged: there is no filter {filter}"));
        }
    }

    /// <summary>Of left, above and above left that which lies nearest to left + above - above left; ties in this order (Paeth, 1991).</summary>
    private static byte Paeth(byte left, byte above, byte aboveLeft)
    {
        int toLeft = Math.Abs(above - aboveLeft), toAbove = Math.Abs(left - aboveLeft), toBoth = Math.Abs(left + above - (2 * aboveLeft));
        return toLeft <= toAbove && toLeft <= toBoth ? left : toAbove <= toBoth ? above : aboveLeft;
    }
}
