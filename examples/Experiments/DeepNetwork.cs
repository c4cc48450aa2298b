using Autograd;

namespace Experiments;

/// <summary>Mean squares by layer, of activations and of the loss's gradients with respect to what enters the nonlinearities.</summary>
internal sealed record LayerVariances(double[] Activations, double[] Gradients)
{
    /// <summary>Last over first.</summary>
    public double ForwardRange => Activations[^1] / Activations[0];

    /// <summary>First over last.</summary>
    public double BackwardRange => Gradients[0] / Gradients[^1];

    /// <summary>The geometric mean of the factors from layer to layer.</summary>
    public double ForwardFactor => Math.Pow(ForwardRange, 1.0 / (Activations.Length - 1));

    /// <summary>The same from the last layer to the first.</summary>
    public double BackwardFactor => Math.Pow(BackwardRange, 1.0 / (Gradients.Length - 1));
}

/// <summary>A chain of layers of normal weights, not trained. In float64: 50 layers of a factor 50 leave float32.</summary>
internal static class DeepNetwork
{
    public const int Layers = 50;
    public const int Width = 100;
    private const int Samples = 100;

    /// <summary>The mean over several draws of weights, inputs and gradients at the end, of which each is standard normal.</summary>
    /// <param name="nonlinearity">What follows each layer.</param>
    /// <param name="variance">That of the weights.</param>
    /// <param name="draws">How many networks. Their logarithms are averaged: at this width single ones lie factors apart.</param>
    public static LayerVariances Measure(Func<Tensor, Tensor> nonlinearity, double variance, int draws)
    {
        var all = Trials.Run(draws, 7, _ => Draw(nonlinearity, variance));
        return new LayerVariances(Mean(static a => a.Activations), Mean(static a => a.Gradients));

        double[] Mean(Func<LayerVariances, double[]> of) =>
            [.. Enumerable.Range(0, Layers).Select(layer => Math.Exp(all.Average(a => Math.Log(of(a)[layer]))))];
    }

    private static LayerVariances Draw(Func<Tensor, Tensor> nonlinearity, double variance)
    {
        var h = Tensor.Randn([Samples, Width], DType.Float64).RequiresGradInPlace();
        var (sums, activations) = (new Tensor[Layers], new double[Layers]);
        for (int layer = 0; layer < Layers; layer++)
        {
            var weight = Tensor.Normal([Width, Width], 0, Math.Sqrt(variance), DType.Float64);
            sums[layer] = h.MatMul(weight);
            h = nonlinearity(sums[layer]);
            activations[layer] = MeanSquare(h);
        }
        var gradients = Gradient.Of(h, sums, Tensor.Randn([Samples, Width], DType.Float64));
        return new LayerVariances(activations, [.. gradients.Select(static g => MeanSquare(g!))]);
    }

    private static double MeanSquare(Tensor x) => x.Detach().Square().Mean().Item();
}
