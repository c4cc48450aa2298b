namespace Autograd.Analyzers.Tests;

public sealed class SquashedLogitsTests
{
    private const string Title = "Give the loss the logits";

    private static readonly RuleAssert Rule = new(new SquashedLogits(), new SquashedLogitsFix());

    [Theory]
    [InlineData("F.CrossEntropy(x.Softmax(1), labels).Backward();", "x.Softmax(1)")]
    [InlineData("F.CrossEntropy(F.LogSoftmax(x, 1), labels).Backward();", "F.LogSoftmax(x, 1)")]
    [InlineData("F.CrossEntropy(target: labels, input: x.Softmax(1)).Backward();", "x.Softmax(1)")]
    [InlineData("new CrossEntropyLoss().Forward(x.Softmax(1), labels).Backward();", "x.Softmax(1)")]
    [InlineData("var p = x.Softmax(1); F.CrossEntropy(p, labels).Backward();", "p")]
    [InlineData("F.CrossEntropy(new Softmax(1).Forward(x), labels).Backward();", "new Softmax(1).Forward(x)")]
    [InlineData("var net = new Sequential(new Linear(2, 2), new Softmax(1)); F.CrossEntropy(net.Forward(x), labels).Backward();", "net.Forward(x)")]
    [InlineData("Sequential net = [new Linear(2, 2), new LogSoftmax(1)]; var logits = net.Forward(x); F.CrossEntropy(logits, labels).Backward();", "logits")]
    [InlineData("var net = new Sequential([(\"a\", new Linear(2, 2)), (\"b\", new Softmax(1))]); var loss = new CrossEntropyLoss(); loss.Forward(net.Forward(x), labels).Backward();", "net.Forward(x)")]
    [InlineData("F.BinaryCrossEntropyWithLogits(x.Sigmoid(), y).Backward();", "x.Sigmoid()")]
    public Task Logits_that_are_squashed_are_marked(string statement, string code) => Rule.Marks(statement, code);

    [Theory]
    [InlineData("F.CrossEntropy(x, labels).Backward();")]
    [InlineData("F.CrossEntropy(x, y.Softmax(1)).Backward();")]
    [InlineData("F.NllLoss(x.LogSoftmax(1), labels).Backward();")]
    [InlineData("F.BinaryCrossEntropy(x.Sigmoid(), y).Backward();")]
    [InlineData("F.CrossEntropy(x.Sigmoid(), labels).Backward();")]
    [InlineData("var p = x.Softmax(1); p = x; F.CrossEntropy(p, labels).Backward();")]
    [InlineData("var net = new Sequential(new Softmax(1), new Linear(2, 2)); F.CrossEntropy(net.Forward(x), labels).Backward();")]
    [InlineData("var net = new Sequential(new Linear(2, 2), new Softmax(1)); F.MseLoss(net.Forward(x), y).Backward();")]
    public Task Logits_and_other_losses_are_not(string statement) => Rule.IsSilent(statement);

    [Fact]
    public async Task The_softmax_is_taken_out()
    {
        await Rule.Fixes("F.CrossEntropy(x.Softmax(1), labels).Backward();", Title, "F.CrossEntropy(x, labels).Backward();");
        await Rule.Fixes("F.CrossEntropy(F.LogSoftmax(x + y, 1), labels).Backward();", Title, "F.CrossEntropy(x + y, labels).Backward();");
        await Rule.Fixes("var p = x.Softmax(1); F.CrossEntropy(p, labels).Backward();", Title, "var p = x; F.CrossEntropy(p, labels).Backward();");
        await Rule.Fixes("var net = new Sequential(new Linear(2, 2), new Softmax(1)); F.CrossEntropy(net.Forward(x), labels).Backward();", Title, "var net = new Sequential(new Linear(2, 2));");
        await Rule.Fixes("Sequential net = [new Linear(2, 2), new LogSoftmax(1)]; F.CrossEntropy(net.Forward(x), labels).Backward();", Title, "Sequential net = [new Linear(2, 2)];");
    }

    [Fact]
    public async Task A_person_decides_where_others_read_it_too()
    {
        await Rule.HasNoFix("var p = x.Softmax(1); F.CrossEntropy(p, labels).Backward(); Console.WriteLine(p);");
        await Rule.HasNoFix("F.CrossEntropy(new Softmax(1).Forward(x), labels).Backward();");
    }

    [Fact]
    public async Task A_model_in_a_field_is_seen()
    {
        const string Text = """
            static class Program
            {
                static readonly Sequential net = new(new Linear(2, 2), new Softmax(1));

                static Tensor Loss(Tensor x, Tensor labels) => F.CrossEntropy(net.Forward(x), labels);
            }
            """;
        var (code, message) = Assert.Single(await new Source(Text, new SquashedLogits()).Marks());
        Assert.Equal("net.Forward(x)", code);
        Assert.Equal("'CrossEntropy' takes logits and applies the softmax itself; here it gets the result of 'Softmax'", message);
        Assert.Contains("new(new Linear(2, 2));", await new Source(Text, new SquashedLogits()).Fixed(new SquashedLogitsFix(), Title), StringComparison.Ordinal);
    }
}
