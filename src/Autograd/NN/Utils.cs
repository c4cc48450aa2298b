namespace Autograd.NN;

/// <summary>Gradients kept in bounds before a step (<c>torch.nn.utils</c>).</summary>
public static partial class Utils
{
    /// <summary>Scales all gradients by one factor so that their norm, taken together, is at most <paramref name="maxNorm"/> (<c>clip_grad_norm_</c>).</summary>
    /// <param name="parameters">Tensors; those without a gradient do not count.</param>
    /// <param name="maxNorm">The largest norm.</param>
    /// <param name="normType">p of the p-norm; infinity for the largest magnitude.</param>
    /// <param name="errorIfNonfinite">Throws where the norm is NaN or infinite, instead of scaling by it.</param>
    /// <returns>The norm before, a scalar.</returns>
    /// <exception cref="AutogradException">The norm is not finite, and that was to be an error; nothing was changed.</exception>
    public static Tensor ClipGradNorm(IEnumerable<Tensor> parameters, double maxNorm, double normType = 2, bool errorIfNonfinite = false)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var scope = NoGrad.Scope;
        var all = WithGradient(parameters);
        if (all.Count == 0) return Tensor.Scalar(0);
        var norms = all.Select(p => Norm(p.PeekGrad!, normType)).ToArray();
        var total = Norm(Tensor.Stack(norms), normType);
        double norm = total.Item();
        if (errorIfNonfinite && !double.IsFinite(norm))
            throw new AutogradException($"ClipGradNorm: the norm of the gradients is {norm}; see which op made it with anomaly mode");
        // PyTorch's 1e-6, so that zero gradients do not divide by zero; never scaled up.
        double factor = maxNorm / (norm + 1e-6);
        if (factor >= 1) return total;
        foreach (var parameter in all) parameter.Grad = parameter.PeekGrad! * factor;
        return total;
    }

    /// <summary>Brings every element of every gradient into ±<paramref name="clipValue"/> (<c>clip_grad_value_</c>).</summary>
    /// <param name="parameters">Tensors; those without a gradient do not count.</param>
    /// <param name="clipValue">The largest magnitude.</param>
    public static void ClipGradValue(IEnumerable<Tensor> parameters, double clipValue)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var scope = NoGrad.Scope;
        foreach (var parameter in WithGradient(parameters)) parameter.Grad = parameter.PeekGrad!.Clamp(-clipValue, clipValue);
    }

    private static List<Tensor> WithGradient(IEnumerable<Tensor> parameters)
    {
        var all = new List<Tensor>();
        foreach (var parameter in parameters)
        {
            ArgumentNullException.ThrowIfNull(parameter, nameof(parameters));
            if (parameter.PeekGrad is not null) all.Add(parameter);
        }
        return all;
    }

    private static Tensor Norm(Tensor x, double p) => p switch
    {
        double.PositiveInfinity => x.Abs().AMax(),
        2 => x.Square().Sum().Sqrt(),
        1 => x.Abs().Sum(),
        _ => Linalg.VectorNorm(x, p),
    };
}
