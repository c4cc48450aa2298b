using Autograd.NN;

namespace Autograd.Training;

/// <summary>Numbers about a layer in some passes; NaN where there is nothing they are of.</summary>
/// <param name="Layer">The module's key, <c>layers.2</c>.</param>
/// <param name="ActivationMean">The mean of what it gave.</param>
/// <param name="ActivationVariance">The variance of what it gave.</param>
/// <param name="GradientVariance">The variance of the gradient of what it gave.</param>
/// <param name="WeightNorm">The norm of its own parameters together.</param>
/// <param name="UpdateRatio">The norm of the change of its parameters by their norm before: about 1e-3 a step is a healthy rate.</param>
/// <param name="DeadShare">The share of units, elements of what it gives for one row, that were 0 in every row.</param>
/// <param name="WeightVariance">The variance of its parameters.</param>
/// <param name="WeightGradientNorm">The norm of the gradients of its parameters together.</param>
/// <param name="ActivationNorm">The norm of what it gave.</param>
/// <param name="NonFinite">How many of its activations were NaN or infinite.</param>
public sealed record LayerStatistics(
    string Layer,
    double ActivationMean,
    double ActivationVariance,
    double GradientVariance,
    double WeightNorm,
    double UpdateRatio,
    double DeadShare,
    double WeightVariance,
    double WeightGradientNorm,
    double ActivationNorm,
    double NonFinite)
{
    /// <summary>The names of <see cref="Values"/>, as columns of a table.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "activation_mean", "activation_variance", "gradient_variance", "weight_norm", "update_ratio", "dead_share", "weight_variance", "weight_gradient_norm", "activation_norm", "non_finite",
    ];

    /// <summary>The numbers in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<double> Values =>
        [ActivationMean, ActivationVariance, GradientVariance, WeightNorm, UpdateRatio, DeadShare, WeightVariance, WeightGradientNorm, ActivationNorm, NonFinite];

    /// <summary>Numbers of a layer from a row of <see cref="Values"/>.</summary>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public static LayerStatistics From(string layer, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != Names.Count) throw new ArgumentException(FormattableString.Invariant($"LayerStatistics: {values.Count} numbers for {Names.Count} names"), nameof(values));
        return new LayerStatistics(layer, values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7], values[8], values[9]);
    }

    /// <summary>Runs a pass and gives the numbers of each layer, in the model's order: modules with parameters of their own, and those without modules in them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pass">A forward pass; with a backward pass there are gradients, with a step of the optimiser updates.</param>
    /// <example><c>LayerStatistics.Of(model, () => F.CrossEntropy(model.Forward(x), y).Backward())</c></example>
    public static IReadOnlyList<LayerStatistics> Of(Module model, Action pass)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(pass);
        using var probe = new LayerProbe(model);
        pass();
        return probe.Statistics();
    }
}
