namespace Autograd.Benchmarks.Tests;

public sealed class TargetsTests
{
    [Theory]
    [InlineData("matmul/f32/16", 6)]
    [InlineData("matmul/f32/128", 1.1)]
    [InlineData("matmul/f32/1024", 1.0)]
    [InlineData("matmul/f32/transposed-1024", 1.0)]
    [InlineData("matmul/f64/256", 1.0)]
    [InlineData("unary/exp/100", 12)]
    [InlineData("binary/add/100", 12)]
    [InlineData("unary/sin/10000", 2)]
    [InlineData("unary/relu/10000", 1.2)]
    [InlineData("binary/mul-f64/10000", 1.2)]
    [InlineData("unary/exp/1000000", 1.5)]
    [InlineData("unary/sqrt/1000000", 1.0)]
    [InlineData("binary/add-row-1024x1024", 1.0)]
    [InlineData("unary/relu/10000000", 4)]
    [InlineData("reduce/log-softmax-1024x1024", 1.6)]
    [InlineData("reduce/mean-dim1-1024x1024", 1.0)]
    [InlineData("conv2d/fwd-bwd-8x3x224-64k7s2", 1.5)]
    [InlineData("conv2d/fwd-8x3x224-64k7s2", 1.0)]
    [InlineData("optimizer/adam-8x250000", 3)]
    [InlineData("optimizer/rmsprop-8x250000", 2)]
    [InlineData("step/mlp-2-16-16-2-batch32-adam", 20)]
    [InlineData("step/mlp-784-128-10-batch64-adam", 1.6)]
    [InlineData("infer/tanh-1000000", 2)]
    [InlineData("infer/matmul-256", 1.0)]
    public void The_first_pattern_that_fits_counts(string name, double ratio) => Assert.Equal(ratio, Targets.Of(name));

    [Fact]
    public void Every_workload_has_a_target() => Assert.DoesNotContain(Workload.All, w => Targets.Of(w.Name) is null);

    [Fact]
    public void Steps_and_inference_have_a_floor()
    {
        Assert.Equal(1.1, Targets.FloorOf("step/char-gru-256-t50-batch32-adam"));
        Assert.Equal(0.85, Targets.FloorOf("infer/matmul-256"));
        Assert.Null(Targets.FloorOf("matmul/f32/16"));
    }
}
