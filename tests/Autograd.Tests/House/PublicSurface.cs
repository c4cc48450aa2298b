using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Autograd.Tests.House;

/// <summary>What the shipped assemblies show to the world, one line a member.</summary>
internal static class PublicSurface
{
    private static readonly SymbolDisplayFormat Format = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeContainingType
            | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeExplicitInterface,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral);

    public static IReadOnlyList<string> Lines()
    {
        var references = Repository.References(library: true);
        var compilation = CSharpCompilation.Create("Surface", references: references);
        var lines = new List<string>();
        foreach (string path in Repository.Shipped)
        {
            var reference = references.Single(r => r.Display == path);
            var assembly = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!;
            Add(assembly.GlobalNamespace, lines);
        }
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static void Add(INamespaceOrTypeSymbol container, List<string> lines)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is INamespaceSymbol space)
            {
                Add(space, lines);
            }
            else if (IsVisible(member) && !IsNoise(member))
            {
                lines.Add(Line(member));
                if (member is INamedTypeSymbol { TypeKind: not TypeKind.Delegate } type) Add(type, lines);
            }
        }
    }

    /// <summary>Public, or protected in a class that can be derived from.</summary>
    private static bool IsVisible(ISymbol member) => member.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Protected or Accessibility.ProtectedOrInternal => !member.ContainingType.IsSealed,
        _ => false,
    };

    /// <summary>Accessors are told by their property; the empty constructor of a struct or an enum says nothing.</summary>
    private static bool IsNoise(ISymbol member) => member is IMethodSymbol
    {
        MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove,
    } || member is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0, ContainingType.TypeKind: TypeKind.Struct or TypeKind.Enum };

    /// <summary>Name first, so that sorted lines keep a type together: <c>Name(parameters) : modifiers result</c>.</summary>
    private static string Line(ISymbol member)
    {
        IEnumerable<string> words = member switch
        {
            INamedTypeSymbol type => [.. Modifiers(type), string.Join(", ", [Kind(type), .. Bases(type)])],
            IMethodSymbol { MethodKind: not MethodKind.Constructor and not MethodKind.Conversion } m => [.. Modifiers(m), Name(m.ReturnType)],
            IPropertySymbol p => [.. Modifiers(p), Name(p.Type)],
            IFieldSymbol { ContainingType.TypeKind: not TypeKind.Enum } f => [.. Modifiers(f), Name(f.Type)],
            _ => [],
        };
        string text = string.Join(' ', words);
        string line = member.ToDisplayString(Format);
        return text.Length == 0 ? line : $"{line} : {text}";
    }

    private static string Name(ITypeSymbol type) => type.ToDisplayString(Format);

    private static IEnumerable<string> Modifiers(ISymbol symbol)
    {
        if (symbol.DeclaredAccessibility != Accessibility.Public) yield return "protected";
        if (symbol.IsStatic) yield return "static";
        if (symbol.IsAbstract && symbol is not INamedTypeSymbol { TypeKind: TypeKind.Interface }) yield return "abstract";
        if (symbol.IsVirtual) yield return "virtual";
        if (symbol.IsOverride) yield return "override";
        if (symbol is INamedTypeSymbol { TypeKind: TypeKind.Class, IsSealed: true }) yield return "sealed";
        if (symbol is INamedTypeSymbol { IsReadOnly: true } or IFieldSymbol { IsReadOnly: true }) yield return "readonly";
        if (symbol is INamedTypeSymbol { IsRefLikeType: true }) yield return "ref";
    }

    private static string Kind(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Class } => "class",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        { TypeKind: TypeKind.Enum } => "enum",
        { TypeKind: TypeKind.Delegate } => $"delegate {Name(type.DelegateInvokeMethod!.ReturnType)}({string.Join(", ", type.DelegateInvokeMethod.Parameters.Select(p => p.ToDisplayString(Format)))})",
        _ => throw new NotSupportedException($"{type}: a {type.TypeKind} in the public surface"),
    };

    private static IEnumerable<string> Bases(INamedTypeSymbol type) => new[] { type.BaseType }
        .Where(b => b is { SpecialType: SpecialType.None or SpecialType.System_Delegate } && type.TypeKind == TypeKind.Class)
        .Concat(type.TypeKind is TypeKind.Enum or TypeKind.Delegate ? [] : type.Interfaces.Where(i => i.DeclaredAccessibility == Accessibility.Public))
        .Select(b => Name(b!));
}
