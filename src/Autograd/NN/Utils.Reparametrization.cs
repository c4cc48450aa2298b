namespace Autograd.NN;

public static partial class Utils
{
    /// <summary>
    /// Learns the length g and the direction v of a weight apart, w = g v / ||v|| (<c>torch.nn.utils.weight_norm</c>; Salimans and Kingma, 2016). In
    /// state dicts <c>weight</c> gives way to <c>weight_g</c> and <c>weight_v</c>.
    /// </summary>
    /// <param name="module">The layer.</param>
    /// <param name="name">The key of the weight.</param>
    /// <param name="dim">The dimension of which each index has a length of its own; null, or as in PyTorch -1, for one length of all.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="AutogradException">There is no such parameter, or it is computed already.</exception>
    /// <exception cref="ShapeException">The weight has no such dimension.</exception>
    public static M WeightNorm<M>(M module, string name = "weight", int? dim = 0)
        where M : Module
    {
        var entry = Reparametrization.Find("WeightNorm", module, name);
        var weight = (Parameter)entry.Value;
        Reparametrization.Apply(module, entry, new WeightNorm(weight, dim is null or -1 ? null : Dims.Wrap("WeightNorm", dim.Value, weight.Rank)));
        return module;
    }

    /// <summary>Makes a weight one parameter again, of the value it has (<c>torch.nn.utils.remove_weight_norm</c>).</summary>
    /// <returns>The layer.</returns>
    /// <exception cref="AutogradException">The weight is not normalised so.</exception>
    public static M RemoveWeightNorm<M>(M module, string name = "weight")
        where M : Module
    {
        Reparametrization.Remove<WeightNorm>("RemoveWeightNorm", module, name);
        return module;
    }

    /// <summary>
    /// Divides a weight by its largest singular value, found by power iterations that go on in every forward pass of training
    /// (<c>torch.nn.utils.spectral_norm</c>; Miyato et al., 2018). In state dicts <c>weight</c> gives way to <c>weight_orig</c>, <c>weight_u</c> and <c>weight_v</c>.
    /// </summary>
    /// <param name="module">The layer.</param>
    /// <param name="name">The key of the weight.</param>
    /// <param name="nPowerIterations">Iterations a forward pass.</param>
    /// <param name="eps">The smallest length that is divided by.</param>
    /// <param name="dim">The dimension of the outputs; when not given 0, and 1 for transposed convolutions.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="AutogradException">There is no such parameter, or it is computed already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is not one iteration.</exception>
    /// <exception cref="ShapeException">The weight has no such dimension.</exception>
    public static M SpectralNorm<M>(M module, string name = "weight", int nPowerIterations = 1, double eps = 1e-12, int? dim = null)
        where M : Module
    {
        var entry = Reparametrization.Find("SpectralNorm", module, name);
        ArgumentOutOfRangeException.ThrowIfLessThan(nPowerIterations, 1);
        var weight = (Parameter)entry.Value;
        int outputs = Dims.Wrap("SpectralNorm", dim ?? (module is ConvTransposeNd ? 1 : 0), weight.Rank);
        Reparametrization.Apply(module, entry, new SpectralNorm(weight, nPowerIterations, eps, outputs));
        return module;
    }

    /// <summary>Makes a weight one parameter again, of the value it has (<c>torch.nn.utils.remove_spectral_norm</c>).</summary>
    /// <returns>The layer.</returns>
    /// <exception cref="AutogradException">The weight is not normalised so.</exception>
    public static M RemoveSpectralNorm<M>(M module, string name = "weight")
        where M : Module
    {
        Reparametrization.Remove<SpectralNorm>("RemoveSpectralNorm", module, name);
        return module;
    }
}
