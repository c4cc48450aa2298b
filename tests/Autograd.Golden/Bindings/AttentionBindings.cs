using Autograd.NN;

namespace Autograd.Golden;

/// <summary>Multi-head attention and the layers of transformers.</summary>
internal static class AttentionBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "nn.MultiheadAttention", Multihead },
        { "nn.TransformerEncoderLayer", a => Encode(EncoderLayer(Init(a)), a) },
        { "nn.TransformerDecoderLayer", a => Decode(DecoderLayer(Init(a)), a) },
    };

    private static Tensor[] Multihead(CaseArguments a)
    {
        var init = Init(a);
        var layer = new MultiheadAttention(
            init.Int("embed_dim"), init.Int("num_heads"), init.Double("dropout", 0), init.Bool("bias", true), init.Bool("add_bias_kv"), init.Bool("add_zero_attn"),
            init.OptionalInt("kdim"), init.OptionalInt("vdim"), init.Bool("batch_first"));
        var call = Call(a);
        Tensor? weights = null;
        var output = ModuleBindings.Run(layer, a, _ =>
        {
            (var result, weights) = layer.Forward(
                a.Tensor("query"), a.Tensor("key"), a.Tensor("value"), a.OptionalTensor("key_padding_mask"), call.Bool("need_weights", true), a.OptionalTensor("attn_mask"),
                call.Bool("average_attn_weights", true));
            return result;
        });
        return weights is null ? [output] : [output, weights];
    }

    private static TransformerEncoderLayer EncoderLayer(Arguments i) => new(
        i.Int("d_model"), i.Int("nhead"), i.Int("dim_feedforward", 2048), i.Double("dropout", 0.1), Activation(i), i.Double("layer_norm_eps", 1e-5), i.Bool("batch_first"), i.Bool("norm_first"));

    private static TransformerDecoderLayer DecoderLayer(Arguments i) => new(
        i.Int("d_model"), i.Int("nhead"), i.Int("dim_feedforward", 2048), i.Double("dropout", 0.1), Activation(i), i.Double("layer_norm_eps", 1e-5), i.Bool("batch_first"), i.Bool("norm_first"));

    private static Tensor[] Encode(TransformerEncoderLayer layer, CaseArguments a) =>
        [ModuleBindings.Run(layer, a, _ => layer.Forward(a.Tensor("src"), a.OptionalTensor("src_mask"), a.OptionalTensor("src_key_padding_mask")))];

    private static Tensor[] Decode(TransformerDecoderLayer layer, CaseArguments a) =>
    [
        ModuleBindings.Run(layer, a, _ => layer.Forward(
            a.Tensor("tgt"), a.Tensor("memory"), a.OptionalTensor("tgt_mask"), a.OptionalTensor("memory_mask"), a.OptionalTensor("tgt_key_padding_mask"), a.OptionalTensor("memory_key_padding_mask"))),
    ];

    private static Func<Tensor, Tensor> Activation(Arguments i) => i.Text("activation", "relu") switch
    {
        "relu" => static x => x.ReLU(),
        "gelu" => static x => x.GELU(),
        var other => throw new UnboundException(other),
    };

    private static Arguments Init(CaseArguments a) => new(a.Argument("init") ?? default);

    private static Arguments Call(CaseArguments a) => new(a.Argument("call") ?? default);
}
