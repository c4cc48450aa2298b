using System.Runtime.InteropServices;
using System.Text;

namespace Autograd;

/// <summary>Writes a file beside the one that is there, flushes it to the disk, and puts it in its place in one step.</summary>
/// <remarks>
/// Whoever reads the path sees the old file or the new one, whatever happens in between and whenever the process or the machine
/// stops. What was begun and not finished lies beside it as <c>NAME.partial</c>; the next write begins it anew.
/// </remarks>
internal static class AtomicFile
{
    public const string Suffix = ".partial";

    /// <summary>Writes a file.</summary>
    /// <param name="path">Its place; where that is a link, the place it leads to.</param>
    /// <param name="write">Writes the content to a stream that can seek.</param>
    /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string target = Target(Path.GetFullPath(path));
        try
        {
            WriteBeside(target, write);
            File.Move(target + Suffix, target, overwrite: true);
        }
        catch
        {
            TryDelete(target + Suffix);
            throw;
        }
        FlushFolder(Path.GetDirectoryName(target)!);
    }

    /// <summary>Writes a text file, UTF-8 without a mark.</summary>
    /// <inheritdoc cref="Write"/>
    public static void WriteText(string path, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Write(path, stream => stream.Write(bytes));
    }

    /// <summary>
    /// Writes files of one folder and an index that names them. All of them are on the disk before anything is replaced; then the old index goes,
    /// the files are put in their places, and the new index last: no index ever stands beside files of another time.
    /// </summary>
    /// <param name="index">The place of the index.</param>
    /// <param name="writeIndex">Writes it.</param>
    /// <param name="parts">The places of the files, in the folder of the index, and what writes them.</param>
    /// <exception cref="IOException">A file cannot be written; where that was before anything was replaced, everything is as it was.</exception>
    public static void WriteIndexed(string index, Action<Stream> writeIndex, IReadOnlyList<(string Path, Action<Stream> Write)> parts)
    {
        string place = Target(Path.GetFullPath(index)), folder = Path.GetDirectoryName(place)!;
        string[] targets = [.. parts.Select(static p => Target(Path.GetFullPath(p.Path)))];
        try
        {
            for (int i = 0; i < targets.Length; i++) WriteBeside(targets[i], parts[i].Write);
            WriteBeside(place, writeIndex);
            File.Delete(place);
            FlushFolder(folder);
            foreach (string target in targets) File.Move(target + Suffix, target, overwrite: true);
            FlushFolder(folder);
            File.Move(place + Suffix, place);
        }
        catch
        {
            foreach (string target in targets) TryDelete(target + Suffix);
            TryDelete(place + Suffix);
            throw;
        }
        FlushFolder(folder);
    }

    private static void WriteBeside(string target, Action<Stream> write)
    {
        using var file = new FileStream(target + Suffix, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        write(file);
        file.Flush(flushToDisk: true);
    }

    private static string Target(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process is writing there, or the folder is read-only: the error that led here says more.
        }
    }

    /// <summary>On Unix a new name is on the disk when its folder is; other systems keep a journal of names.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        const int ReadOnly = 0;
        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0) return;
        // A file system that cannot flush folders says so here; its files are in their places all the same.
        _ = Flush(descriptor);
        _ = Close(descriptor);
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
