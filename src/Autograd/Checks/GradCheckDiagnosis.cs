namespace Autograd.Checks;

/// <summary>What is probably wrong with a derivative.</summary>
public enum GradCheckCause
{
    /// <summary>NaN or infinity where the differences are finite.</summary>
    NotFinite,

    /// <summary>The gradient is 0 where the outputs change: something cuts the graph, or a rule gives nothing.</summary>
    Zero,

    /// <summary>-1 times what it should be.</summary>
    Sign,

    /// <summary>A constant times what it should be.</summary>
    Factor,

    /// <summary>The numbers are right, and lie as those of the transposed gradient.</summary>
    Transposed,

    /// <summary>Of an output only one index along a dimension reaches the gradient: a sum over a broadcast dimension is missing.</summary>
    MissingReduction,

    /// <summary>The gradient is constant along a dimension along which it should not be: something was summed or averaged too much.</summary>
    ConstantAlongDimension,

    /// <summary>Only some indices along a dimension are wrong.</summary>
    SomeRows,

    /// <summary>Wrong only where the input is negative, positive or zero, or beyond a size.</summary>
    SomeValues,

    /// <summary>Wrong at single elements without a pattern.</summary>
    SomeElements,

    /// <summary>Right when the inputs are contiguous, wrong with the strides that they have.</summary>
    StridedInput,

    /// <summary>The derivative is right, its own derivative is not.</summary>
    HigherOrder,

    /// <summary>Backward mode is right, forward mode is not.</summary>
    ForwardMode,

    /// <summary>Another gradient where the backward pass is recorded.</summary>
    RecordedPass,

    /// <summary>An output without a gradient is not taken for one whose gradient is zeros.</summary>
    AbsentGradient,

    /// <summary>Gradients of zeros for the outputs give something else than zeros for the inputs.</summary>
    ZeroGradient,

    /// <summary>Two backward passes give different numbers.</summary>
    NotDeterministic,

    /// <summary>The function has other values where nothing is recorded.</summary>
    Recording,

    /// <summary>A rule gives numbers that are no part of the graph: their own derivative would be 0.</summary>
    NoGraph,
}

/// <summary>One thing that is probably wrong.</summary>
/// <param name="Order">The order of the derivative.</param>
/// <param name="Input">The input, by its name.</param>
/// <param name="Cause">What it is.</param>
/// <param name="Text">The same as a sentence, with the input's name.</param>
/// <param name="Op">The op that is to blame, where it is known.</param>
public sealed record GradCheckDiagnosis(int Order, string Input, GradCheckCause Cause, string Text, string? Op = null);
