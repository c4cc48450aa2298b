using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autograd.Analyzers;

/// <summary>What is known of a local variable from the method around it.</summary>
internal static class Locals
{
    /// <summary>Every mention of the local in the method that an operation belongs to.</summary>
    public static IEnumerable<ILocalReferenceOperation> Mentions(ILocalSymbol local, IOperation within) =>
        Root(within).Descendants().OfType<ILocalReferenceOperation>().Where(r => SymbolEqualityComparer.Default.Equals(r.Local, local));

    /// <summary>The value with which a local is declared, where nothing else is ever written to it; the value itself where it is no local.</summary>
    public static IOperation Origin(IOperation value)
    {
        value = Library.Plain(value);
        if (value is not ILocalReferenceOperation reference) return value;
        var declared = Root(value).Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(d => SymbolEqualityComparer.Default.Equals(d.Symbol, reference.Local));
        if (declared?.Initializer is not { } initializer || Mentions(reference.Local, value).Any(IsWritten)) return value;
        return Origin(initializer.Value);
    }

    private static bool IsWritten(ILocalReferenceOperation mention) => mention.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == mention,
        IArgumentOperation argument => argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out },
        ITupleOperation tuple => tuple.Parent is IDeconstructionAssignmentOperation,
        _ => false,
    };

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent) operation = parent;
        return operation;
    }
}
