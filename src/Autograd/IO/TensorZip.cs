using System.Buffers.Binary;
using System.IO.Compression;
using Autograd.Data;

namespace Autograd.IO;

/// <summary>
/// A zip file whose entries are read by name and nowhere written to: names that lead elsewhere, names that are there twice and entries that are
/// larger than the budget are refused before they are read, and checksums are compared.
/// </summary>
internal sealed class TensorZip : IDisposable
{
    /// <summary>What the runtime's reader makes of an entry: an object, its name as bytes and as text, a place in a list and in a table.</summary>
    private const int EntryBytes = 480;

    /// <summary>An entry in the directory at the end of the file: its first bytes, where the length of its name stands, and its fixed part.</summary>
    private const int NameLengthAt = 28;
    private const int DirectoryEntryBytes = 46;
    private const int BytesPerNameByte = 4;

    // The streams through which an entry is read; their buffers are reused.
    private const int StreamBytes = 640;

    private readonly MappedFile file;
    private readonly MemoryBudget budget;
    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);

    /// <summary>Opens the directory of a zip file.</summary>
    /// <exception cref="TensorFileException">A name leads elsewhere, or is there twice.</exception>
    public TensorZip(MappedFile file, MemoryBudget budget)
    {
        (this.file, this.budget) = (file, budget);
        budget.Take(DirectoryCost(file));
        archive = new ZipArchive(file.Stream(0, file.Length), ZipArchiveMode.Read);
        foreach (var entry in archive.Entries)
        {
            CheckName(entry.FullName);
            if (!entries.TryAdd(entry.FullName, entry)) throw new TensorFileException(file.Path, $"the entry '{entry.FullName}' twice", "every name once");
        }
    }

    private static ReadOnlySpan<byte> DirectoryMark => "PK\u0001\u0002"u8;

    /// <summary>The first bytes of a zip file that has entries.</summary>
    public static ReadOnlySpan<byte> Mark => "PK\u0003\u0004"u8;

    /// <summary>The names of the entries, in the order of the directory.</summary>
    public IEnumerable<string> Names => archive.Entries.Select(static entry => entry.FullName);

    public bool Has(string name) => entries.ContainsKey(name);

    /// <summary>The bytes of an entry, as its header says.</summary>
    public long LengthOf(string name) => Entry(name).Length;

    /// <summary>Whether the bytes of an entry stand in the file as they are.</summary>
    public bool IsStored(string name) => Entry(name) is var entry && entry.CompressedLength == entry.Length;

    /// <summary>Reads an entry of which nothing may be left over.</summary>
    /// <exception cref="TensorFileException">It is longer than it says, or its checksum is another.</exception>
    public T Read<T>(string name, Func<Stream, T> read)
    {
        var entry = Entry(name);
        budget.Take(StreamBytes);
        using var content = new Checked(entry.Open());
        var value = read(content);
        if (content.ReadByte() >= 0) throw new TensorFileException(file.Path, $"'{name}' with more than {entry.Length} bytes", "as many as its header says");
        // PyTorch can be told to write no checksums: they are 0 then.
        if (entry.Crc32 != 0 && entry.Crc32 != content.Sum) throw new TensorFileException(file.Path, $"'{name}' with another checksum than the file has for it", "bytes as they were written");
        return value;
    }

    public void Dispose() => archive.Dispose();

    private ZipArchiveEntry Entry(string name) => entries.TryGetValue(name, out var entry) ? entry
        : throw new TensorFileException(file.Path, $"no entry '{name}'", "a zip file that has one");

    /// <summary>What reading the directory will cost, seen in the file before it is read: every place that may be an entry counts.</summary>
    private static long DirectoryCost(MappedFile file)
    {
        const int Window = 1 << 20;
        long cost = 0;
        for (long start = 0; start < file.Length; start += Window)
        {
            var window = file.Bytes(start, (int)Math.Min(Window + DirectoryEntryBytes, file.Length - start));
            for (int at = 0; at < Window; at += DirectoryMark.Length)
            {
                int next = at < window.Length ? window[at..].IndexOf(DirectoryMark) : -1;
                if (next < 0) break;
                at += next;
                if (at >= Window || at + DirectoryEntryBytes > window.Length) break;
                cost += EntryBytes + (BytesPerNameByte * BinaryPrimitives.ReadUInt16LittleEndian(window[(at + NameLengthAt)..]));
            }
        }
        return cost;
    }

    private void CheckName(string name)
    {
        if (name.Length == 0 || name[0] == '/' || name.AsSpan().IndexOfAny("\\:\0") >= 0 || Array.IndexOf(name.Split('/'), "..") >= 0)
            throw new TensorFileException(file.Path, $"the entry name '{name}'", "names below one folder");
    }

    /// <summary>A stream that sums up what is read from it.</summary>
    private sealed class Checked(Stream source) : Stream
    {
        private Crc32 sum;

        public uint Sum => sum.Value;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            int count = source.Read(buffer);
            sum.Add(buffer[..count]);
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) source.Dispose();
            base.Dispose(disposing);
        }
    }
}
