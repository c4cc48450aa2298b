using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Autograd.Analyzers.Tests;

/// <summary>One rule with its fix, and what is asked of it.</summary>
internal sealed class RuleAssert(DiagnosticAnalyzer rule, CodeFixProvider fix)
{
    /// <summary>The rule marks this code, and nothing else.</summary>
    public async Task Marks(string statements, string code)
    {
        var (marked, _) = Assert.Single(await Source.Statements(statements, rule).Marks());
        Assert.Equal(code, marked);
    }

    /// <summary>The rule has nothing to say.</summary>
    public async Task IsSilent(string statements) => Assert.Empty(await Source.Statements(statements, rule).Marks());

    /// <summary>The statements become these, line by line, whatever the indentation.</summary>
    public async Task Fixes(string statements, string title, string expected)
    {
        string text = await Source.Statements(statements, rule).Fixed(fix, title);
        Assert.Contains(Lines(expected), Lines(text), StringComparison.Ordinal);
    }

    /// <summary>The statements become these when all warnings of them are fixed at once.</summary>
    public async Task FixesAll(string statements, string title, string expected)
    {
        string text = await Source.Statements(statements, rule).FixedAll(fix, title);
        Assert.Contains(Lines(expected), Lines(text), StringComparison.Ordinal);
    }

    /// <summary>No fix is offered: a person decides.</summary>
    public async Task HasNoFix(string statements) => Assert.Empty(await Source.Statements(statements, rule).Fixes(fix));

    private static string Lines(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length != 0));
}
