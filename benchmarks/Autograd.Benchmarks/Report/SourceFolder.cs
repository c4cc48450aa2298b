namespace Autograd.Benchmarks;

/// <summary>The sources that this program was built from.</summary>
internal static class SourceFolder
{
    /// <summary>Upwards from where the program lies.</summary>
    /// <exception cref="OptionException">It lies elsewhere.</exception>
    public static string Root { get; } = Find();

    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Autograd.sln"))) return folder.FullName;
        }
        throw new OptionException($"There is no Autograd.sln above {AppContext.BaseDirectory}: run the program from where it was built");
    }
}
