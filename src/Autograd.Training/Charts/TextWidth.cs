using System.Text;

namespace Autograd.Training;

/// <summary>How wide a text is drawn, about: fonts differ, and the widest of the common ones (DejaVu Sans) is taken, so that nothing is cut off.</summary>
internal static class TextWidth
{
    /// <summary>The width of a text in pixels at a size of the font.</summary>
    public static double Of(string text, double size) => size * text.EnumerateRunes().Sum(Share);

    /// <summary>The text, or as much of its beginning as there is room for, with dots.</summary>
    public static string Fit(string text, double room, double size)
    {
        if (Of(text, size) <= room) return text;
        var shown = new StringBuilder();
        double left = room - Of("…", size);
        foreach (var rune in text.EnumerateRunes())
        {
            left -= size * Share(rune);
            if (left < 0) break;
            shown.Append(rune);
        }
        return shown.ToString().TrimEnd() + "…";
    }

    /// <summary>The width of a character as a share of the size of the font.</summary>
    private static double Share(Rune rune) => rune.Value switch
    {
        'i' or 'j' or 'l' or '\'' or '|' => 0.3,
        ' ' or ',' or '.' or ':' or ';' or 'I' or 'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '!' => 0.4,
        'm' or 'M' or 'W' or '%' or '@' or '…' => 1.0,
        'w' or 'O' or 'Q' or 'D' or 'G' or 'H' or 'N' or 'U' or '×' or '+' or '=' or '<' or '>' => 0.84,
        >= 'A' and <= 'Z' => 0.7,
        >= '⁰' and <= '⁻' or '¹' or '²' or '³' => 0.45,
        // Characters of east Asia and pictures are squares.
        >= 0x1100 => rune.Value is >= 0x2000 and < 0x2E80 ? 0.7 : 1.05,
        _ => 0.64,
    };
}
