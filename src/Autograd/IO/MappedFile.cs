using System.IO.MemoryMappedFiles;

namespace Autograd.IO;

/// <summary>A file in the address space, read only: its pages are the system's and are read when they are touched.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? map;
    private readonly MemoryMappedViewAccessor? view;
    private readonly byte* start;
    private bool disposed;

    /// <summary>Maps a file.</summary>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="TensorFileException">It is a pipe or a device.</exception>
    public MappedFile(string path)
    {
        Path = path;
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        if (!file.CanSeek)
        {
            file.Dispose();
            throw new TensorFileException(path, "a pipe or a device", "a file");
        }
        Length = file.Length;
        if (Length == 0)
        {
            file.Dispose();
            return;
        }
        map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        view = map.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        // Without a count of its own: who forgets to dispose leaves the unmapping to the handle's finalizer.
        start = (byte*)view.SafeMemoryMappedViewHandle.DangerousGetHandle() + view.PointerOffset;
    }

    public string Path { get; }

    public long Length { get; }

    /// <summary>The first bytes, as many as there are of <paramref name="count"/>.</summary>
    public ReadOnlySpan<byte> First(int count) => Bytes(0, (int)Math.Min(count, Length));

    /// <summary>Bytes of the file, valid while it is not disposed.</summary>
    public ReadOnlySpan<byte> Bytes(long offset, int count)
    {
        Check(offset, count);
        return new ReadOnlySpan<byte>(start + offset, count);
    }

    /// <summary>The whole file, or a part of it, as a stream.</summary>
    public Stream Stream(long offset, long count)
    {
        Check(offset, count);
        return count == 0 ? System.IO.Stream.Null : new UnmanagedMemoryStream(start + offset, count);
    }

    public void Dispose()
    {
        disposed = true;
        view?.Dispose();
        map?.Dispose();
    }

    private void Check(long offset, long count)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (offset < 0 || count < 0 || offset > Length - count)
            throw new TensorFileException(Path, $"{Length} bytes", FormattableString.Invariant($"bytes {offset} to {offset + (Int128)count}; it is truncated"));
    }
}
