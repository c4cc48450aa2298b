using System.Runtime.CompilerServices;
using Autograd.Memory;
using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.Transforms;

/// <summary>Recomputed instead of kept: the same bits, less memory, at any order, nested, with draws repeated.</summary>
public sealed class CheckpointTests
{
    [Fact]
    public void Gradients_are_equal_to_the_bit_with_dropout_and_captured_parameters()
    {
        var layer = new Linear(64, 64);
        var x = Tensor.Randn([32, 64]).RequiresGradInPlace();
        Tensor Block(Tensor v) => F.Dropout(layer.Forward(v).Tanh(), 0.5, training: true) * v;

        Generator.ManualSeed(7);
        var plain = Gradients(Block(x));
        long after = Generator.Default.NextInt64();
        Generator.ManualSeed(7);
        var checkpointed = Gradients(Func.Checkpoint(Block, x));
        // Repeating the draws moves no generator.
        Assert.Equal(after, Generator.Default.NextInt64());
        for (int i = 0; i < plain.Length; i++) Assert.True(plain[i].Equal(checkpointed[i]));

        Tensor[] Gradients(Tensor y) => [y, .. Gradient.Of(y.Square().Sum(), [x, .. layer.Parameters()])!];
    }

    [Fact]
    public void The_function_runs_again_once_and_only_when_asked()
    {
        int calls = 0;
        var x = Tensor.Randn([8], DType.Float64).RequiresGradInPlace();
        Tensor Counted(Tensor v)
        {
            calls++;
            return v.Exp().Sin().Exp();
        }
        var y = Func.Checkpoint(Counted, x);
        Assert.Equal(1, calls);
        var g = Gradient.Of(y.Sum(), x, createGraph: true);
        Assert.Equal(2, calls);
        var second = Gradient.Of(g.Square().Sum(), x, retainGraph: true);
        Assert.Equal(2, calls);
        var tangent = Gradient.Jvp(y, x, Tensor.OnesLike(x));
        Assert.Equal(2, calls);
        Assert.True(tangent!.AllClose(g.Detach(), 1e-12));

        var (plain, plainSecond) = Twice(Counted(x));
        Assert.True(plain.Equal(g.Detach()));
        Assert.True(plainSecond.Equal(second));
        using (NoGrad.Scope) Func.Checkpoint(Counted, x);

        (Tensor, Tensor) Twice(Tensor value)
        {
            var slope = Gradient.Of(value.Sum(), x, createGraph: true);
            return (slope.Detach(), Gradient.Of(slope.Square().Sum(), x));
        }
    }

    [Fact]
    public void Checkpoints_nest()
    {
        var x = Tensor.Randn([16, 16], DType.Float64).RequiresGradInPlace();
        Tensor Inner(Tensor v) => F.Dropout(v.Tanh().Exp(), 0.3, training: true).MatMul(v);
        Tensor Outer(Tensor v, Func<Func<Tensor, Tensor>, Tensor, Tensor> call) => call(Inner, call(Inner, v.Sin()) * 0.1).Cos();

        Generator.ManualSeed(3);
        var plain = Gradient.Of(Outer(x, (f, v) => f(v)).Sum(), x);
        Generator.ManualSeed(3);
        var nested = Gradient.Of(Func.Checkpoint(v => Outer(v, Func.Checkpoint), x).Sum(), x);
        Assert.True(plain.Equal(nested));
    }

    [Fact]
    public void The_graph_keeps_the_inputs_alone_and_one_block_at_a_time_on_the_way_back()
    {
        const int Blocks = 4, Layers = 8;
        var plain = Chain(Blocks, Layers, static (f, v) => f(v));
        var checkpointed = Chain(Blocks, Layers, Func.Checkpoint);
        // Each tanh keeps its result; of the checkpoints the results of the first three are the inputs of the next ones.
        Assert.Equal(Blocks * Layers, plain.Kept);
        Assert.InRange(checkpointed.Kept, Blocks - 1, Blocks);
        Assert.True(plain.Gradient.Equal(checkpointed.Gradient));
    }

    /// <summary>How many results of tanh are in memory after the forward pass of some blocks, and the gradient behind them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (int Kept, Tensor Gradient) Chain(int blocks, int layers, Func<Func<Tensor, Tensor>, Tensor, Tensor> call)
    {
        var x = Tensor.Arange(0, 4096, 1, DType.Float64).MulInPlace(1e-3).RequiresGradInPlace();
        var results = new List<WeakReference<Storage>>();
        var y = Forward();
        GC.Collect();
        int kept = results.Count(static r => r.TryGetTarget(out _));
        return (kept, Gradient.Of(y.Sum(), x));

        [MethodImpl(MethodImplOptions.NoInlining)]
        Tensor Forward()
        {
            var v = x;
            for (int b = 0; b < blocks; b++) v = call(Block, v);
            return v * 2.0;
        }

        Tensor Block(Tensor v)
        {
            for (int i = 0; i < layers; i++)
            {
                v = v.Tanh();
                results.Add(new WeakReference<Storage>(v.Storage));
            }
            return v;
        }
    }

    [Fact]
    public void A_function_that_does_not_repeat_itself_is_named()
    {
        bool again = false;
        var x = Tensor.From([1.0]).RequiresGradInPlace();
        var y = Func.Checkpoint(
            v =>
            {
                v = again ? v.Exp().Exp() : v.Exp();
                again = true;
                return v;
            },
            x);
        Assert.Contains("saved 1 values when it was called and 2 when it was called again", Assert.Throws<AutogradException>(() => y.Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_that_was_written_since_is_found()
    {
        var x = Tensor.From([1.0, 2.0]).RequiresGradInPlace();
        var y = Func.Checkpoint(v => v.Square().Exp(), x);
        using (NoGrad.Scope) x.AddInPlace(1.0);
        Assert.Contains("was changed in place", Assert.Throws<AutogradException>(() => y.Sum().Backward()).Message, StringComparison.Ordinal);
    }
}
