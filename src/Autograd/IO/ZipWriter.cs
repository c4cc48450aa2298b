using System.IO.Compression;

namespace Autograd.IO;

/// <summary>Writes a zip file: one and the same for the same entries.</summary>
internal sealed class ZipWriter(Stream target, CompressionLevel level) : IDisposable
{
    /// <summary>The first moment that the format knows.</summary>
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive archive = new(target, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Writes an entry.</summary>
    public void Add(string name, Action<Stream> write)
    {
        var entry = archive.CreateEntry(name, level);
        entry.LastWriteTime = Epoch;
        using var content = entry.Open();
        write(content);
    }

    public void Dispose() => archive.Dispose();
}
