namespace Autograd.Analyzers.Tests;

public sealed class ScopeWithoutUsingTests
{
    private const string Title = "Close the scope with using";

    private static readonly RuleAssert Rule = new(new ScopeWithoutUsing(), new ScopeWithoutUsingFix());

    [Theory]
    [InlineData("var s = NoGrad.Scope;", "NoGrad.Scope")]
    [InlineData("_ = InferenceMode.Scope;", "InferenceMode.Scope")]
    [InlineData("var s = EnableGrad.Scope; x.AddInPlace(y);", "EnableGrad.Scope")]
    [InlineData("SavedTensorHooks.Scope(t => t, o => (Tensor)o);", "SavedTensorHooks.Scope(t => t, o => (Tensor)o)")]
    [InlineData("var s = model.EvalScope;", "model.EvalScope")]
    public Task A_scope_that_stays_open_is_marked(string statement, string code) => Rule.Marks(statement, code);

    [Theory]
    [InlineData("using (NoGrad.Scope) x.AddInPlace(y);")]
    [InlineData("using var s = NoGrad.Scope;")]
    [InlineData("using (var s = NoGrad.Scope) x.AddInPlace(y);")]
    [InlineData("var s = NoGrad.Scope; using (s) x.AddInPlace(y);")]
    [InlineData("var s = NoGrad.Scope; try { x.AddInPlace(y); } finally { s.Dispose(); }")]
    [InlineData("using var s = steps > 1 ? NoGrad.Scope : EnableGrad.Scope;")]
    [InlineData("GradScope Open() => NoGrad.Scope;")]
    [InlineData("GradScope Open() { var s = NoGrad.Scope; return s; }")]
    [InlineData("NoGrad.Scope.Dispose();")]
    public Task A_scope_that_is_closed_or_handed_on_is_not(string statement) => Rule.IsSilent(statement);

    [Fact]
    public async Task Using_is_put_before_it()
    {
        await Rule.Fixes("var s = NoGrad.Scope;", Title, "using var s = NoGrad.Scope;");
        await Rule.Fixes("// Frozen.\n_ = NoGrad.Scope;", Title, "// Frozen.\nusing var scope = NoGrad.Scope;");
        await Rule.Fixes("int scope = 1;\nSavedTensorHooks.Scope(t => t, o => (Tensor)o);", Title, "using var scope2 = SavedTensorHooks.Scope(t => t, o => (Tensor)o);");
    }

    /// <summary>An editor that fixes all of them computes each change of the same text, and puts them together.</summary>
    [Fact]
    public async Task All_fixed_at_once_have_names_of_their_own()
    {
        await Rule.FixesAll(
            "_ = NoGrad.Scope;\nx.Sum();\n_ = EnableGrad.Scope;\nif (steps > 1) { SavedTensorHooks.Scope(t => t, o => (Tensor)o); }",
            Title,
            "using var scope = NoGrad.Scope;\nx.Sum();\nusing var scope2 = EnableGrad.Scope;\nif (steps > 1) { using var scope3 = SavedTensorHooks.Scope(t => t, o => (Tensor)o); }");
    }
}
