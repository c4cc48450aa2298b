using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Autograd.Analyzers;

/// <summary>AG0004: a softmax before a cross-entropy of logits, or a sigmoid before its binary kin, which apply it themselves.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SquashedLogits : Rule
{
    internal const string Id = "AG0004";

    private static readonly DiagnosticDescriptor Text = Warning(
        Id,
        "Training",
        "Softmax before cross-entropy",
        "'{0}' takes logits and applies the {1} itself; here it gets the result of '{2}'",
        "A loss of logits applies softmax, or sigmoid, inside, where it is stable. Applied before as well, it flattens the gradients: the model trains slowly and never becomes sure.");

    private static readonly ImmutableArray<Pair> Pairs = ImmutableArray.Create(
        new Pair("CrossEntropy", "CrossEntropyLoss", "softmax", "Softmax", "LogSoftmax", "Softmax2d"),
        new Pair("BinaryCrossEntropyWithLogits", "BCEWithLogitsLoss", "sigmoid", "Sigmoid"));

    private protected override DiagnosticDescriptor Descriptor => Text;

    private protected override void Register(CompilationStartAnalysisContext context, Library library) =>
        context.RegisterOperationAction(
            c =>
            {
                var call = (IInvocationOperation)c.Operation;
                foreach (var pair in Pairs)
                {
                    if (!pair.IsLoss(call, library) || Input(call) is not { } input) continue;
                    if (new Search(pair, library, c.Operation.SemanticModel!).In(input) is not { } squash) continue;
                    var removable = squash.IsRemovable ? new[] { squash.Node.GetLocation() } : Array.Empty<Location>();
                    c.ReportDiagnostic(Diagnostic.Create(Text, input.Syntax.GetLocation(), removable, pair.Loss, pair.Inside, squash.Name));
                }
            },
            OperationKind.Invocation);

    private static IOperation? Input(IInvocationOperation call) => call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0)?.Value;

    /// <summary>A loss of logits, as a function and as a layer, and what it applies inside, as methods and layers.</summary>
    private sealed class Pair(string loss, string layer, string inside, params string[] squashes)
    {
        public string Loss => loss;

        public string Inside => inside;

        public bool IsLoss(IInvocationOperation call, Library library) =>
            (call.TargetMethod.Name == loss && library.Is(call.TargetMethod.ContainingType, "Autograd.NN.Functional"))
            || (call.TargetMethod.Name == "Forward" && library.Is(call.Instance?.Type, "Autograd.NN." + layer));

        public bool IsSquash(IMethodSymbol method, Library library) => squashes.Contains(method.Name, StringComparer.Ordinal) && library.IsOp(method);

        public bool IsSquash(ITypeSymbol? type, Library library) => squashes.Any(s => library.Is(type, "Autograd.NN." + s));
    }

    /// <summary>Where the values of a loss come from, as far as one method tells.</summary>
    private readonly struct Search(Pair pair, Library library, SemanticModel model)
    {
        /// <summary>What squashes a value: its place, its name, and whether it can be taken out without changing anything but the loss.</summary>
        public (SyntaxNode Node, string Name, bool IsRemovable)? In(IOperation value)
        {
            if (Locals.Origin(value) is not IInvocationOperation call) return null;
            if (pair.IsSquash(call.TargetMethod, library)) return (call.Syntax, call.TargetMethod.Name, IsReadOnce(value));
            if (call.TargetMethod.Name != "Forward" || call.Instance is null) return null;
            var layer = LastLayer(Model(call.Instance));
            return layer is null ? null : (layer, TypeOf(layer)!.Name, layer.Parent is not MemberAccessExpressionSyntax and not EqualsValueClauseSyntax);
        }

        /// <summary>No local is between, or one that nobody else reads.</summary>
        private static bool IsReadOnce(IOperation value) =>
            Library.Plain(value) is not ILocalReferenceOperation { Local: var local } || Locals.Mentions(local, value).Count() == 1;

        /// <summary>The expression that makes a model: of a local, or of a field that is never written again.</summary>
        private SyntaxNode? Model(IOperation instance)
        {
            var origin = Locals.Origin(instance);
            if (origin is not IFieldReferenceOperation { Field: { IsReadOnly: true } field }) return origin.Syntax;
            var initializer = (field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() as VariableDeclaratorSyntax)?.Initializer?.Value;
            return initializer?.SyntaxTree == model.SyntaxTree ? initializer : null;
        }

        private ITypeSymbol? TypeOf(ExpressionSyntax creation)
        {
            var info = model.GetTypeInfo(creation);
            return info.Type ?? info.ConvertedType;
        }

        /// <summary>The layer that comes last, where it is one that squashes: of <c>new Sequential(...)</c>, of a collection expression.</summary>
        private BaseObjectCreationExpressionSyntax? LastLayer(SyntaxNode? node)
        {
            if (node is BaseObjectCreationExpressionSyntax creation)
            {
                var type = TypeOf(creation);
                if (pair.IsSquash(type, library)) return creation;
                return library.Is(type, "Autograd.NN.Sequential") ? LastLayer(creation.ArgumentList?.Arguments.LastOrDefault()) : null;
            }
            return node is not null && Lists.IsList(node) ? LastLayer(node.ChildNodes().LastOrDefault()) : null;
        }
    }
}

/// <summary>What layers are listed in.</summary>
internal static class Lists
{
    // Collection expressions came after the compiler that this is built on; the numbers of their kinds in SyntaxKind.
    private const int CollectionExpression = 9076;
    private const int ExpressionElement = 9077;

    public static bool IsList(SyntaxNode node) =>
        node is ArgumentSyntax or TupleExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or InitializerExpressionSyntax
        || node.RawKind is CollectionExpression or ExpressionElement;

    /// <summary>The element of a list that a layer stands in: with its name, if it has one.</summary>
    public static SyntaxNode? ElementOf(SyntaxNode layer)
    {
        for (var node = layer; node.Parent is { } outer; node = outer)
        {
            if (outer is InitializerExpressionSyntax or BaseArgumentListSyntax { Parent: BaseObjectCreationExpressionSyntax } || outer.RawKind == CollectionExpression) return node;
            if (!IsList(outer)) return null;
        }
        return null;
    }
}

/// <summary>Takes the softmax out.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[System.Composition.Shared]
public sealed class SquashedLogitsFix : Fix
{
    /// <summary>Makes the provider.</summary>
    public SquashedLogitsFix()
        : base(SquashedLogits.Id)
    {
    }

    private protected override IEnumerable<(string Title, Func<SyntaxNode> Change)> Changes(SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        const string Title = "Give the loss the logits";
        if (diagnostic.AdditionalLocations.Count == 0) yield break;
        switch (root.FindNode(diagnostic.AdditionalLocations[0].SourceSpan, getInnermostNodeForTie: true))
        {
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call:
                bool isStatic = model.GetSymbolInfo(call).Symbol is { IsStatic: true };
                var logits = isStatic ? call.ArgumentList.Arguments[0].Expression : access.Expression;
                yield return (Title, () => root.ReplaceNode(call, logits.WithTriviaFrom(call)));
                break;
            case BaseObjectCreationExpressionSyntax layer when Lists.ElementOf(layer) is { } element:
                yield return (Title, () => root.RemoveNode(element, SyntaxRemoveOptions.KeepNoTrivia)!);
                break;
        }
    }
}
