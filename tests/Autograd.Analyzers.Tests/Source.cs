using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Autograd.Analyzers.Tests;

/// <summary>A program of a user, compiled in memory against the built library, and looked at by one rule.</summary>
internal sealed class Source(string text, DiagnosticAnalyzer rule, bool seesLibrary = true)
{
    private const string SystemUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private const string LibraryUsings = """
        global using Autograd;
        global using Autograd.NN;
        global using F = Autograd.NN.Functional;
        """;

    private static readonly MetadataReference[] All = References(static name => !name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));

    private static readonly MetadataReference[] Framework = References(static name => name.StartsWith("System.", StringComparison.Ordinal) && name != "System.Numerics.Tensors.dll");

    /// <summary>Statements of a method in which there are tensors x, y, w, a model and labels.</summary>
    public static Source Statements(string statements, DiagnosticAnalyzer rule) => new($$"""
        static class Program
        {
            static Linear model = new(2, 2);

            static void Work(Tensor x, Tensor y, Tensor labels, Tensor w, Tensor[] weights, double lr, int steps)
            {
        {{statements}}
            }
        }
        """, rule);

    /// <summary>What the rule warns of; the program itself compiles.</summary>
    public async Task<ImmutableArray<Diagnostic>> Warnings()
    {
        using var workspace = new AdhocWorkspace();
        return await WarningsOf(Open(workspace));
    }

    /// <summary>The warning's text, and the code that it marks.</summary>
    public async Task<(string Code, string Message)[]> Marks() =>
        [.. (await Warnings()).Select(d => (text.Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length), d.GetMessage(CultureInfo.InvariantCulture)))];

    /// <summary>The program after the fix with this title was applied to its one warning: it compiles, and the rule is silent.</summary>
    public async Task<string> Fixed(CodeFixProvider fix, string title)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace);
        return await After(Assert.Single(await Actions(document, fix), a => a.Title == title), document);
    }

    /// <summary>The program after all warnings were fixed at once, as an editor does it: it compiles, and the rule is silent.</summary>
    public async Task<string> FixedAll(CodeFixProvider fix, string title)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace);
        var warnings = await WarningsOf(document);
        var all = new FixAllContext(
            document, fix, FixAllScope.Document, title, fix.FixableDiagnosticIds, new Warned(warnings), CancellationToken.None);
        return await After((await fix.GetFixAllProvider()!.GetFixAsync(all))!, document);
    }

    private async Task<string> After(CodeAction action, Document document)
    {
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        var left = await WarningsOf(changed);
        Assert.Empty(left);
        return (await changed.GetTextAsync()).ToString();
    }

    /// <summary>The titles of the fixes that are offered.</summary>
    public async Task<string[]> Fixes(CodeFixProvider fix)
    {
        using var workspace = new AdhocWorkspace();
        return [.. (await Actions(Open(workspace), fix)).Select(a => a.Title)];
    }

    private async Task<List<CodeAction>> Actions(Document document, CodeFixProvider fix)
    {
        var actions = new List<CodeAction>();
        var warning = Assert.Single(await WarningsOf(document));
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, warning, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    private Document Open(AdhocWorkspace workspace)
    {
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14);
        bool isProgram = CSharpSyntaxTree.ParseText(text, parse).GetRoot().ChildNodes().OfType<GlobalStatementSyntax>().Any();
        var project = workspace.CurrentSolution.AddProject("User", "User", LanguageNames.CSharp)
            .WithMetadataReferences(seesLibrary ? All : Framework)
            .WithParseOptions(parse)
            .WithCompilationOptions(new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        string usings = seesLibrary ? SystemUsings + "\n" + LibraryUsings : SystemUsings;
        return project.AddDocument("Usings.cs", SourceText.From(usings)).Project.AddDocument("Program.cs", SourceText.From(text));
    }

    private static MetadataReference[] References(Func<string, bool> isSeen) =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => isSeen(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path))];

    private async Task<ImmutableArray<Diagnostic>> WarningsOf(Document document)
    {
        var compilation = (await document.Project.GetCompilationAsync())!;
        string[] errors = [.. compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString())];
        Assert.True(errors.Length == 0, $"{string.Join('\n', errors)}\n{await document.GetTextAsync()}");
        Exception? thrown = null;
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (e, _, _) => thrown = e, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var found = await compilation.WithAnalyzers([rule], options).GetAnalyzerDiagnosticsAsync();
        Assert.Null(thrown);
        return [.. found.OrderBy(d => d.Location.SourceSpan.Start)];
    }

    /// <summary>The warnings of the one document.</summary>
    private sealed class Warned(ImmutableArray<Diagnostic> warnings) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(warnings);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(warnings);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
