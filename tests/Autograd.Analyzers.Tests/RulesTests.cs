using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Autograd.Analyzers.Tests;

/// <summary>All rules: numbered without gaps, each with a fix and a section of the page.</summary>
public sealed class RulesTests
{
    private static readonly Rule[] Rules = [.. Instances<Rule>()];

    [Fact]
    public void Every_rule_has_a_number_a_fix_and_a_section()
    {
        var descriptors = Rules.Select(r => Assert.Single(r.SupportedDiagnostics)).OrderBy(d => d.Id, StringComparer.Ordinal).ToList();
        string[] fixable = [.. Instances<Fix>().SelectMany(f => f.FixableDiagnosticIds).Order(StringComparer.Ordinal)];
        string[] sections = [.. File.ReadLines(Page()).Where(l => l.StartsWith("## AG", StringComparison.Ordinal)).Select(l => l[3..])];

        Assert.Equal(Enumerable.Range(1, descriptors.Count).Select(i => i.ToString("'AG'0000", CultureInfo.InvariantCulture)), descriptors.Select(d => d.Id));
        Assert.Equal(descriptors.Select(d => d.Id), fixable);
        Assert.Equal(descriptors.Select(d => d.Id), sections);
        Assert.All(descriptors, d => Assert.Equal("docs/analyzers.md#" + d.Id.ToLowerInvariant(), d.HelpLinkUri));
        Assert.All(descriptors, d => Assert.True(d is { DefaultSeverity: DiagnosticSeverity.Warning, IsEnabledByDefault: true }, d.Id));
        Assert.All(Instances<Fix>(), f => Assert.NotNull(f.GetType().GetCustomAttribute<ExportCodeFixProviderAttribute>()));
    }

    [Fact]
    public async Task A_program_without_the_library_is_left_alone()
    {
        foreach (var rule in Rules)
            Assert.Empty(await new Source("Console.WriteLine(new List<int>().Count);", rule, seesLibrary: false).Warnings());
    }

    [Fact]
    public async Task A_warning_is_silenced_where_it_stands()
    {
        const string Text = """
            #pragma warning disable AG0001 // The op is timed, its result is of no use.
            x.Exp();
            #pragma warning restore AG0001
            """;
        Assert.Empty(await Source.Statements(Text, new DiscardedResult()).Warnings());
    }

    private static IEnumerable<T> Instances<T>() =>
        typeof(Rule).Assembly.GetTypes().Where(t => !t.IsAbstract && typeof(T).IsAssignableFrom(t)).Select(t => (T)Activator.CreateInstance(t)!);

    private static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Autograd.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "docs", "analyzers.md");
    }
}
