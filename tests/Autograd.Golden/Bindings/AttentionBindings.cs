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
        { "nn.TransformerEncoder", a => Encode(new TransformerEncoder(EncoderLayer(Layer(a, "encoder_layer")), Init(a).Int("num_layers"), Norm(a, "encoder_layer")), a) },
        { "nn.TransformerDecoder", a => Decode(new TransformerDecoder(DecoderLayer(Layer(a, "decoder_layer")), Init(a).Int("num_layers"), Norm(a, "decoder_layer")), a) },
        { "nn.Transformer", Whole },
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

    private static Tensor[] Encode(TransformerEncoder stack, CaseArguments a) =>
        [ModuleBindings.Run(stack, a, _ => stack.Forward(a.Tensor("src"), a.OptionalTensor("mask"), a.OptionalTensor("src_key_padding_mask")))];

    private static Tensor[] Decode(TransformerDecoderLayer layer, CaseArguments a) =>
    [
        ModuleBindings.Run(layer, a, _ => layer.Forward(
            a.Tensor("tgt"), a.Tensor("memory"), a.OptionalTensor("tgt_mask"), a.OptionalTensor("memory_mask"), a.OptionalTensor("tgt_key_padding_mask"), a.OptionalTensor("memory_key_padding_mask"))),
    ];

    private static Tensor[] Decode(TransformerDecoder stack, CaseArguments a) =>
    [
        ModuleBindings.Run(stack, a, _ => stack.Forward(
            a.Tensor("tgt"), a.Tensor("memory"), a.OptionalTensor("tgt_mask"), a.OptionalTensor("memory_mask"), a.OptionalTensor("tgt_key_padding_mask"), a.OptionalTensor("memory_key_padding_mask"))),
    ];

    private static Tensor[] Whole(CaseArguments a)
    {
        var i = Init(a);
        var model = new Transformer(
            i.Int("d_model", 512), i.Int("nhead", 8), i.Int("num_encoder_layers", 6), i.Int("num_decoder_layers", 6), i.Int("dim_feedforward", 2048), i.Double("dropout", 0.1), Activation(i),
            layerNormEps: i.Double("layer_norm_eps", 1e-5), batchFirst: i.Bool("batch_first"), normFirst: i.Bool("norm_first"));
        return
        [
            ModuleBindings.Run(model, a, _ => model.Forward(
                a.Tensor("src"), a.Tensor("tgt"), a.OptionalTensor("src_mask"), a.OptionalTensor("tgt_mask"), a.OptionalTensor("memory_mask"), a.OptionalTensor("src_key_padding_mask"),
                a.OptionalTensor("tgt_key_padding_mask"), a.OptionalTensor("memory_key_padding_mask"))),
        ];
    }

    /// <summary>The arguments of the layer of a stack: those of the stack where they are not apart.</summary>
    private static Arguments Layer(CaseArguments a, string name) => Init(a).Argument(name) is { ValueKind: System.Text.Json.JsonValueKind.Object } layer ? new Arguments(layer) : Init(a);

    /// <summary>The normalisation of a stack, where its state has one.</summary>
    private static LayerNorm? Norm(CaseArguments a, string layer) => a.IsTensor("state.norm.weight") ? new LayerNorm(Layer(a, layer).Int("d_model")) : null;

    private static Func<Tensor, Tensor> Activation(Arguments i) => i.Text("activation", "relu") switch
    {
        "relu" => static x => x.ReLU(),
        "gelu" => static x => x.GELU(),
        var other => throw new UnboundException(other),
    };

    private static Arguments Init(CaseArguments a) => new(a.Argument("init") ?? default);

    private static Arguments Call(CaseArguments a) => new(a.Argument("call") ?? default);
}
