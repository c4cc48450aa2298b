using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autograd.Tests.House;

/// <summary>
/// A C# snippet of a document. It compiles as the Program.cs of a project that references the packages: one that begins
/// with usings stands alone; another gets the usings of <see cref="Usings"/> and, before it, what a comment
/// <c>&lt;!-- given: var x = ...; --&gt;</c> above the fence gives.
/// </summary>
internal sealed record Snippet(string File, int Line, string Given, string Code)
{
    public const string Usings = """
        global using Autograd;
        global using Autograd.Checks;
        global using Autograd.Data;
        global using Autograd.IO;
        global using Autograd.NN;
        global using Autograd.Optim;
        global using Autograd.Training;
        global using F = Autograd.NN.Functional;
        """;

    private const string GivenMark = "<!-- given:";

    /// <summary>The snippets of a document, fenced with csharp, from top to bottom.</summary>
    public static IEnumerable<Snippet> In(string document)
    {
        string[] lines = System.IO.File.ReadAllLines(document);
        string given = "";
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith(GivenMark, StringComparison.Ordinal))
            {
                given = lines[i][GivenMark.Length..].Replace("-->", "", StringComparison.Ordinal).Trim();
            }
            else if (lines[i].TrimStart() == "```csharp")
            {
                int end = Array.FindIndex(lines, i + 1, l => l.TrimStart() == "```");
                yield return new Snippet(Repository.Relative(document), i + 1, given, string.Join('\n', lines[(i + 1)..end]));
                (i, given) = (end, "");
            }
        }
    }

    /// <summary>The compiler's errors, placed at the document's lines.</summary>
    public IEnumerable<string> Errors() => Compile().GetDiagnostics()
        .Where(d => d.Severity == DiagnosticSeverity.Error)
        .Select(d => FormattableString.Invariant($"{File}:{Line + 1 + d.Location.GetLineSpan().StartLinePosition.Line}: {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"));

    /// <summary>Runs the snippet as the program that it is; what it throws comes out.</summary>
    public void Run()
    {
        using var image = new MemoryStream();
        Emit(image);
        var entry = System.Reflection.Assembly.Load(image.ToArray()).EntryPoint!;
        entry.Invoke(null, System.Reflection.BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Writes the snippet as an assembly.</summary>
    public void Emit(Stream target) => Assert.True(Compile().Emit(target).Success, $"{File}:{Line} does not compile");

    private CSharpCompilation Compile()
    {
        bool whole = Code.StartsWith("using ", StringComparison.Ordinal);
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14);
        var program = CSharpSyntaxTree.ParseText($"{Given} {Code}", parse);
        bool runs = program.GetRoot().ChildNodes().OfType<GlobalStatementSyntax>().Any();
        return CSharpCompilation.Create("Snippet",
            [program, CSharpSyntaxTree.ParseText(Repository.ImplicitUsings + (whole ? "" : "\n" + Usings), parse)],
            Repository.References(library: true),
            new CSharpCompilationOptions(runs ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }
}
