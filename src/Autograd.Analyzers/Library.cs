using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autograd.Analyzers;

/// <summary>The types of Autograd that a compilation sees, and what rules ask of them.</summary>
internal sealed class Library
{
    private readonly Compilation compilation;
    private readonly INamedTypeSymbol tensor;
    private readonly ImmutableArray<INamedTypeSymbol> pure;

    private Library(Compilation compilation, INamedTypeSymbol tensor)
    {
        this.compilation = compilation;
        this.tensor = tensor;
        pure = new[] { tensor, Find("Autograd.NN.Functional"), Find("Autograd.Linalg"), Find("Autograd.Gradient") }.OfType<INamedTypeSymbol>().ToImmutableArray();
    }

    /// <summary>The library as this compilation sees it; null where it is not referenced.</summary>
    public static Library? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Autograd.Tensor") is { } tensor ? new Library(compilation, tensor) : null;

    public bool IsTensor(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, tensor)) return true;
        }
        return false;
    }

    /// <summary>A tensor, an array of tensors, or a tuple with one.</summary>
    public bool HoldsTensor(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => HoldsTensor(array.ElementType),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Any(e => HoldsTensor(e.Type)),
        _ => IsTensor(type),
    };

    /// <summary>A public method that does nothing but give its result: it writes into no argument and moves no stream of random numbers.</summary>
    public bool IsPure(IMethodSymbol method) =>
        method.DeclaredAccessibility == Accessibility.Public
        && pure.Contains(method.ContainingType, SymbolEqualityComparer.Default)
        && HoldsTensor(method.ReturnType)
        && !method.Name.EndsWith("InPlace", StringComparison.Ordinal)
        && !method.Parameters.Any(p => Is(p.Type, "Autograd.Generator") || p.Name == "runningMean");

    /// <summary>A method of <c>Tensor</c> or of <c>Functional</c>.</summary>
    public bool IsOp(IMethodSymbol method) => IsTensor(method.ContainingType) || Is(method.ContainingType, "Autograd.NN.Functional");

    /// <summary>A type that has to be disposed where it was made: a scope.</summary>
    public bool IsScope(ITypeSymbol? type) =>
        type is { IsRefLikeType: true }
        && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, tensor.ContainingAssembly)
        && type.GetMembers("Dispose").OfType<IMethodSymbol>().Any(m => m.Parameters.IsEmpty);

    /// <summary>A scope that holds for the thread which opened it.</summary>
    public bool IsThreadScope(ITypeSymbol? type) => Is(type, "Autograd.GradScope") || Is(type, "Autograd.SavedTensorHooks+HookScope");

    /// <summary>A rule of derivatives.</summary>
    public bool IsRule(INamedTypeSymbol type) =>
        type.AllInterfaces.Any(i => Is(i, "Autograd.IRule") || Is(i, "Autograd.ILinear"));

    public bool Is(ITypeSymbol? type, string metadataName) => type is not null && SymbolEqualityComparer.Default.Equals(type, Find(metadataName));

    /// <summary>Whether two expressions name the same thing: <c>w</c>, <c>this.w</c>, <c>weights[i]</c>.</summary>
    public static bool AreSame(IOperation? a, IOperation? b) =>
        a is not null && b is not null && Plain(a).Syntax.IsEquivalentTo(Plain(b).Syntax, topLevel: false);

    /// <summary>An expression without the conversions and parentheses around it.</summary>
    public static IOperation Plain(IOperation value)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation conversion:
                    value = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    value = parenthesized.Operand;
                    break;
                default:
                    return value;
            }
        }
    }

    private INamedTypeSymbol? Find(string metadataName) => compilation.GetTypeByMetadataName(metadataName);
}
