using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Autograd.Analyzers;

/// <summary>A warning of one kind, in compilations that reference Autograd.</summary>
public abstract class Rule : DiagnosticAnalyzer
{
    private protected Rule()
    {
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptor);

    private protected abstract DiagnosticDescriptor Descriptor { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (Library.Of(start.Compilation) is { } library) Register(start, library);
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext context, Library library);

    /// <summary>A warning that is on from the start, explained in <c>docs/analyzers.md</c>, which is in the package too.</summary>
    private protected static DiagnosticDescriptor Warning(string id, string category, string title, string message, string description) =>
        new(id, title, message, "Autograd." + category, DiagnosticSeverity.Warning, isEnabledByDefault: true, description, "docs/analyzers.md#" + id.ToLowerInvariant());
}
