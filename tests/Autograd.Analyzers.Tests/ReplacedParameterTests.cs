namespace Autograd.Analyzers.Tests;

public sealed class ReplacedParameterTests
{
    private const string Title = "Write into the parameter under NoGrad";

    private static readonly RuleAssert Rule = new(new ReplacedParameter(), new ReplacedParameterFix());

    [Theory]
    [InlineData("for (int i = 0; i < steps; i++) { w = w - lr * w.Grad!; }", "w = w - lr * w.Grad!")]
    [InlineData("while (steps > 0) w -= lr * w.Grad!;", "w -= lr * w.Grad!")]
    [InlineData("foreach (var v in weights) { using (NoGrad.Scope) w = w.Sub(lr * w.Grad!); }", "w = w.Sub(lr * w.Grad!)")]
    [InlineData("for (int i = 0; i < steps; i++) weights[i] = weights[i] + -lr * weights[i].Grad!;", "weights[i] = weights[i] + -lr * weights[i].Grad!")]
    [InlineData("do { w = w - (lr * w.Grad!); w.RequiresGradInPlace(); } while (steps > 0);", "w = w - (lr * w.Grad!)")]
    public Task A_parameter_that_is_replaced_is_marked(string statement, string code) => Rule.Marks(statement, code);

    [Theory]
    [InlineData("w = w - lr * w.Grad!;")]
    [InlineData("for (int i = 0; i < steps; i++) { using (NoGrad.Scope) w.SubInPlace(lr * w.Grad!); }")]
    [InlineData("for (int i = 0; i < steps; i++) { w = (w - lr * w.Grad!).Detach().RequiresGradInPlace(); }")]
    [InlineData("for (int i = 0; i < steps; i++) { using (NoGrad.Scope) { w = w - lr * w.Grad!; w.RequiresGradInPlace(); } }")]
    [InlineData("for (int i = 0; i < steps; i++) { using (NoGrad.Scope) w = w - lr * w.Grad!; w.RequiresGrad = true; }")]
    [InlineData("for (int i = 0; i < steps; i++) { var g = Gradient.Of(w.Sum(), w, createGraph: true); w = w - lr * g; }")]
    [InlineData("for (int i = 0; i < steps; i++) { x = x - lr * w.Grad!; }")]
    public Task Updates_that_keep_or_renew_the_leaf_are_not(string statement) => Rule.IsSilent(statement);

    [Fact]
    public async Task It_is_written_in_place()
    {
        await Rule.Fixes("for (int i = 0; i < steps; i++) { w = w - lr * w.Grad!; }", Title, """
            using (NoGrad.Scope)
            {
            w.SubInPlace(lr * w.Grad!);
            w.Grad = null;
            }
            """);
        await Rule.Fixes("while (steps > 0) { weights[0] += -lr * weights[0].Grad!; weights[0].Grad = null; }", Title, """
            using (NoGrad.Scope)
            {
            weights[0].AddInPlace(-lr * weights[0].Grad!);
            }
            """);
        await Rule.Fixes("while (steps > 0) { w = w.Sub(lr * w.Grad!); }", Title, "w.SubInPlace(lr * w.Grad!);");
    }

    [Fact]
    public Task Without_the_parameter_in_front_a_person_decides() => Rule.HasNoFix("while (steps > 0) { w = -lr * w.Grad! + w; }");
}
