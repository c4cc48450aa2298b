using System.IO.Compression;
using System.Reflection.Metadata;
using System.Xml.Linq;

namespace Autograd.Tests.House;

/// <summary>The packages are what a stranger gets: packed, restored from a folder into an empty project, and used.</summary>
[Trait("Category", "Pack")]
public sealed class PackTests : IClassFixture<PackTests.Packed>
{
    private const int Limit = 5 << 20;

    /// <summary>The kind of debug information that holds source links (portable PDB format).</summary>
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private readonly Packed packed;

    public PackTests(Packed packed) => this.packed = packed;

    public static TheoryData<string> Packages { get; } = ["Autograd.Kernels", "Autograd", "Autograd.FSharp", "Autograd.Testing", "Autograd.Training", "Autograd.Board"];

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_has_its_documents_and_is_small(string id)
    {
        string path = packed.Find(id, "nupkg");
        using var package = ZipFile.OpenRead(path);

        Assert.InRange(new FileInfo(path).Length, 1, Limit);
        Assert.NotNull(package.GetEntry("README.md"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{id}.dll"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{id}.xml"));
        Assert.DoesNotContain(package.Entries, e => e.FullName.StartsWith("runtimes/", StringComparison.Ordinal));
        var about = Manifest(package, id);
        Assert.Equal("README.md", Value(about, "readme"));
        Assert.Equal("MIT", Value(about, "license"));
        Assert.False(string.IsNullOrWhiteSpace(Value(about, "description")));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_has_symbols_and_links_to_its_sources(string id)
    {
        using var package = ZipFile.OpenRead(packed.Find(id, "nupkg"));
        using var symbols = ZipFile.OpenRead(packed.Find(id, "snupkg"));
        var entry = symbols.GetEntry($"lib/net10.0/{id}.pdb");
        Assert.NotNull(entry);

        using var memory = new MemoryStream();
        using (var stream = entry.Open()) stream.CopyTo(memory);
        memory.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(memory);
        var reader = provider.GetMetadataReader();
        bool linked = reader.CustomDebugInformation.Any(h => reader.GetGuid(reader.GetCustomDebugInformation(h).Kind) == SourceLink);

        // A clone without a public remote has no address to link to.
        string? url = Manifest(package, id).Descendants().FirstOrDefault(e => e.Name.LocalName == "repository")?.Attribute("url")?.Value;
        if (url?.StartsWith("https:", StringComparison.Ordinal) == true) Assert.True(linked);
    }

    [Fact]
    public void The_library_brings_its_rules_for_the_compiler()
    {
        using var package = ZipFile.OpenRead(packed.Find("Autograd", "nupkg"));

        Assert.NotNull(package.GetEntry("analyzers/dotnet/cs/Autograd.Analyzers.dll"));
        Assert.NotNull(package.GetEntry("docs/analyzers.md"));
        Assert.DoesNotContain(Manifest(package, "Autograd").Descendants(), e => e.Attribute("id")?.Value == "Autograd.Analyzers");
    }

    [Fact]
    public void A_user_of_the_package_is_warned()
    {
        string folder = Project("warned", "Autograd.Tensor.Ones(2).Exp();", "<WarningsNotAsErrors>AG0001</WarningsNotAsErrors>");

        string output = DotNet.Run(folder, TimeSpan.FromMinutes(5), "build", "-c", "Release");

        Assert.Contains("warning AG0001: The result of 'Exp' is thrown away", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_readme_program_runs_in_an_empty_project()
    {
        string folder = Project("empty", Snippet.In(Repository.Path("README.md")).First().Code, "");

        string output = DotNet.Run(folder, TimeSpan.FromMinutes(5), "run", "-c", "Release");

        Assert.Contains(Readme.Output(), output, StringComparison.Ordinal);
    }

    /// <summary>A project of one file that references the packages, and the folder in which it lies.</summary>
    private string Project(string name, string program, string properties)
    {
        string folder = Directory.CreateDirectory(Path.Combine(packed.Folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        File.WriteAllText(Path.Combine(folder, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Autograd" Version="{packed.Version}" />
                <PackageReference Include="Autograd.Testing" Version="{packed.Version}" />
              </ItemGroup>
            </Project>
            """);
        // The packages under test come from the folder alone and go to a cache of their own; what they depend on is
        // already in the machine's cache, because this test was built from it.
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{packed.Feed}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="machine" value="{MachinePackages()}" /></fallbackPackageFolders>
              <config><add key="globalPackagesFolder" value="{Path.Combine(packed.Folder, "packages")}" /></config>
            </configuration>
            """);
        return folder;
    }

    private static XDocument Manifest(ZipArchive package, string id)
    {
        using var stream = package.GetEntry(id + ".nuspec")!.Open();
        return XDocument.Load(stream);
    }

    private static string? Value(XDocument about, string name) =>
        about.Descendants().FirstOrDefault(e => e.Name.LocalName == name)?.Value;

    /// <summary>The folder above id/version/... of a package this test was restored with.</summary>
    private static string MachinePackages() =>
        DotNet.Run(Repository.Root, TimeSpan.FromMinutes(1), "nuget", "locals", "global-packages", "--list")
            .Split("global-packages:")[1].Trim();

    /// <summary>The packages, packed once from the outputs of this build into a folder that goes again.</summary>
    public sealed class Packed : IDisposable
    {
        public Packed()
        {
            foreach (var id in Packages)
            {
                DotNet.Run(Repository.Root, TimeSpan.FromMinutes(3),
                    "pack", $"src/{id}", "-c", Repository.Configuration, "--no-build", "-o", Feed, "--nologo", "-v", "quiet");
            }
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("autograd-pack-").FullName;

        public string Feed => Path.Combine(Folder, "feed");

        public string Version => Path.GetFileNameWithoutExtension(Find("Autograd.Kernels", "nupkg"))["Autograd.Kernels.".Length..];

        /// <summary>ID.VERSION.EXTENSION, where the version begins with a digit.</summary>
        public string Find(string id, string extension) =>
            Directory.GetFiles(Feed, $"{id}.*.{extension}").Single(f => char.IsAsciiDigit(Path.GetFileName(f)[id.Length + 1]));

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
