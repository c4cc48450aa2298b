namespace Autograd;

/// <summary>What a loss does with the losses of the single elements (the <c>reduction</c> argument of PyTorch's losses).</summary>
public enum Reduction
{
    /// <summary>Their mean, weighted where the loss has weights: a scalar.</summary>
    Mean,

    /// <summary>Their sum: a scalar.</summary>
    Sum,

    /// <summary>Their sum divided by the size of the first dimension: the divergence of <c>KlDiv</c> (elementwise losses only).</summary>
    BatchMean,

    /// <summary>Each of them, in the shape of the batch.</summary>
    None,
}
