using Autograd.Memory;

namespace Autograd.IO;

/// <summary>A file is truncated, damaged, hostile or of another kind: the message has its path, what was found and what was expected.</summary>
/// <remarks>Loading throws nothing else for what is in a file. That it is missing or may not be read, the runtime says with exceptions of its own.</remarks>
public sealed class TensorFileException : IOException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="found">What is in it.</param>
    /// <param name="expected">What should be in its place.</param>
    public TensorFileException(string path, string found, string expected)
        : this(path, found, expected, null)
    {
    }

    internal TensorFileException(string path, InvariantText found, string expected)
        : this(path, found.ToString(), expected, null)
    {
    }

    internal TensorFileException(string path, string found, string expected, Exception? cause)
        : base($"{NotNull.Of(path)}: {NotNull.Of(found)}; expected: {NotNull.Of(expected)}", cause)
    {
        (Path, Found, Expected) = (path, found, expected);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What is in it.</summary>
    public string Found { get; }

    /// <summary>What should be in its place.</summary>
    public string Expected { get; }
}
