namespace Autograd.Analyzers.Tests;

public sealed class WorkOutsideScopeTests
{
    private static readonly RuleAssert Rule = new(new WorkOutsideScope(), new WorkOutsideScopeFix());

    [Theory]
    [InlineData("using (NoGrad.Scope) { Task.Run(() => model.Forward(x)); }", "() =>")]
    [InlineData("using var s = InferenceMode.Scope; Parallel.For(0, steps, i => { weights[i].AddInPlace(x); });", "i =>")]
    [InlineData("using (NoGrad.Scope) { Func<Task> f = async () => { await Task.Yield(); model.Forward(x); }; }", "async () =>")]
    [InlineData("NoGrad.Run(() => { new Thread(() => model.Forward(x)).Start(); });", "() =>")]
    [InlineData("using (NoGrad.Scope) { var all = weights.AsParallel().Select(t => t.Exp()).ToList(); }", "t =>")]
    [InlineData("using (NoGrad.Scope) { var all = weights.Select(t => Task.Run(() => t.Exp())).ToList(); }", "() =>")]
    [InlineData("using (SavedTensorHooks.Scope(t => t, o => (Tensor)o)) { Task.Factory.StartNew(() => model.Forward(x)); }", "() =>")]
    public Task Work_that_runs_elsewhere_is_marked(string statement, string code) => Rule.Marks(statement, code);

    [Theory]
    [InlineData("Task.Run(() => model.Forward(x));")]
    [InlineData("using (NoGrad.Scope) { Task.Run(() => Console.WriteLine(steps)); }")]
    [InlineData("using (NoGrad.Scope) { Task.Run(() => { using (NoGrad.Scope) model.Forward(x); }); }")]
    [InlineData("Task.Run(() => { using (NoGrad.Scope) model.Forward(x); });")]
    [InlineData("using (NoGrad.Scope) { var all = weights.Select(t => t.Exp()).ToList(); }")]
    [InlineData("using (NoGrad.Scope) { x.AddInPlace(y); } Task.Run(() => model.Forward(x));")]
    [InlineData("using (model.EvalScope) { Parallel.For(0, steps, i => { weights[i].AddInPlace(x); }); }")]
    public Task Work_that_runs_in_its_scope_is_not(string statement) => Rule.IsSilent(statement);

    [Fact]
    public async Task The_scope_is_opened_where_the_work_runs()
    {
        const string Title = "Open the scope inside the lambda";
        await Rule.Fixes("using (NoGrad.Scope) { Task.Run(() => model.Forward(x)); }", Title, """
            Task.Run(() =>
            {
            using var scope = NoGrad.Scope;
            return model.Forward(x);
            });
            """);
        await Rule.Fixes("using (NoGrad.Scope) { Parallel.For(0, steps, i => { weights[i].AddInPlace(x); }); }", Title, """
            using var scope = NoGrad.Scope;
            weights[i].AddInPlace(x);
            """);
    }

    [Fact]
    public Task No_scope_spans_an_await() =>
        Rule.HasNoFix("using (NoGrad.Scope) { Func<Task> f = async () => { await Task.Yield(); model.Forward(x); }; }");
}
