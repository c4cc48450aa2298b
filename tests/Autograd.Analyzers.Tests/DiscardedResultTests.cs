namespace Autograd.Analyzers.Tests;

public sealed class DiscardedResultTests
{
    private static readonly RuleAssert Rule = new(new DiscardedResult(), new DiscardedResultFix());

    [Theory]
    [InlineData("x.Add(y);", "x.Add(y)")]
    [InlineData("x.To(DType.Float64);", "x.To(DType.Float64)")]
    [InlineData("F.ReLU(x);", "F.ReLU(x)")]
    [InlineData("x.Sort();", "x.Sort()")]
    [InlineData("x.Chunk(2);", "x.Chunk(2)")]
    [InlineData("Linalg.Inv(x);", "Linalg.Inv(x)")]
    [InlineData("Gradient.Of(x.Sum(), y);", "Gradient.Of(x.Sum(), y)")]
    [InlineData("if (steps > 1) x.Detach();", "x.Detach()")]
    [InlineData("x.Grad?.Neg();", ".Neg()")]
    public Task A_result_that_nobody_takes_is_marked(string statement, string code) => Rule.Marks(statement, code);

    [Theory]
    [InlineData("x.AddInPlace(y);")]
    [InlineData("x.RequiresGradInPlace();")]
    [InlineData("_ = x.Add(y);")]
    [InlineData("x = x.Add(y);")]
    [InlineData("model.Forward(x);")]
    [InlineData("model.To(DType.Float64);")]
    [InlineData("x.Sum().Backward();")]
    [InlineData("F.BatchNorm(x, w, y, training: true);")]
    [InlineData("Tensor.Randn([3], generator: new Generator(1));")]
    [InlineData("Action act = () => x.Add(y);")]
    [InlineData("var list = new List<Tensor>(); list.Add(x);")]
    public Task What_works_by_its_effect_is_not(string statement) => Rule.IsSilent(statement);

    [Fact]
    public async Task It_is_kept_or_written_in_place_or_waived()
    {
        await Rule.Fixes("x.Add(y); // sum", "Keep the result in the variable", "x = x.Add(y); // sum");
        await Rule.Fixes("x.Add(y);", "Write in place", "x.AddInPlace(y);");
        await Rule.Fixes("F.ReLU(x);", "Say that the result is not needed", "_ = F.ReLU(x);");
    }

    [Fact]
    public async Task Only_what_compiles_is_offered()
    {
        string[] all = await Source.Statements("x.Sort();", new DiscardedResult()).Fixes(new DiscardedResultFix());
        Assert.Equal(["Say that the result is not needed"], all);
        string[] ofEach = await Source.Statements("foreach (var v in weights) { v.Exp(); }", new DiscardedResult()).Fixes(new DiscardedResultFix());
        Assert.Equal(["Write in place", "Say that the result is not needed"], ofEach);
    }
}
