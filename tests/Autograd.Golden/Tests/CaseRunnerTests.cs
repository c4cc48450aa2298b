using Xunit;

namespace Autograd.Golden.Tests;

/// <summary>The runner catches what is wrong, at every order: y = x^3 at x = (1, 2), cotangent (3, 1), v = (1, 5).</summary>
public class CaseRunnerTests
{
    // dL/dx = 3 c x^2 = (9, 12); dS/dx = 6 c x v = (18, 60); dS/dc = 3 x^2 v = (3, 60).
    private const string Line = """
        {"id":"cube/000","op":"cube","variant":"","args":{"power":3},
         "inputs":[{"name":"input","dtype":"float64","shape":[2],"data":[1,2],"requires_grad":true,"noncontiguous":true}],
         "outputs":[{"name":"output","dtype":"float64","shape":[2],"data":[1,8],"differentiable":true}],
         "cotangents":[{"output":0,"shape":[2],"data":[3,1]}],
         "grads":[{"input":"input","shape":[2],"data":[9,12]}],
         "grads2":{"v":[{"input":"input","shape":[2],"data":[1,5]}],
                   "inputs":[{"input":"input","shape":[2],"data":[18,60]}],
                   "cotangents":[{"output":0,"shape":[2],"data":[3,60]}]}}
        """;

    private static readonly Binding Cube = a => [a.Tensor("input") * a.Tensor("input") * a.Tensor("input")];

    [Fact]
    public void A_right_op_passes() => Assert.Equal(new Outcome(Verdict.Passed), Run(Line, Cube));

    [Fact]
    public void Inputs_marked_so_are_strided()
    {
        Assert.Equal(Verdict.Passed, Run(Line, a =>
        {
            Assert.False(a.Tensor("input").IsContiguous);
            return Cube(a);
        }).Verdict);
    }

    [Theory]
    [InlineData("[1,8]", "[1,9]", "output 0")]
    [InlineData("[9,12]", "[9,13]", "gradient of input")]
    [InlineData("[18,60]", "[18,61]", "second order, input")]
    [InlineData("[3,60]", "[4,60]", "second order, cotangent 0")]
    public void A_wrong_number_is_found_where_it_is(string right, string wrong, string where)
    {
        var outcome = Run(Line.Replace(right, wrong, StringComparison.Ordinal), Cube);
        Assert.Equal(Verdict.Failed, outcome.Verdict);
        Assert.StartsWith(where, outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_graph_is_found() =>
        Assert.StartsWith("gradient of input", Run(Line, a => [Cube(a)[0].Detach()]).Reason, StringComparison.Ordinal);

    [Fact]
    public void An_exception_fails_and_a_missing_argument_is_unbound()
    {
        Assert.Equal(new Outcome(Verdict.Failed, "InvalidDataException: no"), Run(Line, _ => throw new InvalidDataException("no")));
        Assert.Equal(Verdict.Unbound, Run(Line, _ => throw new UnboundException("power")).Verdict);
    }

    [Fact]
    public void Unbound_ops_count_as_failed_when_asked()
    {
        foreach (bool all in (bool[])[false, true])
        {
            using var text = new StringWriter();
            var report = new Report(text, all, verbose: false);
            report.Add(GoldenCase.Parse(Line.ReplaceLineEndings(" "), "unary"), new Outcome(Verdict.Unbound));
            report.Close();
            Assert.Equal(all ? 1 : 0, report.Failed);
            Assert.EndsWith(all ? "0 passed, 1 failed" : "0 passed, 0 failed", text.ToString().TrimEnd(), StringComparison.Ordinal);
        }
    }

    private static Outcome Run(string line, Binding binding) => CaseRunner.Run(GoldenCase.Parse(line, "unary"), binding);
}
