using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Autograd.Analyzers;

/// <summary>AG0002: a scope that is opened without <c>using</c> stays open.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ScopeWithoutUsing : Rule
{
    internal const string Id = "AG0002";

    private static readonly DiagnosticDescriptor Text = Warning(
        Id,
        "Scopes",
        "A scope is opened without using",
        "'{0}' is opened without 'using' and never closed: everything after it runs in it",
        "A scope holds until it is disposed. Without using, what it switched off or on stays so, on this thread or in this model, for whatever runs next.");

    private protected override DiagnosticDescriptor Descriptor => Text;

    private protected override void Register(CompilationStartAnalysisContext context, Library library) =>
        context.RegisterOperationAction(
            c =>
            {
                if (library.IsScope(c.Operation.Type) && IsLeftOpen(c.Operation))
                    c.ReportDiagnostic(Diagnostic.Create(Text, c.Operation.Syntax.GetLocation(), c.Operation.Syntax.ToString()));
            },
            OperationKind.PropertyReference,
            OperationKind.Invocation);

    /// <summary>Nothing closes it, and it is handed to nobody who could.</summary>
    private static bool IsLeftOpen(IOperation scope)
    {
        var (inner, outer) = (scope, scope.Parent);
        while (outer is IConversionOperation or IParenthesizedOperation or IConditionalOperation { Type: not null })
            (inner, outer) = (outer, outer.Parent);
        return outer switch
        {
            IExpressionStatementOperation => true,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => !IsInUsing(declarator) && !IsClosed(declarator.Symbol, scope),
            ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment => assignment.Value == inner && !IsClosed(target.Local, scope),
            _ => false,
        };
    }

    private static bool IsInUsing(IOperation declarator)
    {
        var outer = declarator.Parent;
        while (outer is IVariableDeclarationOperation or IVariableDeclarationGroupOperation) outer = outer.Parent;
        return outer is IUsingOperation or IUsingDeclarationOperation;
    }

    private static bool IsClosed(ILocalSymbol local, IOperation scope) => Locals.Mentions(local, scope).Any(m => m.Parent switch
    {
        IInvocationOperation call => call.TargetMethod.Name == "Dispose",
        IUsingOperation or IReturnOperation or IArgumentOperation => true,
        _ => false,
    });
}

/// <summary>Puts <c>using</c> before it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[System.Composition.Shared]
public sealed class ScopeWithoutUsingFix : Fix
{
    /// <summary>Makes the provider.</summary>
    public ScopeWithoutUsingFix()
        : base(ScopeWithoutUsing.Id)
    {
    }

    private protected override IEnumerable<(string Title, Func<SyntaxNode> Change)> Changes(SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        const string Title = "Close the scope with using";
        switch (At<StatementSyntax>(root, diagnostic.Location))
        {
            case LocalDeclarationStatementSyntax declaration:
                yield return (Title, () => root.ReplaceNode(declaration, InUsing(declaration)));
                break;
            case ExpressionStatementSyntax statement when Opening(statement.Expression) is { } opening:
                string text = $"var {FreeName(model, statement)} = {opening.ToString()};";
                var declared = (LocalDeclarationStatementSyntax)SyntaxFactory.ParseStatement(text);
                yield return (Title, () => root.ReplaceNode(statement, InUsing(declared.WithTriviaFrom(statement))));
                break;
        }
    }

    /// <summary>The scope in <c>_ = scope;</c> and <c>scope;</c>.</summary>
    private static ExpressionSyntax? Opening(ExpressionSyntax expression) => expression switch
    {
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard => discard.Right.WithoutTrivia(),
        AssignmentExpressionSyntax => null,
        _ => expression.WithoutTrivia(),
    };

    private static LocalDeclarationStatementSyntax InUsing(LocalDeclarationStatementSyntax declaration) =>
        declaration.WithoutLeadingTrivia()
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithLeadingTrivia(declaration.GetLeadingTrivia());

    /// <summary>A name that nothing has, and that none of the scopes before it in the same member gets when all are fixed at once.</summary>
    private static string FreeName(SemanticModel model, ExpressionStatementSyntax statement)
    {
        SyntaxNode member = statement.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax) ?? statement.SyntaxTree.GetRoot();
        int taken = member.DescendantNodes().OfType<ExpressionStatementSyntax>().Count(s => s.SpanStart < statement.SpanStart && Opens(model, s));
        for (int i = 1; ; i++)
        {
            string name = i == 1 ? "scope" : FormattableString.Invariant($"scope{i}");
            if (model.LookupSymbols(statement.SpanStart, name: name).IsEmpty && taken-- == 0) return name;
        }
    }

    private static bool Opens(SemanticModel model, ExpressionStatementSyntax statement) =>
        Opening(statement.Expression) is not null
        && Library.Of(model.Compilation) is { } library
        && library.IsScope(model.GetTypeInfo(Value(statement.Expression)).Type);

    /// <summary>What <c>_ = value;</c> or <c>value;</c> computes.</summary>
    private static ExpressionSyntax Value(ExpressionSyntax expression) => expression is AssignmentExpressionSyntax assignment ? assignment.Right : expression;
}
