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

    /// <summary>W: <c>[outFeatures, inFeatures]</c>. Set it to the parameter of another layer to share it: it is learned once.</summary>
    /// <exception cref="ShapeException">The parameter set has another shape.</exception>
    public Parameter Weight
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Need("Weight", value, OutFeatures, InFeatures);
            field = value;
        }
    }

    /// <summary>b: <c>[outFeatures]</c>, or null.</summary>
    /// <exception cref="ShapeException">The parameter set has another shape.</exception>
    public Parameter? Bias
    {
        get;
        set
        {
            if (value is not null) Need("Bias", value, OutFeatures);
            field = value;
        }
    }

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

    private static void Need(string name, Parameter value, params ReadOnlySpan<int> shape)
    {
        if (!value.Shape.Equals(new Shape(shape))) throw new ShapeException($"Linear.{name}: a parameter of shape {value.Shape} does not fit; this layer needs {new Shape(shape)}");
    }

    /// <inheritdoc/>
    protected override string ExtraRepr() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"in_features={InFeatures}, out_features={OutFeatures}, bias={Bias is not null}");
}
