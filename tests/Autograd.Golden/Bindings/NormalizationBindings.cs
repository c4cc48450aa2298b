using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Golden;

/// <summary>Normalisations, as functions and as modules; after a call in training come the running statistics.</summary>
internal static class NormalizationBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "nn.functional.layer_norm", a => F.LayerNorm(a.Tensor("input"), a.Ints("normalized_shape"), a.OptionalTensor("weight"), a.OptionalTensor("bias"), a.Double("eps", 1e-5)) },
        { "nn.functional.rms_norm", a => F.RMSNorm(a.Tensor("input"), a.Ints("normalized_shape"), a.OptionalTensor("weight"), a.OptionalDouble("eps")) },
        { "nn.functional.group_norm", a => F.GroupNorm(a.Tensor("input"), a.Int("num_groups"), a.OptionalTensor("weight"), a.OptionalTensor("bias"), a.Double("eps", 1e-5)) },
        { "nn.functional.normalize", a => F.Normalize(a.Tensor("input"), a.Double("p", 2), a.Int("dim", 1), a.Double("eps", 1e-12)) },
        { "nn.functional.local_response_norm", a => F.LocalResponseNorm(a.Tensor("input"), a.Int("size"), a.Double("alpha", 1e-4), a.Double("beta", 0.75), a.Double("k", 1)) },
        {
            "nn.functional.batch_norm",
            a => WithRunning(a, (mean, variance) => F.BatchNorm(
                a.Tensor("input"), mean, variance, a.OptionalTensor("weight"), a.OptionalTensor("bias"), a.Bool("training"), a.Double("momentum", 0.1), a.Double("eps", 1e-5)))
        },
        {
            "nn.functional.instance_norm",
            a => WithRunning(a, (mean, variance) => F.InstanceNorm(
                a.Tensor("input"), mean, variance, a.OptionalTensor("weight"), a.OptionalTensor("bias"), a.Bool("use_input_stats", true), a.Double("momentum", 0.1), a.Double("eps", 1e-5)))
        },
        { "nn.LayerNorm", Module(i => new LayerNorm(i.Ints("normalized_shape"), i.Double("eps", 1e-5), i.Bool("elementwise_affine", true), i.Bool("bias", true))) },
        { "nn.RMSNorm", Module(i => new RMSNorm(i.Ints("normalized_shape"), i.OptionalDouble("eps"), i.Bool("elementwise_affine", true))) },
        { "nn.GroupNorm", Module(i => new GroupNorm(i.Int("num_groups"), i.Int("num_channels"), i.Double("eps", 1e-5), i.Bool("affine", true))) },
        { "nn.LocalResponseNorm", Module(i => new LocalResponseNorm(i.Int("size"), i.Double("alpha", 1e-4), i.Double("beta", 0.75), i.Double("k", 1))) },
        { "nn.BatchNorm1d", Module(i => new BatchNorm1d(i.Int("num_features"), i.Double("eps", 1e-5), Momentum(i), i.Bool("affine", true), i.Bool("track_running_stats", true))) },
        { "nn.BatchNorm2d", Module(i => new BatchNorm2d(i.Int("num_features"), i.Double("eps", 1e-5), Momentum(i), i.Bool("affine", true), i.Bool("track_running_stats", true))) },
        { "nn.BatchNorm3d", Module(i => new BatchNorm3d(i.Int("num_features"), i.Double("eps", 1e-5), Momentum(i), i.Bool("affine", true), i.Bool("track_running_stats", true))) },
        { "nn.InstanceNorm1d", Module(i => new InstanceNorm1d(i.Int("num_features"), i.Double("eps", 1e-5), i.Double("momentum", 0.1), i.Bool("affine"), i.Bool("track_running_stats"))) },
        { "nn.InstanceNorm2d", Module(i => new InstanceNorm2d(i.Int("num_features"), i.Double("eps", 1e-5), i.Double("momentum", 0.1), i.Bool("affine"), i.Bool("track_running_stats"))) },
        { "nn.InstanceNorm3d", Module(i => new InstanceNorm3d(i.Int("num_features"), i.Double("eps", 1e-5), i.Double("momentum", 0.1), i.Bool("affine"), i.Bool("track_running_stats"))) },
    };

    private static Tensor[] WithRunning(CaseArguments a, Func<Tensor?, Tensor?, Tensor> call)
    {
        var (mean, variance) = (a.OptionalTensor("running_mean")?.Clone(), a.OptionalTensor("running_var")?.Clone());
        var y = call(mean, variance);
        return mean is null || variance is null ? [y] : [y, mean, variance];
    }

    private static Binding Module(Func<Arguments, Module> make) => a =>
    {
        var module = make(new Arguments(a.Argument("init") ?? default));
        var y = ModuleBindings.Run(module, a);
        return a.Bool("training", true) ? [y, .. module.NamedBuffers().Select(b => b.Buffer)] : [y];
    };

    /// <summary>None is the average over all batches; what is absent has the default.</summary>
    private static double? Momentum(Arguments i) => i.IsNull("momentum") ? null : i.Double("momentum", 0.1);
}
