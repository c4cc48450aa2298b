using Autograd.NN;

namespace Autograd.Tests.NN;

/// <summary>Multi-head attention and the layers of transformers; the golden bank compares values and gradients. Numbers here are those of PyTorch 1.13.1 for seed 3.</summary>
public class MultiheadAttentionTests
{
    private static readonly double[] Encoded =
    [
        -0.0484325, -1.60128, 1.01555, 0.634164, 1.29768, -1.02087, 0.647563, -0.924369, 0.509798, -0.124261, 1.15821, -1.54375, -1.66657, 0.110955, 0.767091, 0.788527,
        -1.41577, 1.27629, 0.492184, -0.352702, -1.63702, 0.125677, 1.04048, 0.470865,
    ];

    private static readonly double[] EncodedBatchFirst =
    [
        1.29821, -0.956433, -0.989864, 0.648083, 1.56648, -0.539637, 0.0897539, -1.1166, 0.597346, -0.661301, 1.29762, -1.23367, -1.7277, 0.522922, 0.513684, 0.691097,
        -0.649522, 1.66267, -0.119039, -0.894111, -0.592948, -1.28579, 1.2787, 0.60004,
    ];

    [Theory]
    [InlineData(false, 0.3450)]
    [InlineData(true, 0.0032)]
    public void An_encoder_layer_begins_and_drops_as_PyTorchs(bool batchFirst, double after)
    {
        Generator.ManualSeed(3);
        var layer = new TransformerEncoderLayer(4, 2, 6, 0.3, batchFirst: batchFirst);
        Near(batchFirst ? EncodedBatchFirst : Encoded, layer.Forward(Tensor.Randn(3, 2, 4)));
        Assert.Equal(after, Tensor.Rand(1).Item(), 1e-4);
    }

    [Fact]
    public void A_decoder_layer_begins_and_drops_as_PyTorchs()
    {
        Generator.ManualSeed(3);
        var layer = new TransformerDecoderLayer(4, 2, 6, 0.3, normFirst: true);
        var (target, memory) = (Tensor.Randn(1, 2, 4), Tensor.Randn(3, 2, 4));
        Near([-0.300994, -0.00394236, 0.0604427, 1.0203, 0.765108, 1.33229, 1.6037, -1.64235], layer.Forward(target, memory));
        Assert.Equal(0.8921, Tensor.Rand(1).Item(), 1e-4);
    }

