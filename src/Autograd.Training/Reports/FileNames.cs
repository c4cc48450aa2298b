using System.Text;

namespace Autograd.Training;

/// <summary>Names that every file system takes.</summary>
internal static class FileNames
{
    private const int Longest = 60;

    /// <summary>The letters and digits of a text (ASCII, small), and a hyphen for everything between them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="otherwise">The name where nothing is left.</param>
    public static string Safe(string text, string otherwise)
    {
        var name = new StringBuilder();
        foreach (char c in text.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c)) name.Append(c);
            else if (name.Length > 0 && name[^1] != '-') name.Append('-');
            if (name.Length == Longest) break;
        }
        return name.ToString().TrimEnd('-') is { Length: > 0 } safe ? safe : otherwise;
    }
}
