namespace Autograd.Testing;

/// <summary>How the elements of a generated tensor lie in memory; the values do not depend on it, but for <see cref="Expanded"/>.</summary>
public enum InputLayout
{
    /// <summary>Row-major from the start of the storage.</summary>
    Contiguous,

    /// <summary>Row-major, but not from the start of the storage, so that vectors are not aligned.</summary>
    Offset,

    /// <summary>The dimensions in another order in memory.</summary>
    Permuted,

    /// <summary>Every second element along each dimension; NaN lies between them.</summary>
    Sliced,

    /// <summary>One dimension repeats the same memory (stride 0).</summary>
    Expanded,

    /// <summary>Each tensor of a draw takes one of the others.</summary>
    Mixed,
}
