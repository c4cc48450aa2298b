using Autograd.Memory;

namespace Autograd.NN;

/// <summary>How <see cref="Functional.GELU"/> is computed.</summary>
public enum GELUApproximation
{
    /// <summary>Exactly, by the error function.</summary>
    None,

    /// <summary>By a hyperbolic tangent, as in GPT-2.</summary>
    Tanh,
}

public static partial class Functional
{
    /// <inheritdoc cref="Tensor.ReLU"/>
    public static Tensor ReLU(Tensor input) => Given(input).ReLU();

    /// <inheritdoc cref="Tensor.ReLU6"/>
    public static Tensor ReLU6(Tensor input) => Given(input).ReLU6();

    /// <inheritdoc cref="Tensor.LeakyReLU"/>
    public static Tensor LeakyReLU(Tensor input, double negativeSlope = 0.01) => Given(input).LeakyReLU(negativeSlope);

    /// <summary>x where x &gt; 0, w x elsewhere, w learned (He et al., 2015; <c>torch.nn.functional.prelu</c>).</summary>
    /// <param name="input">x: <c>[N, C, ..]</c>, or any shape for a single weight.</param>
    /// <param name="weight">w: <c>[1]</c>, or one a channel, <c>[C]</c>.</param>
    /// <exception cref="ShapeException">The number of weights is neither 1 nor that of the channels.</exception>
    public static Tensor PReLU(Tensor input, Tensor weight)
    {
        using var face = Face.Of(nameof(PReLU));
        ArgumentNullException.ThrowIfNull(weight);
        int channels = Given(input).Rank < 2 ? 1 : input.Shape[1];
        if (weight.Numel != 1 && (weight.Rank != 1 || weight.Numel != channels))
            throw new ShapeException($"PReLU: {weight.Numel} weights do not fit an input of shape {input.Shape}: 1 or {channels} are needed");
        var w = weight.Numel == 1 ? weight.Reshape([]) : AlongDim(weight, 1, input.Rank);
        return Tensor.Where(input.Gt(0), input, w * input);
    }

    /// <inheritdoc cref="Tensor.ELU"/>
    public static Tensor ELU(Tensor input, double alpha = 1) => Given(input).ELU(alpha);

    /// <inheritdoc cref="Tensor.SELU"/>
    public static Tensor SELU(Tensor input) => Given(input).SELU();

    /// <inheritdoc cref="Tensor.CELU"/>
    public static Tensor CELU(Tensor input, double alpha = 1) => Given(input).CELU(alpha);

    /// <summary>x Phi(x), Phi the normal distribution function (Hendrycks and Gimpel, 2016; <c>torch.nn.functional.gelu</c>).</summary>
    /// <param name="input">Any shape; integers become float32.</param>
    /// <param name="approximate">Exact, or by a hyperbolic tangent.</param>
    public static Tensor GELU(Tensor input, GELUApproximation approximate = GELUApproximation.None) =>
        approximate == GELUApproximation.Tanh ? Given(input).GELUTanh() : Given(input).GELU();

    /// <inheritdoc cref="Tensor.SiLU"/>
    public static Tensor SiLU(Tensor input) => Given(input).SiLU();

    /// <inheritdoc cref="Tensor.Mish"/>
    public static Tensor Mish(Tensor input) => Given(input).Mish();

    /// <inheritdoc cref="Tensor.Softplus"/>
    public static Tensor Softplus(Tensor input, double beta = 1, double threshold = 20) => Given(input).Softplus(beta, threshold);

    /// <inheritdoc cref="Tensor.Tanh"/>
    public static Tensor Tanh(Tensor input) => Given(input).Tanh();

    /// <inheritdoc cref="Tensor.Sigmoid"/>
    public static Tensor Sigmoid(Tensor input) => Given(input).Sigmoid();

    /// <inheritdoc cref="Tensor.LogSigmoid"/>
    public static Tensor LogSigmoid(Tensor input) => Given(input).LogSigmoid();

    /// <inheritdoc cref="Tensor.Softsign"/>
    public static Tensor Softsign(Tensor input) => Given(input).Softsign();

    /// <inheritdoc cref="Tensor.Tanhshrink"/>
    public static Tensor Tanhshrink(Tensor input) => Given(input).Tanhshrink();

    /// <inheritdoc cref="Tensor.Hardtanh"/>
    public static Tensor Hardtanh(Tensor input, double minVal = -1, double maxVal = 1) => Given(input).Hardtanh(minVal, maxVal);

    /// <inheritdoc cref="Tensor.Hardsigmoid"/>
    public static Tensor Hardsigmoid(Tensor input) => Given(input).Hardsigmoid();

    /// <inheritdoc cref="Tensor.Hardswish"/>
    public static Tensor Hardswish(Tensor input) => Given(input).Hardswish();

    /// <inheritdoc cref="Tensor.Hardshrink"/>
    public static Tensor Hardshrink(Tensor input, double lambda = 0.5) => Given(input).Hardshrink(lambda);

    /// <inheritdoc cref="Tensor.Softshrink"/>
    public static Tensor Softshrink(Tensor input, double lambda = 0.5) => Given(input).Softshrink(lambda);

    /// <inheritdoc cref="Tensor.Threshold"/>
    public static Tensor Threshold(Tensor input, double threshold, double value) => Given(input).Threshold(threshold, value);

    /// <inheritdoc cref="Tensor.Softmax"/>
    public static Tensor Softmax(Tensor input, int dim) => Given(input).Softmax(dim);

    /// <summary>softmax(-x) along a dimension (<c>torch.nn.functional.softmin</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public static Tensor Softmin(Tensor input, int dim)
    {
        using var face = Face.Of(nameof(Softmin));
        return (-Given(input)).Softmax(dim);
    }

    /// <inheritdoc cref="Tensor.LogSoftmax"/>
    public static Tensor LogSoftmax(Tensor input, int dim) => Given(input).LogSoftmax(dim);

    private static Tensor Given(Tensor input, string name = "input")
    {
        ArgumentNullException.ThrowIfNull(input, name);
        return input;
    }
}
