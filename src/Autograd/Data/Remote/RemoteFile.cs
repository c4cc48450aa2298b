using System.Security.Cryptography;

namespace Autograd.Data;

/// <summary>A file that lies at several places of the web, and the checksum by which it is known.</summary>
public sealed class RemoteFile
{
    /// <summary>Names a file.</summary>
    /// <param name="name">Its name in a folder, without one of its own.</param>
    /// <param name="checksum">Its SHA-256 in hexadecimal digits, 64 of them; or its MD5, 32, of files whose SHA-256 nobody publishes.</param>
    /// <param name="addresses">Where it lies, in the order in which they are tried: http or https.</param>
    /// <exception cref="ArgumentException">The name has a folder, the checksum is none, or there is no address, or one that is not of the web.</exception>
    public RemoteFile(string name, string checksum, params IEnumerable<string> addresses)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(checksum);
        ArgumentNullException.ThrowIfNull(addresses);
        if (name is "." or ".." || name.AsSpan().ContainsAny('/', '\\')) throw new ArgumentException($"RemoteFile: '{name}' is no name of a file in a folder", nameof(name));
        if (checksum.Length is not (2 * SHA256.HashSizeInBytes or 2 * MD5.HashSizeInBytes) || !checksum.All(char.IsAsciiHexDigit))
            throw new ArgumentException($"RemoteFile: '{checksum}' is no checksum of {name}; SHA-256 has 64 hexadecimal digits, MD5 has 32", nameof(checksum));
        Name = name;
        Checksum = checksum;
        Addresses = [.. addresses.Select(address => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new ArgumentException($"RemoteFile: '{address}' is no address of {name}; it begins with http:// or https://", nameof(addresses)))];
        if (Addresses.Count == 0) throw new ArgumentException($"RemoteFile: there is no address of {name}", nameof(addresses));
    }

    /// <summary>The name in a folder.</summary>
    public string Name { get; }

    /// <summary>The checksum, hexadecimal.</summary>
    public string Checksum { get; }

    /// <summary>Where the file lies.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    /// <summary>Brings the file into a folder, unless it is there with the right checksum.</summary>
    /// <remarks>
    /// The file is written beside its place, as <c>NAME.partial</c>, and comes into it when it is whole and its checksum is right: whoever finds it may use it. What arrived of one that broke
    /// off stays, and is continued from there, at once as long as some arrives, by the next address, and by the next call; where a server does not give parts, it is begun anew. A file
    /// whose checksum is wrong is removed.
    /// </remarks>
    /// <param name="folder">The folder; made where there is none.</param>
    /// <param name="client">What asks; one of the library's own when not given.</param>
    /// <param name="cancellation">Ends the download; what arrived stays.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="IOException">No address has given the file: the message has the reason of each. Or the folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The download was ended.</exception>
    public string Fetch(string folder, HttpClient? client = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        cancellation.ThrowIfCancellationRequested();
        string path = Path.Combine(folder, Name), partial = path + AtomicFile.Suffix;
        if (File.Exists(path) && IsRight(path)) return path;
        Directory.CreateDirectory(folder);
        var failures = new List<string>();
        foreach (var address in Addresses)
        {
            if (Download(new Transfer(client, address, partial, cancellation), partial) is { } failure)
            {
                failures.Add($"{address}: {failure}");
                continue;
            }
            File.Move(partial, path, overwrite: true);
            return path;
        }
        throw new IOException($"Download of {Name}: no address has given it. {string.Join("; ", failures)}. Put the file into {folder} by hand, or name another address");
    }

    /// <summary>Brings the whole file to its place beside; null, or why it is not there.</summary>
    private string? Download(Transfer transfer, string partial)
    {
        for (bool continued = File.Exists(partial); ; continued = false)
        {
            if (transfer.Run() is { } failure) return failure;
            if (IsRight(partial)) return null;
            string actual = Sum(partial);
            File.Delete(partial);
            // The beginning may have been that of another file.
            if (!continued) return $"the checksum of what it gives is {actual}, not {Checksum}";
        }
    }

    private bool IsRight(string path) => string.Equals(Sum(path), Checksum, StringComparison.OrdinalIgnoreCase);

    private string Sum(string path)
    {
        using var file = File.OpenRead(path);
        // MD5 tells a broken download, not a forged one.
#pragma warning disable CA5351
        return Convert.ToHexStringLower(Checksum.Length == 2 * SHA256.HashSizeInBytes ? SHA256.HashData(file) : MD5.HashData(file));
#pragma warning restore CA5351
    }
}
