using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace Autograd.Analyzers;

/// <summary>AG0003: a lambda that is written under a scope and runs outside of it, later or on another thread.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WorkOutsideScope : Rule
{
    internal const string Id = "AG0003";

    /// <summary>The property of a warning that holds the text which opens the scope.</summary>
    internal const string Opening = nameof(Opening);

    private static readonly DiagnosticDescriptor Text = Warning(
        Id,
        "Scopes",
        "Work under a scope runs outside of it",
        "{0} runs outside of '{1}': a scope holds on the thread that opened it, until it is closed",
        "NoGrad, EnableGrad, InferenceMode and SavedTensorHooks hold for the thread that opened the scope. Other threads, and what an async lambda does after its first await, do not see it.");

    /// <summary>What runs a lambda on another thread.</summary>
    private static readonly ImmutableHashSet<string> Starters = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "System.Threading.Tasks.Task", "System.Threading.Tasks.TaskFactory", "System.Threading.Tasks.Parallel", "System.Threading.Thread",
        "System.Threading.ThreadPool", "System.Threading.Timer", "System.Linq.ParallelEnumerable");

    private protected override DiagnosticDescriptor Descriptor => Text;

    private protected override void Register(CompilationStartAnalysisContext context, Library library) =>
        context.RegisterOperationAction(
            c =>
            {
                var lambda = (IAnonymousFunctionOperation)c.Operation;
                if (Reason(lambda) is not { } reason || !Computes(lambda, library)) return;
                string? opening = Scopes.Around(lambda, library, IsElsewhere).FirstOrDefault();
                if (opening is null) return;
                var place = lambda.Syntax is LambdaExpressionSyntax { ArrowToken: var arrow } ? TextUpTo(lambda.Syntax, arrow) : lambda.Syntax.GetLocation();
                c.ReportDiagnostic(Diagnostic.Create(Text, place, ImmutableDictionary<string, string?>.Empty.Add(Opening, opening), reason, opening));
            },
            OperationKind.AnonymousFunction);

    private static bool IsElsewhere(IOperation operation) => operation is IAnonymousFunctionOperation lambda && Reason(lambda) is not null;

    /// <summary>Why a lambda runs elsewhere; null where it runs at once, for all that is known.</summary>
    private static string? Reason(IAnonymousFunctionOperation lambda)
    {
        if (lambda.Symbol.IsAsync) return "The async lambda";
        var outer = lambda.Parent;
        while (outer is IDelegateCreationOperation or IConversionOperation or IArgumentOperation or IArrayInitializerOperation or IArrayCreationOperation) outer = outer.Parent;
        var called = outer switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            _ => null,
        };
        if (called is null || !Starters.Contains(called.ContainingType.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithGenericsOptions(SymbolDisplayGenericsOptions.None)))) return null;
        return called.MethodKind == MethodKind.Constructor
            ? $"The lambda given to '{called.ContainingType.Name}'"
            : $"The lambda given to '{called.ContainingType.Name}.{called.Name}'";
    }

    /// <summary>Whether it has to do with tensors, and does not open a scope itself.</summary>
    private static bool Computes(IOperation lambda, Library library) =>
        lambda.Descendants().Any(o => library.IsTensor(o.Type)) && !lambda.Descendants().Any(o => library.IsThreadScope(o.Type));

    private static Location TextUpTo(SyntaxNode node, SyntaxToken last) =>
        Location.Create(node.SyntaxTree, Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(node.SpanStart, last.Span.End));
}

/// <summary>Opens the scope inside a lambda that another thread runs. An async one has no such place: no scope can span an await.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[System.Composition.Shared]
public sealed class WorkOutsideScopeFix : Fix
{
    /// <summary>Makes the provider.</summary>
    public WorkOutsideScopeFix()
        : base(WorkOutsideScope.Id)
    {
    }

    private protected override IEnumerable<(string Title, Func<SyntaxNode> Change)> Changes(SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        var lambda = root.FindToken(diagnostic.Location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<LambdaExpressionSyntax>();
        if (lambda is null || lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword) || diagnostic.Properties[WorkOutsideScope.Opening] is not { } opening) yield break;
        if (model.GetSymbolInfo(lambda).Symbol is not IMethodSymbol symbol) yield break;
        var statement = SyntaxFactory.ParseStatement($"using var scope = {opening};").WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed);
        yield return ("Open the scope inside the lambda", () => root.ReplaceNode(lambda, lambda.WithBody(Body(lambda, statement, symbol.ReturnsVoid)).WithAdditionalAnnotations(Formatter.Annotation)));
    }

    private static BlockSyntax Body(LambdaExpressionSyntax lambda, StatementSyntax opening, bool isVoid)
    {
        if (lambda.Block is { } block) return block.WithStatements(block.Statements.Insert(0, opening));
        var value = lambda.ExpressionBody!.WithoutTrivia();
        return SyntaxFactory.Block(opening, isVoid ? SyntaxFactory.ExpressionStatement(value) : SyntaxFactory.ReturnStatement(value));
    }
}
