using Microsoft.CodeAnalysis;

namespace Autograd.Tests.House;

/// <summary>The checkout these tests were built from, and what a program that uses the library is compiled against.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The configuration of this build, so that packing takes the outputs which are there.</summary>
#if DEBUG
    public const string Configuration = "Debug";
#else
    public const string Configuration = "Release";
#endif

    /// <summary>The usings which the SDK gives to every file of a project with ImplicitUsings.</summary>
    public const string ImplicitUsings = """
        global using global::System;
        global using global::System.Collections.Generic;
        global using global::System.IO;
        global using global::System.Linq;
        global using global::System.Net.Http;
        global using global::System.Threading;
        global using global::System.Threading.Tasks;
        """;

    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>A path below the root, with forward slashes.</summary>
    public static string Relative(string path) => System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>The C# files below a folder, without what a build wrote.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path(folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !Relative(f).Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    /// <summary>The framework and the packages; with the library itself or, to compile its sources, without.</summary>
    public static IReadOnlyList<MetadataReference> References(bool library) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(System.IO.Path.PathSeparator)
            .Where(path => !System.IO.Path.GetFileName(path).StartsWith("Autograd", StringComparison.Ordinal))
            .Concat(library ? Shipped : [])
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToArray();

    /// <summary>The assemblies that are packed.</summary>
    public static IReadOnlyList<string> Shipped { get; } =
        [.. new[] { "Autograd.Kernels", "Autograd", "Autograd.Testing", "Autograd.Training", "Autograd.Board" }
            .Select(name => System.IO.Path.Combine(AppContext.BaseDirectory, name + ".dll"))];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Autograd.sln"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException("Autograd.sln is not above " + AppContext.BaseDirectory);
    }
}
