using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace Autograd.Analyzers;

/// <summary>AG0006: a rule of derivatives keeps a tensor in a plain field.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TensorInRule : Rule
{
    internal const string Id = "AG0006";

    private static readonly DiagnosticDescriptor Text = Warning(
        Id,
        "Rules",
        "A rule keeps a raw tensor",
        "'{0}' keeps a tensor from the forward to the backward pass, unseen by the engine: keep it as Saved, and name it in Visit",
        "What a rule saves is released as the backward pass goes by, checked against later writes, and tied to its place in the graph for derivatives of higher order. A tensor in a plain field is none of these.");

    private protected override DiagnosticDescriptor Descriptor => Text;

    private protected override void Register(CompilationStartAnalysisContext context, Library library) =>
        context.RegisterSymbolStartAction(
            start =>
            {
                var type = (INamedTypeSymbol)start.Symbol;
                if (!library.IsRule(type)) return;
                var captured = new ConcurrentDictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
                start.RegisterOperationAction(c => Capture(c, type, captured), OperationKind.ParameterReference);
                start.RegisterSymbolEndAction(end =>
                {
                    var fields = type.GetMembers().OfType<IFieldSymbol>()
                        .Where(f => !f.IsStatic && (f.CanBeReferencedByName || f.AssociatedSymbol is not null) && library.HoldsTensor(f.Type))
                        .Select(f => f.AssociatedSymbol ?? f);
                    foreach (var kept in fields.Concat(captured.Keys.Where(p => library.HoldsTensor(((IParameterSymbol)p).Type))))
                        end.ReportDiagnostic(Diagnostic.Create(Text, kept.Locations[0], kept.Name));
                });
            },
            SymbolKind.NamedType);

    /// <summary>A parameter of the primary constructor that a method reads is a field in all but name.</summary>
    private static void Capture(OperationAnalysisContext c, INamedTypeSymbol type, ConcurrentDictionary<ISymbol, bool> captured)
    {
        var parameter = ((IParameterReferenceOperation)c.Operation).Parameter;
        if (parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } maker
            && SymbolEqualityComparer.Default.Equals(maker.ContainingType, type)
            && c.ContainingSymbol is IMethodSymbol { MethodKind: not MethodKind.Constructor })
            captured.TryAdd(parameter, true);
    }
}

/// <summary>Makes the field a <c>Saved</c>: written by <c>Saved.Of</c>, read by <c>Value</c>, named in <c>Visit</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[System.Composition.Shared]
public sealed class TensorInRuleFix : Fix
{
    /// <summary>Makes the provider.</summary>
    public TensorInRuleFix()
        : base(TensorInRule.Id)
    {
    }

    private protected override IEnumerable<(string Title, Func<SyntaxNode> Change)> Changes(SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        if (At<VariableDeclaratorSyntax>(root, diagnostic.Location) is not { Initializer: null, Parent: VariableDeclarationSyntax { Variables.Count: 1, Type: not NullableTypeSyntax and not ArrayTypeSyntax and not TupleTypeSyntax } } variable
            || variable.FirstAncestorOrSelf<FieldDeclarationSyntax>() is not { Parent: StructDeclarationSyntax type } field
            || type.Modifiers.Any(SyntaxKind.ReadOnlyKeyword)
            || type.Members.OfType<MethodDeclarationSyntax>().FirstOrDefault(m => m.Identifier.ValueText == "Visit") is not { ParameterList.Parameters.Count: 1 } visit
            || model.GetDeclaredSymbol(variable) is not { } symbol) yield break;

        var mentions = type.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(n => n.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(n).Symbol, symbol))
            .Select(Whole).ToList();
        // Where it is written in a tuple, or by reference, a person decides.
        if (mentions.Any(m => m.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 } || m.Parent is ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax a } t } && a.Left == t)) yield break;

        var reads = mentions.Where(m => m.Parent is not AssignmentExpressionSyntax a || a.Left != m).Cast<SyntaxNode>();
        var writes = mentions.Select(m => m.Parent).OfType<AssignmentExpressionSyntax>().Where(a => mentions.Contains(a.Left));
        yield return ("Keep it as Saved", () => root.ReplaceNode(type, type.ReplaceNodes(
            reads.Concat(writes).Append(visit).Append(field),
            (_, now) => now switch
            {
                FieldDeclarationSyntax declared => AsSaved(declared),
                MethodDeclarationSyntax method => Naming(method, symbol.Name),
                AssignmentExpressionSyntax write => write.WithRight(SyntaxFactory.ParseExpression($"Saved.Of({write.Right.WithoutTrivia().ToString()})")),
                _ => SyntaxFactory.ParseExpression(now.WithoutTrivia() + ".Value").WithTriviaFrom(now),
            })));
    }

    /// <summary>The mention with the <c>this.</c> before it.</summary>
    private static ExpressionSyntax Whole(IdentifierNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access && access.Name == name ? access : name;

    private static FieldDeclarationSyntax AsSaved(FieldDeclarationSyntax field)
    {
        var type = SyntaxFactory.ParseTypeName("Saved").WithTriviaFrom(field.Declaration.Type);
        return (FieldDeclarationSyntax)Writable(field.WithDeclaration(field.Declaration.WithType(type)));
    }

    /// <summary><c>Visit</c> with one line more.</summary>
    private static MethodDeclarationSyntax Naming(MethodDeclarationSyntax visit, string name)
    {
        var line = SyntaxFactory.ParseStatement($"{visit.ParameterList.Parameters[0].Identifier.ValueText}.Add(ref {name});")
            .WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed);
        var body = visit.Body ?? SyntaxFactory.Block(SyntaxFactory.ExpressionStatement(visit.ExpressionBody!.Expression.WithoutTrivia()));
        var changed = visit.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body.AddStatements(line));
        return (MethodDeclarationSyntax)Writable(changed.WithAdditionalAnnotations(Formatter.Annotation));
    }

    /// <summary>Without <c>readonly</c>: a saved value is written when it is released.</summary>
    private static MemberDeclarationSyntax Writable(MemberDeclarationSyntax member) =>
        member.WithModifiers(SyntaxFactory.TokenList(member.Modifiers.Where(m => !m.IsKind(SyntaxKind.ReadOnlyKeyword)))).WithTriviaFrom(member);
}
