using System.Text.Json;

namespace Autograd.IO;

/// <summary>Texts of a JSON file, which may be no Unicode.</summary>
internal static class JsonText
{
    /// <summary>Whether the reader stands at a text, written without escapes.</summary>
    public static bool Is(in Utf8JsonReader reader, ReadOnlySpan<byte> text) => !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(text);

    /// <summary>The text at which the reader stands.</summary>
    /// <exception cref="TensorFileException">It is no Unicode.</exception>
    public static string Of(in Utf8JsonReader reader, string path)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new TensorFileException(path, "a text that is no Unicode", "names in UTF-8", e);
        }
    }
}
