using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autograd.Tests.House;

/// <summary>
/// The layers of a set of sources and the arrows between them. A layer is a folder; what an identifier means is the
/// compiler's answer, and the file that declares the meaning names the layer it belongs to. A partial type belongs to
/// the leftmost of its files, each of its members to its own: so Core may speak of a Tensor and not of Tensor.Sum.
/// </summary>
internal sealed class Layers
{
    /// <summary>From left to right: each sees itself and those before it.</summary>
    public static readonly ImmutableArray<string> Order =
    [
        "Memory", "Formulas", "Kernels",
        "Core", "Ops", "Engine", "Diagnostics", "Func", "NN/Functional", "NN", "Optim", "Data", "IO", "Linalg", "Checks",
        "Training", "Board", "Testing",
    ];

    private readonly CSharpCompilation compilation;
    private readonly Func<string, int> layerOf;

    public Layers(IEnumerable<(string Path, string Text)> sources, Func<string, int> layerOf)
    {
        this.layerOf = layerOf;
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.None);
        var trees = sources.Select(s => CSharpSyntaxTree.ParseText(s.Text, parse, s.Path)).ToList();
        trees.Add(CSharpSyntaxTree.ParseText(Repository.ImplicitUsings, parse, ""));
        compilation = CSharpCompilation.Create("Layers", trees, Repository.References(library: false),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>What does not compile: an identifier without a meaning would be an arrow that nobody sees.</summary>
    public IEnumerable<string> Errors() =>
        compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString());

    /// <summary>Every use of something that is declared in a layer further to the right.</summary>
    public IEnumerable<string> BackwardArrows() => Uses()
        .Where(use => use.Target > use.Source)
        .Select(use => $"{use.Where}: {Order[use.Source]} uses {use.Symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)} of {Order[use.Target]}")
        .Distinct(StringComparer.Ordinal);

    /// <summary>Every use in a source file of a symbol that a source file declares.</summary>
    public IEnumerable<(int Source, int Target, ISymbol Symbol, string Where)> Uses()
    {
        foreach (var tree in compilation.SyntaxTrees.Where(t => t.FilePath.Length != 0))
        {
            int source = layerOf(tree.FilePath);
            var model = compilation.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                if (Meaning(model, node) is not { } symbol || Target(symbol) is not { } target) continue;
                int line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                yield return (source, target, symbol, FormattableString.Invariant($"{tree.FilePath}:{line}"));
            }
        }
    }

    /// <summary>Names, and the operators, indexers, conversions and constructors that are used without one.</summary>
    private static ISymbol? Meaning(SemanticModel model, SyntaxNode node) => node switch
    {
        SimpleNameSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax
            or AssignmentExpressionSyntax or ElementAccessExpressionSyntax or BaseObjectCreationExpressionSyntax
            or CastExpressionSyntax or ConstructorInitializerSyntax => model.GetSymbolInfo(node).Symbol,
        _ => null,
    };

    private int? Target(ISymbol symbol)
    {
        if (symbol is IMethodSymbol { ReducedFrom: { } extension }) symbol = extension;
        symbol = symbol.OriginalDefinition;
        if (symbol is not (INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol)) return null;
        var declarations = symbol.IsImplicitlyDeclared && symbol.ContainingType is { } type
            ? type.DeclaringSyntaxReferences
            : symbol.DeclaringSyntaxReferences;
        var files = declarations.Select(d => d.SyntaxTree.FilePath).Where(f => f.Length != 0).ToArray();
        return files.Length == 0 ? null : files.Min(layerOf);
    }
}
