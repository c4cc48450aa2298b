using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace Autograd.Analyzers;

/// <summary>AG0005: <c>w = w - lr * w.Grad</c> in a loop puts a computed tensor in the place of the parameter.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReplacedParameter : Rule
{
    internal const string Id = "AG0005";

    private static readonly DiagnosticDescriptor Text = Warning(
        Id,
        "Training",
        "A parameter is replaced by its update",
        "'{0}' is a new tensor after this: the next backward pass leaves no gradient in it",
        "Gradients are kept in leaves. An update that assigns puts a computed tensor in the place of the leaf, or, under NoGrad, one that requires no gradient.");

    private protected override DiagnosticDescriptor Descriptor => Text;

    private protected override void Register(CompilationStartAnalysisContext context, Library library) =>
        context.RegisterOperationAction(
            c =>
            {
                var assignment = (IAssignmentOperation)c.Operation;
                if (library.IsTensor(assignment.Target.Type) && IsUpdate(assignment, library)
                    && Loop(assignment) is { } loop && !IsRenewed(assignment, loop, library))
                    c.ReportDiagnostic(Diagnostic.Create(Text, assignment.Syntax.GetLocation(), assignment.Target.Syntax.ToString()));
            },
            OperationKind.SimpleAssignment,
            OperationKind.CompoundAssignment);

    /// <summary>w = w - f(w.Grad), w += f(w.Grad), w = w.Sub(f(w.Grad)).</summary>
    private static bool IsUpdate(IAssignmentOperation assignment, Library library)
    {
        var target = assignment.Target;
        bool isSum = (assignment, Library.Plain(assignment.Value)) switch
        {
            (ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Subtract or BinaryOperatorKind.Add }, _) => true,
            (ISimpleAssignmentOperation, IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract or BinaryOperatorKind.Add } sum) =>
                Library.AreSame(target, sum.LeftOperand) || Library.AreSame(target, sum.RightOperand),
            (ISimpleAssignmentOperation, IInvocationOperation { TargetMethod.Name: "Sub" or "Add" } call) => Library.AreSame(target, call.Instance),
            _ => false,
        };
        return isSum && assignment.Value.DescendantsAndSelf().Any(o =>
            o is IPropertyReferenceOperation { Property.Name: "Grad" } grad && library.IsTensor(grad.Property.ContainingType) && Library.AreSame(target, grad.Instance));
    }

    private static IOperation? Loop(IOperation operation)
    {
        var outer = operation.Parent;
        while (outer is not null and not ILoopOperation) outer = outer.Parent;
        return outer;
    }

    /// <summary>Computed without recording and made a leaf again: another way to the same end.</summary>
    private static bool IsRenewed(IAssignmentOperation assignment, IOperation loop, Library library) =>
        Scopes.Around(assignment, library, o => o == loop).Any()
        && loop.Descendants().Any(o => o switch
        {
            IInvocationOperation { TargetMethod.Name: "RequiresGradInPlace" } call => Library.AreSame(assignment.Target, call.Instance),
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "RequiresGrad" } property } => Library.AreSame(assignment.Target, property.Instance),
            _ => false,
        });
}

/// <summary>Writes into the parameter where nothing is recorded.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[System.Composition.Shared]
public sealed class ReplacedParameterFix : Fix
{
    /// <summary>Makes the provider.</summary>
    public ReplacedParameterFix()
        : base(ReplacedParameter.Id)
    {
    }

    private protected override IEnumerable<(string Title, Func<SyntaxNode> Change)> Changes(SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        if (At<AssignmentExpressionSyntax>(root, diagnostic.Location) is not { Parent: ExpressionStatementSyntax statement } assignment
            || Change(assignment) is not { } change) yield break;
        var target = assignment.Left.WithoutTrivia();
        string name = target.ToString();
        // The replaced tensor had no gradient of earlier steps; neither may the one that stays.
        string clear = Loop(statement) is { } loop && IsCleared(loop, target) ? "" : $"{name}.Grad = null;\n";
        var update = SyntaxFactory.ParseStatement($"using (NoGrad.Scope)\n{{\n{name}.{change.Method}({change.Amount.ToString()});\n{clear}}}");
        yield return ("Write into the parameter under NoGrad", () => root.ReplaceNode(statement, update.WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation)));
    }

    /// <summary>The method that writes in place, and by how much; null where the parameter does not come first.</summary>
    private static (string Method, ExpressionSyntax Amount)? Change(AssignmentExpressionSyntax assignment)
    {
        var value = Bare(assignment.Right);
        if (assignment.IsKind(SyntaxKind.SubtractAssignmentExpression)) return ("SubInPlace", value);
        if (assignment.IsKind(SyntaxKind.AddAssignmentExpression)) return ("AddInPlace", value);
        return value switch
        {
            BinaryExpressionSyntax sum when Bare(sum.Left).IsEquivalentTo(assignment.Left, topLevel: false) =>
                (sum.IsKind(SyntaxKind.SubtractExpression) ? "SubInPlace" : "AddInPlace", Bare(sum.Right)),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments: { Count: 1 } arguments } =>
                (access.Name.Identifier.ValueText + "InPlace", arguments[0].Expression),
            _ => null,
        };
    }

    private static ExpressionSyntax Bare(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax inner) expression = inner.Expression;
        return expression.WithoutTrivia();
    }

    private static SyntaxNode? Loop(SyntaxNode node) => node.Ancestors().FirstOrDefault(n => n is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax);

    /// <summary>Whether the loop clears the gradient: <c>w.Grad = null</c>, <c>w.Grad.ZeroInPlace()</c>, <c>ZeroGrad()</c>.</summary>
    private static bool IsCleared(SyntaxNode loop, ExpressionSyntax target) => loop.DescendantNodes().Any(n => n switch
    {
        AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Grad" } grad } => grad.Expression.IsEquivalentTo(target, topLevel: false),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ZeroGrad" or "ZeroInPlace" } } => true,
        _ => false,
    });
}
