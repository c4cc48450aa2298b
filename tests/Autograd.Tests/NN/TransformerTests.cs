using Autograd.NN;

namespace Autograd.Tests.NN;

/// <summary>Stacks of layers; the golden bank compares values and gradients. Numbers here are those of PyTorch 1.13.1 for seed 3.</summary>
public class TransformerTests
{
    [Fact]
    public void A_transformer_begins_and_drops_as_PyTorchs()
    {
        Generator.ManualSeed(3);
        var model = new Transformer(4, 2, 2, 2, 6, 0.3, x => x.GELU());
        var (source, target) = (Tensor.Randn(3, 1, 4), Tensor.Randn(2, 1, 4));
        Near([1.00834, -1.22893, 0.96136, -0.740762, 0.523339, -1.08881, -0.808298, 1.37377], model.Forward(source, target, tgtMask: Transformer.GenerateSquareSubsequentMask(2)));
        Assert.Equal(0.6911, Tensor.Rand(1).Item(), 1e-4);
        string[] keys = [.. model.StateDict().Keys];
        Assert.Equal(64, keys.Length);
        Assert.Equal("encoder.layers.0.self_attn.in_proj_weight", keys[0]);
        Assert.Equal("decoder.layers.1.norm3.bias", keys[^3]);
        Assert.Equal("decoder.norm.bias", keys[^1]);
    }

    [Fact]
    public void A_stack_is_of_copies_that_begin_alike_and_learn_apart()
    {
        Generator.ManualSeed(3);
        var layer = new TransformerEncoderLayer(4, 2, 6, 0.3);
        var stack = new TransformerEncoder(layer, 2);
        Near([1.01925, 0.766454, -1.51705, -0.268654, 1.32796, -0.191199, -1.4498, 0.313038], stack.Forward(Tensor.Randn(2, 1, 4)));
        Assert.Equal(0.4566, Tensor.Rand(1).Item(), 1e-4);
        Assert.Equal(2 * layer.Parameters().Count(), stack.Parameters().Count());
        Assert.True(stack.Layers[0].Linear1.Weight.Equal(stack.Layers[1].Linear1.Weight));
        using (NoGrad.Scope) stack.Layers[0].Linear1.Weight.ZeroInPlace();
        Assert.False(stack.Layers[0].Linear1.Weight.Equal(stack.Layers[1].Linear1.Weight));
        Assert.True(layer.Linear1.Weight.Equal(stack.Layers[1].Linear1.Weight));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_comes_later_is_not_seen_through_the_mask(bool batchFirst)
    {
        var stack = new TransformerEncoder(new TransformerEncoderLayer(4, 2, 6, batchFirst: batchFirst, dtype: DType.Float64), 2).Eval();
        var x = Tensor.Randn([5, 5, 4], DType.Float64, new Generator(1));
        int sequence = batchFirst ? 1 : 0;
        var mask = Transformer.GenerateSquareSubsequentMask(5, DType.Float64);
        var whole = ((TransformerEncoder)stack).Forward(x, mask);
        var begun = ((TransformerEncoder)stack).Forward(x.Narrow(sequence, 0, 3), mask[..3, ..3]);
        Assert.True(whole.Narrow(sequence, 0, 3).AllClose(begun, 1e-12, 1e-12));
    }

    [Fact]
    public void Encoders_and_decoders_of_ones_own_are_used()
    {
        var encoder = new TransformerEncoder(new TransformerEncoderLayer(4, 2, 3), 1);
        var decoder = new TransformerDecoder(new TransformerDecoderLayer(4, 2, 3), 0);
        var model = new Transformer(4, 2, customEncoder: encoder, customDecoder: decoder);
        Assert.Same(encoder, model.Encoder);
        var target = Tensor.Randn(2, 1, 4);
        Assert.Same(target, model.Forward(Tensor.Randn(3, 1, 4), target));
    }

    [Fact]
    public void Hooks_see_the_masks()
    {
        var seen = new List<object>();
        var model = new Transformer(2, 1, 1, 1, 2);
        foreach (Module module in new Module[] { model, model.Encoder, model.Decoder, model.Decoder.Layers[0] }) module.RegisterForwardPreObserver((Module _, object input) => seen.Add(input));
        var x = Tensor.Randn(2, 1, 2);
        model.Forward(x, x);
        Assert.IsType<(Tensor, Tensor)>(seen[0]);
        Assert.IsType<(Tensor, Tensor)>(seen[3]);
        seen.Clear();
        model.Forward(x, x, Tensor.Zeros(2, 2), Tensor.Zeros(2, 2));
        Assert.IsType<(Tensor, Tensor, Tensor?, Tensor?, DecoderMasks)>(seen[0]);
        Assert.IsType<(Tensor, Tensor?, Tensor?)>(seen[1]);
        Assert.NotNull(Assert.IsType<(Tensor, Tensor, DecoderMasks)>(seen[3]).Item3.TgtMask);
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var model = new Transformer(4, 2, 1, 1, 3);
        Tensor x = Tensor.Zeros(3, 2, 4);
        Message("must be [S, N, E] and [T, N, E], or both without N", () => model.Forward(x, x[0]));
        Message("their last sizes must be 4", () => model.Forward(Tensor.Zeros(3, 2, 5), x));
        Message("2 and 1 samples", () => model.Forward(x, x.Narrow(1, 0, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TransformerEncoder(new TransformerEncoderLayer(4, 2), -1));
        Assert.Throws<ArgumentNullException>(() => new TransformerDecoder(null!, 1));

        static void Message(string part, Action call) => Assert.Contains(part, Assert.Throws<ShapeException>(call).Message, StringComparison.Ordinal);
    }

    private static void Near(double[] expected, Tensor actual) =>
        Assert.True(actual.Detach().Double().Flatten().AllClose(Tensor.From(expected), 2e-5, 2e-6), $"{actual}");
}
