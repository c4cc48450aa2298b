namespace Autograd.NN;

/// <summary>The affine map y = x W^T + b of the last dimension (<c>torch.nn.Linear</c>).</summary>
public sealed class Linear : Module
{
    /// <summary>Makes the layer, with PyTorch's initial values from the thread's default generator: uniform in ±1/sqrt(inFeatures).</summary>
    /// <param name="inFeatures">The size of the last dimension of the input.</param>
    /// <param name="outFeatures">That of the output.</param>
    /// <param name="bias">Whether there is a b.</param>
    /// <param name="dtype">Float32 or float64.</param>
    /// <exception cref="ShapeException">A size is negative.</exception>
    public Linear(int inFeatures, int outFeatures, bool bias = true, DType dtype = DType.Float32)
    {
        (InFeatures, OutFeatures) = (inFeatures, outFeatures);
        Weight = new Parameter(Tensor.Empty([outFeatures, inFeatures], dtype));
        Bias = bias ? new Parameter(Tensor.Empty([outFeatures], dtype)) : null;
        ResetParameters();
    }

    /// <summary>The size of the last dimension of the input.</summary>
    public int InFeatures { get; }

    /// <summary>The size of the last dimension of the output.</summary>
    public int OutFeatures { get; }

    /// <summary>W: <c>[outFeatures, inFeatures]</c>.</summary>
    public Parameter Weight { get; private set; }

    /// <summary>b: <c>[outFeatures]</c>, or null.</summary>
    public Parameter? Bias { get; private set; }

    /// <summary>Draws new initial values (<c>Linear.reset_parameters</c>).</summary>
    public void ResetParameters()
    {
        Init.KaimingUniform(Weight, a: Math.Sqrt(5));
        if (Bias is null) return;
        double bound = InFeatures > 0 ? 1 / Math.Sqrt(InFeatures) : 0;
        Init.Uniform(Bias, -bound, bound);
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Linear(input, Weight, Bias);

    /// <inheritdoc/>
    protected override string ExtraRepr() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"in_features={InFeatures}, out_features={OutFeatures}, bias={Bias is not null}");
}
