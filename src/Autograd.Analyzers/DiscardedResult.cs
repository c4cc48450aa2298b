using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Autograd.Analyzers;

/// <summary>AG0001: <c>x.Add(y);</c> computes a tensor and throws it away.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DiscardedResult : Rule
{
    internal const string Id = "AG0001";

    private static readonly DiagnosticDescriptor Text = Warning(
        Id,
        "Usage",
        "The result of an operation is thrown away",
        "The result of '{0}' is thrown away: it changes no tensor but gives a new one",
        "Operations on tensors give their result and leave their operands as they are; only methods whose name ends in InPlace write into a tensor.");

    private protected override DiagnosticDescriptor Descriptor => Text;

    private protected override void Register(CompilationStartAnalysisContext context, Library library) =>
        context.RegisterOperationAction(
            c =>
            {
                // The body of a lambda with an arrow is no statement of a user: its result may be meant to go.
                if (c.Operation is IExpressionStatementOperation { Syntax: ExpressionStatementSyntax } statement
                    && Call(statement.Operation) is { } call && library.IsPure(call.TargetMethod))
                    c.ReportDiagnostic(Diagnostic.Create(Text, call.Syntax.GetLocation(), call.TargetMethod.Name));
            },
            OperationKind.ExpressionStatement);

    private static IInvocationOperation? Call(IOperation operation) => operation switch
    {
        IInvocationOperation call => call,
        IConditionalAccessOperation access => Call(access.WhenNotNull),
        _ => null,
    };
}

/// <summary>Keeps the result, writes in place, or says that nothing is kept.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[System.Composition.Shared]
public sealed class DiscardedResultFix : Fix
{
    /// <summary>Makes the provider.</summary>
    public DiscardedResultFix()
        : base(DiscardedResult.Id)
    {
    }

    private protected override IEnumerable<(string Title, Func<SyntaxNode> Change)> Changes(SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        if (At<ExpressionStatementSyntax>(root, diagnostic.Location) is not { } statement) yield break;
        if (statement.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
            && model.GetSymbolInfo(call).Symbol is IMethodSymbol { IsStatic: false } method)
        {
            if (IsVariable(model.GetSymbolInfo(access.Expression).Symbol, method.ReturnType))
                yield return ("Keep the result in the variable", () => Assigned(root, statement, access.Expression));
            string inPlace = method.Name + "InPlace";
            if (method.ContainingType.GetMembers(inPlace).OfType<IMethodSymbol>().Any(m => m.Parameters.Length >= call.ArgumentList.Arguments.Count))
                yield return ("Write in place", () => root.ReplaceNode(access.Name, SyntaxFactory.IdentifierName(inPlace).WithTriviaFrom(access.Name)));
        }
        yield return ("Say that the result is not needed", () => Assigned(root, statement, SyntaxFactory.ParseExpression("_")));
    }

    private static SyntaxNode Assigned(SyntaxNode root, ExpressionStatementSyntax statement, ExpressionSyntax target)
    {
        var value = statement.Expression;
        var assignment = SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            target.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space),
            value.WithoutLeadingTrivia());
        return root.ReplaceNode(value, assignment.WithLeadingTrivia(value.GetLeadingTrivia()));
    }

    /// <summary>Something that can be assigned a value of the type.</summary>
    private static bool IsVariable(ISymbol? symbol, ITypeSymbol type)
    {
        var its = symbol switch
        {
            ILocalSymbol { IsForEach: false, IsUsing: false } local => local.Type,
            IParameterSymbol { RefKind: not RefKind.In } parameter => parameter.Type,
            IFieldSymbol { IsReadOnly: false } field => field.Type,
            IPropertySymbol { SetMethod.IsInitOnly: false } property => property.Type,
            _ => null,
        };
        return SymbolEqualityComparer.Default.Equals(its, type);
    }
}
