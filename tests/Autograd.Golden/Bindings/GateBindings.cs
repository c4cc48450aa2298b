using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Golden;

/// <summary>Tables, attention, gates, shuffles and the further dropouts, as functions and as modules.</summary>
internal static class GateBindings
{
    public static BindingTable Table { get; } = new()
    {
        {
            "nn.functional.embedding",
            a => F.Embedding(a.Tensor("input"), a.Tensor("weight"), a.OptionalInt("padding_idx"), a.OptionalDouble("max_norm"), a.Double("norm_type", 2), a.Bool("scale_grad_by_freq"))
        },
        {
            "nn.functional.embedding_bag",
            a => F.EmbeddingBag(
                a.Tensor("input"), a.Tensor("weight"), a.OptionalTensor("offsets"), a.OptionalDouble("max_norm"), a.Double("norm_type", 2), a.Bool("scale_grad_by_freq"),
                Mode(a), a.OptionalTensor("per_sample_weights"), a.Bool("include_last_offset"), a.OptionalInt("padding_idx"))
        },
        { "nn.functional.glu", a => F.GLU(a.Tensor("input"), a.Int("dim", -1)) },
        { "nn.functional.bilinear", a => F.Bilinear(a.Tensor("input1"), a.Tensor("input2"), a.Tensor("weight"), a.OptionalTensor("bias")) },
        { "nn.functional.rrelu", a => F.RReLU(a.Tensor("input"), a.Double("lower", 1.0 / 8), a.Double("upper", 1.0 / 3), a.Bool("training")) },
        { "nn.functional.gumbel_softmax", a => F.GumbelSoftmax(a.Tensor("logits"), a.Double("tau", 1), a.Bool("hard"), a.Int("dim", -1)) },
        { "nn.functional.pixel_shuffle", a => F.PixelShuffle(a.Tensor("input"), a.Int("upscale_factor")) },
        { "nn.functional.pixel_unshuffle", a => F.PixelUnshuffle(a.Tensor("input"), a.Int("downscale_factor")) },
        { "nn.functional.channel_shuffle", a => F.ChannelShuffle(a.Tensor("input"), a.Int("groups")) },
        { "nn.functional.dropout1d", a => F.Dropout1d(a.Tensor("input"), a.Double("p", 0.5), a.Bool("training", true)) },
        { "nn.functional.dropout3d", a => F.Dropout3d(a.Tensor("input"), a.Double("p", 0.5), a.Bool("training", true)) },
        { "nn.functional.alpha_dropout", a => F.AlphaDropout(a.Tensor("input"), a.Double("p", 0.5), a.Bool("training")) },
        { "nn.functional.feature_alpha_dropout", a => F.FeatureAlphaDropout(a.Tensor("input"), a.Double("p", 0.5), a.Bool("training")) },
        {
            "nn.functional.scaled_dot_product_attention",
            a => F.ScaledDotProductAttention(a.Tensor("query"), a.Tensor("key"), a.Tensor("value"), a.OptionalTensor("attn_mask"), a.Double("dropout_p", 0), a.Bool("is_causal"), a.OptionalDouble("scale"))
        },
        { "nn.Embedding", Module(i => new Embedding(i.Int("num_embeddings"), i.Int("embedding_dim"), i.OptionalInt("padding_idx"), i.OptionalDouble("max_norm"), i.Double("norm_type", 2), i.Bool("scale_grad_by_freq"))) },
        {
            "nn.EmbeddingBag",
            a => ModuleBindings.Run(
                Bag(new Arguments(a.Argument("init") ?? default)), a, m => ((EmbeddingBag)m).Forward(a.Tensor("input"), a.OptionalTensor("offsets"), a.OptionalTensor("per_sample_weights")))
        },
        { "nn.GLU", Module(i => new GLU(i.Int("dim", -1))) },
        { "nn.RReLU", Module(i => new RReLU(i.Double("lower", 1.0 / 8), i.Double("upper", 1.0 / 3))) },
        { "nn.Softmax2d", Module(_ => new Softmax2d()) },
        {
            "nn.Bilinear",
            a => ModuleBindings.Run(Bilinear(new Arguments(a.Argument("init") ?? default)), a, m => m.Forward(a.Tensor("input1"), a.Tensor("input2")))
        },
        { "nn.PixelShuffle", Module(i => new PixelShuffle(i.Int("upscale_factor"))) },
        { "nn.PixelUnshuffle", Module(i => new PixelUnshuffle(i.Int("downscale_factor"))) },
        { "nn.ChannelShuffle", Module(i => new ChannelShuffle(i.Int("groups"))) },
        { "nn.Dropout1d", Module(i => new Dropout1d(i.Double("p", 0.5))) },
        { "nn.Dropout2d", Module(i => new Dropout2d(i.Double("p", 0.5))) },
        { "nn.Dropout3d", Module(i => new Dropout3d(i.Double("p", 0.5))) },
        { "nn.AlphaDropout", Module(i => new AlphaDropout(i.Double("p", 0.5))) },
        { "nn.FeatureAlphaDropout", Module(i => new FeatureAlphaDropout(i.Double("p", 0.5))) },
    };

    private static Func<CaseArguments, Tensor> Module(Func<Arguments, Module> make) => a => ModuleBindings.Run(make(new Arguments(a.Argument("init") ?? default)), a);

    private static Bilinear Bilinear(Arguments i) => new(i.Int("in1_features"), i.Int("in2_features"), i.Int("out_features"), i.Bool("bias", true));

    private static EmbeddingBag Bag(Arguments i) => new(
        i.Int("num_embeddings"), i.Int("embedding_dim"), i.OptionalDouble("max_norm"), i.Double("norm_type", 2), i.Bool("scale_grad_by_freq"), Mode(i), i.Bool("include_last_offset"), i.OptionalInt("padding_idx"));

    private static EmbeddingBagMode Mode(Arguments a) => Enum.Parse<EmbeddingBagMode>(a.Text("mode", "mean"), ignoreCase: true);
}
