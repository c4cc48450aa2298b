using System.Text;

namespace Autograd.Training;

/// <summary>Writes a text beside the file that is there, flushes it, and puts it in its place in one step: readers see the old one or the new one.</summary>
internal static class AtomicText
{
    private const string Suffix = ".partial";

    public static void Write(string path, string text)
    {
        string target = Path.GetFullPath(path), beside = target + Suffix;
        try
        {
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }
            File.Move(beside, target, overwrite: true);
        }
        catch
        {
            TryDelete(beside);
            throw;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that led here says more.
        }
    }
}
