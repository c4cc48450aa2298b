using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autograd.Analyzers;

/// <summary>The scopes of a thread (<c>NoGrad</c> and the like) in which an operation stands.</summary>
internal static class Scopes
{
    /// <summary>The texts that open them, from the inside out: <c>NoGrad.Scope</c>. Looked for up to <paramref name="end"/>, and up to the method's end.</summary>
    public static IEnumerable<string> Around(IOperation operation, Library library, Func<IOperation, bool> end)
    {
        for (var (inner, outer) = (operation, operation.Parent); outer is not null && !end(outer); (inner, outer) = (outer, outer.Parent))
        {
            foreach (var opening in Openings(inner, outer, library)) yield return opening;
        }
    }

    private static IEnumerable<string> Openings(IOperation inner, IOperation outer, Library library) => outer switch
    {
        IUsingOperation statement when inner == statement.Body => Opened(statement.Resources, library),
        IBlockOperation block => block.Operations.TakeWhile(o => o != inner).OfType<IUsingDeclarationOperation>().SelectMany(d => Opened(d, library)),
        IInvocationOperation { TargetMethod: { Name: "Run", ContainingType: var type } } when IsMode(type, library) => new[] { type.Name + ".Scope" },
        _ => Array.Empty<string>(),
    };

    private static IEnumerable<string> Opened(IOperation resources, Library library) =>
        resources.DescendantsAndSelf()
            .Where(o => o is IPropertyReferenceOperation or IInvocationOperation && library.IsThreadScope(o.Type))
            .Select(o => o.Syntax.ToString());

    private static bool IsMode(ITypeSymbol type, Library library) =>
        library.Is(type, "Autograd.NoGrad") || library.Is(type, "Autograd.EnableGrad") || library.Is(type, "Autograd.InferenceMode");
}