    [Fact]
    public void An_attention_of_many_arguments_begins_and_drops_as_PyTorchs()
    {
        Generator.ManualSeed(3);
        var layer = new MultiheadAttention(4, 2, 0.4, addBiasKv: true, kdim: 3);
        var (query, key, value) = (Tensor.Randn(2, 1, 4), Tensor.Randn(3, 1, 3), Tensor.Randn(3, 1, 4));
        var (output, weights) = layer.Forward(query, key, value);
        Near([0.286605, -0.341397, 0.11607, 0.667256, -0.132264, -0.245644, 0.166313, 0.104149], output);
        Near([0.304283, 0.194664, 0, 0.597314, 0, 0.178193, 0, 0.40861], weights!);
        Assert.Equal(0.0382, Tensor.Rand(1).Item(), 1e-4);
        Assert.Equal("q_proj_weight k_proj_weight v_proj_weight in_proj_bias bias_k bias_v out_proj.weight out_proj.bias", string.Join(' ', layer.StateDict().Keys));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_that_are_not_needed_change_nothing(bool training)
    {
        var layer = (MultiheadAttention)new MultiheadAttention(6, 3, 0.3, addZeroAttn: true, dtype: DType.Float64).Train(training);
        var x = Tensor.Randn([5, 2, 6], DType.Float64, new Generator(1));
        var padding = Tensor.From([false, false, false, true, true, false, false, false, false, false]).Reshape(2, 5);
        Generator.ManualSeed(4);
        var (expected, weights) = layer.Forward(x, x, x, padding);
        Generator.ManualSeed(4);
        var (actual, none) = layer.Forward(x, x, x, padding, needWeights: false);
        Assert.Null(none);
        Assert.Equal(new Shape([2, 5, 6]), weights!.Shape);
        Assert.True(actual.AllClose(expected, 1e-12, 1e-12));
    }

    [Fact]
    public void Masks_of_bools_are_those_of_infinities_and_both_kinds_meet()
    {
        var layer = new MultiheadAttention(4, 2, dtype: DType.Float64);
        var x = Tensor.Randn([3, 2, 4], DType.Float64, new Generator(1));
        var (bools, padding) = (Tensor.Ones([3, 3], DType.Bool).Triu(1), Tensor.From([false, false, true, false, false, false]).Reshape(2, 3));
        var expected = layer.Forward(x, x, x, padding, attnMask: bools).Output;
        Assert.True(layer.Forward(x, x, x, Numbers(padding), attnMask: Numbers(bools)).Output.AllClose(expected));
        Assert.True(layer.Forward(x, x, x, padding, attnMask: Numbers(bools)).Output.AllClose(expected));
        Assert.True(layer.Forward(x, x, x, Numbers(padding), attnMask: bools, needWeights: false).Output.AllClose(expected));

        static Tensor Numbers(Tensor mask) => Tensor.Zeros(mask.Shape, DType.Float64).MaskedFill(mask, double.NegativeInfinity);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_query_that_sees_no_key_gives_the_bias_and_no_NaN(bool needWeights)
    {
        var layer = new MultiheadAttention(4, 2, dtype: DType.Float64);
        var x = Tensor.Randn([3, 1, 4], DType.Float64, new Generator(1)).RequiresGradInPlace();
        var (output, _) = layer.Forward(x, x, x, attnMask: Tensor.From([true, false, false]).Unsqueeze(1).Expand(3, 3), needWeights: needWeights);
        Assert.True(output[0].AllClose(layer.OutProj.Bias!));
        var first = Gradient.Of(output.Square().Sum(), [x], createGraph: true)[0]!;
        Assert.True(first.IsFinite().All().Item<bool>());
        Assert.True(Gradient.Of(first.Square().Sum(), [x])[0]!.IsFinite().All().Item<bool>());
    }

    [Fact]
    public void Hooks_see_the_masks()
    {
        var seen = new List<object>();
        var layer = new TransformerEncoderLayer(2, 1, 3);
        layer.RegisterForwardPreObserver((Module _, object input) => seen.Add(input));
        layer.SelfAttn.RegisterForwardPreObserver((Module _, AttentionInput input) => seen.Add(input));
        var x = Tensor.Randn(2, 1, 2);
        layer.Forward(x);
        layer.Forward(x, Tensor.Zeros(2, 2));
        Assert.Same(x, seen[0]);
        Assert.IsType<(Tensor, Tensor?, Tensor?)>(seen[2]);
        Assert.NotNull(Assert.IsType<AttentionInput>(seen[3]).AttnMask);
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var layer = new MultiheadAttention(4, 2, kdim: 3);
        Tensor q = Tensor.Zeros(2, 1, 4), k = Tensor.Zeros(3, 1, 3), v = Tensor.Zeros(3, 1, 4);
        Message<ShapeException>("4 elements do not fall into 3 heads", () => _ = new MultiheadAttention(4, 3));
        Message<ShapeException>("[L, N, E], [S, N, kdim] and [S, N, vdim], or all without N", () => layer.Forward(q, k[0], v));
        Message<ShapeException>("the last sizes must be 4, 3 and 4", () => layer.Forward(q, v, v));
        Message<ShapeException>("3 and 2 positions", () => layer.Forward(q, k, v[..2]));
        Message<ShapeException>("1, 1 and 2 samples", () => layer.Forward(q, k, v.Expand(3, 2, 4)));
        Message<ShapeException>("attnMask has shape [3, 2]; it must be [2, 3], or [2, 2, 3]", () => layer.Forward(q, k, v, attnMask: Tensor.Zeros(3, 2)));
        Message<ShapeException>("keyPaddingMask has shape [2, 3]; it must be [1, 3]", () => layer.Forward(q, k, v, Tensor.Zeros(2, 3)));
        Message<DTypeException>("attnMask is int64; it must be bool, or float32", () => layer.Forward(q, k, v, attnMask: Tensor.Zeros([2, 3], DType.Int64)));
        Message<DTypeException>("MultiheadAttention", () => layer.Forward(q.Double(), k, v));
        Assert.Throws<ArgumentNullException>("key", () => layer.Forward(q, null!, v));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TransformerEncoderLayer(4, 2, dropout: 1.5));
    }

    private static void Message<TException>(string part, Action call)
        where TException : Exception => Assert.Contains(part, Assert.Throws<TException>(call).Message, StringComparison.Ordinal);

    private static void Near(double[] expected, Tensor actual) =>
        Assert.True(actual.Detach().Double().Flatten().AllClose(Tensor.From(expected), 2e-5, 2e-6), $"{actual}");
}
