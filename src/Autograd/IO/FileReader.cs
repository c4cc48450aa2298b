using System.Text.Json;

namespace Autograd.IO;

/// <summary>The door through which every file is read: it is mapped, given a budget, and what the runtime's readers object to becomes one exception.</summary>
internal static class FileReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The most memory that it may take; four times its length and 1 MB when not given.</param>
    /// <param name="expected">What kind of file, for messages.</param>
    /// <param name="read">Reads it; the file is closed after.</param>
    /// <exception cref="TensorFileException">It is truncated, damaged, hostile or of another kind.</exception>
    /// <exception cref="IOException">It is missing or cannot be read.</exception>
    public static T Read<T>(string path, long? maxBytes, string expected, Func<MappedFile, MemoryBudget, T> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = new MappedFile(path);
        return Guard(path, expected, () => read(file, new MemoryBudget(path, file.Length, maxBytes)));
    }

    /// <summary>Calls a reader; what it objects to in a file becomes a <see cref="TensorFileException"/>.</summary>
    public static T Guard<T>(string path, string expected, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (OverflowException e)
        {
            throw new TensorFileException(path, "an integer that int64 does not hold", expected, e);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or JsonException)
        {
            throw new TensorFileException(path, e.Message, expected, e);
        }
    }
}
