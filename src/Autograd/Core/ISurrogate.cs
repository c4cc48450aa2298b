namespace Autograd;

/// <summary>
/// Marks an op whose derivative is, on purpose, not that of its value: it names the function whose derivative its rule gives. A check then
/// compares with that function instead of calling the rule wrong.
/// </summary>
public interface ISurrogate
{
    /// <summary>The function whose derivative is meant, in differentiable ops.</summary>
    /// <param name="inputs">The inputs of the op.</param>
    /// <returns>As many results as the op has, of their shapes; their values need not be the op's.</returns>
    Tensor[] StandIn(Tensor[] inputs);
}
