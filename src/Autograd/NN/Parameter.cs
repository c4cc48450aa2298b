namespace Autograd.NN;

/// <summary>A tensor that a module learns: a leaf that requires a gradient, found by <see cref="Module.Parameters"/> (<c>torch.nn.Parameter</c>).</summary>
public sealed class Parameter : Tensor
{
    /// <summary>Makes a parameter that shares the memory of <paramref name="data"/>; a copy where its elements do not lie in order.</summary>
    /// <param name="data">The initial value, float32 or float64.</param>
    /// <param name="requiresGrad">Whether it is learned; false for one that is frozen from the start.</param>
    /// <exception cref="DTypeException">The dtype has no gradient.</exception>
    public Parameter(Tensor data, bool requiresGrad = true)
        : this(Owned(data), requiresGrad, default)
    {
    }

    private Parameter(Tensor data, bool requiresGrad, ValueTuple marker)
        : base(data.Storage, data.Layout, data.DType, data.Owner)
    {
        _ = marker;
        RequiresGrad = requiresGrad;
    }

    /// <summary>What this parameter is computed from, instead of being learned; null for one that is.</summary>
    internal Reparametrization? Source { get; set; }

    /// <summary>The values as PyTorch prints those of a parameter.</summary>
    public override string ToString() => "Parameter containing:\n" + base.ToString();

    /// <summary>The same parameter with values and gradient in another dtype.</summary>
    internal void Convert(DType dtype)
    {
        using var scope = NoGrad.Scope;
        var gradient = PeekGrad?.To(dtype);
        Grad = null;
        TakeData(Detach().To(dtype));
        Grad = gradient;
    }

    private static Tensor Owned(Tensor data)
    {
        ArgumentNullException.ThrowIfNull(data);
        using (NoGrad.Scope) return data.Contiguous().Adopt();
    }
}
