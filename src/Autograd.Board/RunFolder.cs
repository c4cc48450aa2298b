namespace Autograd.Training;

/// <summary>A run as it stands: its name, and its numbers; what is wrong with its file, where it cannot be read.</summary>
internal sealed record BoardRun(string Name, History History, string? Problem);

/// <summary>The runs of a folder, read again where their files have changed.</summary>
/// <remarks>Names come from the folder, never from a request: there is no path to be climbed. Links are not followed.</remarks>
internal sealed class RunFolder(string folder)
{
    // No folder in it can have this name.
    private const string FileName = "history.csv", Itself = ".";

    private readonly Lock gate = new();
    private readonly Dictionary<string, Known> known = new(StringComparer.Ordinal);

    private readonly record struct Known(DateTime Written, long Length, BoardRun Run);

    /// <summary>All runs, by name.</summary>
    public IReadOnlyList<BoardRun> Runs()
    {
        lock (gate)
        {
            var runs = Candidates().Select(c => Read(c.Name, c.File)).OfType<BoardRun>().OrderBy(static r => r.Name, StringComparer.Ordinal).ToList();
            foreach (string gone in known.Keys.Except(runs.Select(static r => r.Name), StringComparer.Ordinal).ToList()) known.Remove(gone);
            return runs;
        }
    }

    /// <summary>The folder itself and the folders in it; none where it is gone.</summary>
    private IEnumerable<(string Name, FileInfo File)> Candidates()
    {
        var root = new DirectoryInfo(folder);
        DirectoryInfo[] below;
        try
        {
            below = root.GetDirectories();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            below = [];
        }
        return below.Where(static d => d.LinkTarget is null).Select(static d => (d.Name, Folder: d)).Prepend((Name: Itself, Folder: root)).Select(static d => (d.Name, new FileInfo(Path.Combine(d.Folder.FullName, FileName))));
    }

    /// <summary>A run; null where there is none. A file that cannot be read right now is what it was before.</summary>
    private BoardRun? Read(string name, FileInfo file)
    {
        try
        {
            if (!file.Exists || file.LinkTarget is not null) return null;
            var (written, length) = (file.LastWriteTimeUtc, file.Length);
            if (known.TryGetValue(name, out var last) && last.Written == written && last.Length == length) return last.Run;
            var run = new BoardRun(name, History.ReadCsv(file.FullName), Problem: null);
            known[name] = new Known(written, length, run);
            return run;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            return known.TryGetValue(name, out var last) ? last.Run with { Problem = e.Message } : new BoardRun(name, new History(), e.Message);
        }
    }
}
