using Autograd.NN;

namespace Autograd.Golden;

/// <summary>Layers whose weight is computed, and parameters as one vector.</summary>
internal static class ReparametrizationBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "nn.utils.weight_norm", a => [Run(a, m => Utils.WeightNorm(m, a.Text("name", "weight"), a.IsNull("dim") ? null : a.Int("dim", 0)))] },
        { "nn.utils.spectral_norm", Spectral },
        { "nn.utils.parameters_to_vector", a => Utils.ParametersToVector(a.Tensors("parameters")) },
        { "nn.utils.vector_to_parameters", Parameters },
    };

    private static Tensor[] Spectral(CaseArguments a)
    {
        Module? layer = null;
        var y = Run(a, m => layer = Utils.SpectralNorm(m, a.Text("name", "weight"), a.Int("n_power_iterations", 1), a.Double("eps", 1e-12), a.OptionalInt("dim")));
        return a.Bool("training", true) ? [y, .. layer!.NamedBuffers().Select(b => b.Buffer)] : [y];
    }

    private static Tensor[] Parameters(CaseArguments a)
    {
        var parameters = Array.ConvertAll(a.Tensors("parameters"), static p => p.Clone());
        Utils.VectorToParameters(a.Tensor("vec"), parameters);
        return parameters;
    }

    private static Tensor Run(CaseArguments a, Func<Module, Module> wrap) => ModuleBindings.Run(wrap(Made(a.Text("module"), new Arguments(a.Argument("init") ?? default)).To(DType.Float64)), a);

    private static Module Made(string name, Arguments i) => name switch
    {
        "Linear" => new Linear(i.Int("in_features"), i.Int("out_features"), i.Bool("bias", true)),
        "Conv1d" => new Conv1d(i.Int("in_channels"), i.Int("out_channels"), i.Int("kernel_size")),
        "Conv2d" => new Conv2d(i.Int("in_channels"), i.Int("out_channels"), i.Int("kernel_size")),
        "ConvTranspose1d" => new ConvTranspose1d(i.Int("in_channels"), i.Int("out_channels"), i.Int("kernel_size")),
        "ConvTranspose2d" => new ConvTranspose2d(i.Int("in_channels"), i.Int("out_channels"), i.Int("kernel_size")),
        "Embedding" => new Embedding(i.Int("num_embeddings"), i.Int("embedding_dim")),
        "RNNCell" => new RNNCell(i.Int("input_size"), i.Int("hidden_size")),
        var other => throw new UnboundException(other),
    };
}
