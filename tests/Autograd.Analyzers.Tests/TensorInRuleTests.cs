namespace Autograd.Analyzers.Tests;

public sealed class TensorInRuleTests
{
    [Theory]
    [InlineData("private Tensor x;", "x")]
    [InlineData("private Tensor? x;", "x")]
    [InlineData("private Tensor[] all;", "all")]
    [InlineData("private (Tensor, int) pair;", "pair")]
    [InlineData("public Tensor X { get; set; }", "X")]
    public async Task A_tensor_in_a_field_is_marked(string field, string name)
    {
        var (code, _) = Assert.Single(await Rule(field).Marks());
        Assert.Equal(name, code);
    }

    [Theory]
    [InlineData("private Saved x;")]
    [InlineData("private Shape shape;")]
    [InlineData("private static readonly Tensor One = Tensor.Ones(1);")]
    public async Task What_a_rule_may_keep_is_not(string field) => Assert.Empty(await Rule(field).Marks());

    [Fact]
    public async Task A_parameter_that_a_method_reads_is_a_field()
    {
        const string Text = """
            struct Scaled(Tensor factor) : ILinear
            {
                public static string Name => "Scaled";
                public Tensor Apply(Tensor x) => x * factor;
                public Tensor Adjoint(Tensor g) => g * factor;
                public void Visit(ref SavedVisitor saved) { }
            }
            """;
        var (code, message) = Assert.Single(await new Source(Text, new TensorInRule()).Marks());
        Assert.Equal("factor", code);
        Assert.StartsWith("'factor' keeps a tensor", message, StringComparison.Ordinal);
        Assert.Empty(await new Source(Text, new TensorInRule()).Fixes(new TensorInRuleFix()));
    }

    [Fact]
    public async Task A_type_that_is_no_rule_keeps_what_it_likes() =>
        Assert.Empty(await new Source("struct Pair { public Tensor X; }", new TensorInRule()).Marks());

    [Fact]
    public async Task It_becomes_a_saved_value()
    {
        string text = await Rule("private Tensor x;", "x = c.Input(0);", "g * x * this.x").Fixed(new TensorInRuleFix(), "Keep it as Saved");
        Assert.Contains("private Saved x;", text, StringComparison.Ordinal);
        Assert.Contains("x = Saved.Of(c.Input(0));", text, StringComparison.Ordinal);
        Assert.Contains("g * x.Value * this.x.Value", text, StringComparison.Ordinal);
        Assert.Contains("public void Visit(ref SavedVisitor saved)", text, StringComparison.Ordinal);
        Assert.Contains("saved.Add(ref x);", text, StringComparison.Ordinal);
    }

    private static Source Rule(string field, string record = "", string gradient = "g") => new($$"""
        struct Op1 : IOp, IRule
        {
            {{field}}

            public static string Name => "Op1";

            public Form Infer(ref OpCall c) => Form.Like(c.Input(0));

            public void Compute(in OpCall c) { }

            public Node? Record(in OpCall c)
            {
                {{record}}
                return c.Node(this);
            }

            public readonly void Backward(in Cotangents c)
            {
                if (c[0] is { } g) c.Add(0, {{gradient}});
            }

            public readonly void Visit(ref SavedVisitor saved)
            {
            }
        }
        """, new TensorInRule());
}
