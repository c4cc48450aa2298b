namespace Autograd.NN;

/// <summary>The nonlinearity of a plain recurrent cell.</summary>
public enum RNNNonlinearity
{
    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(x, 0).</summary>
    ReLU,
}
