using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Autograd.Analyzers;

/// <summary>The changes that an editor offers for the warnings of one rule.</summary>
public abstract class Fix : CodeFixProvider
{
    private readonly string id;

    private protected Fix(string id) => this.id = id;

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create(id);

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null) return;
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var (title, change) in Changes(root, model, diagnostic))
            {
                var action = CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(change())), equivalenceKey: title);
                context.RegisterCodeFix(action, diagnostic);
            }
        }
    }

    /// <summary>The changes for one warning, the best first: what each is called, and the file after it.</summary>
    private protected abstract IEnumerable<(string Title, Func<SyntaxNode> Change)> Changes(SyntaxNode root, SemanticModel model, Diagnostic diagnostic);

    /// <summary>The innermost node of a kind at a place.</summary>
    private protected static T? At<T>(SyntaxNode root, Location place)
        where T : SyntaxNode => root.FindNode(place.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<T>();
}
