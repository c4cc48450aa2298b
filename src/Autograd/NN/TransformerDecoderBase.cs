namespace Autograd.NN;

/// <summary>What a decoder layer and a stack of them have in common: they take a target, a memory and masks of both.</summary>
/// <remarks>Hooks see both tensors as a tuple, or where masks are given the tensors and the masks.</remarks>
public abstract class TransformerDecoderBase : Module
{
    private protected TransformerDecoderBase()
    {
    }

    /// <summary>Runs the module. Masks are bools, true is left out, or numbers that are added to the scores.</summary>
    /// <param name="tgt">The target: <c>[T, N, E]</c>, <c>[N, T, E]</c> where the batch comes first, or <c>[T, E]</c>.</param>
    /// <param name="memory">What an encoder gave: <c>[S, N, E]</c>, <c>[N, S, E]</c> or <c>[S, E]</c>.</param>
    /// <param name="tgtMask">Which position of the target does not see which, <c>[T, T]</c> or <c>[N H, T, T]</c>.</param>
    /// <param name="memoryMask">Which position of the target does not see which of the memory, <c>[T, S]</c> or <c>[N H, T, S]</c>.</param>
    /// <param name="tgtKeyPaddingMask">Positions of the target that do not count, <c>[N, T]</c> or <c>[T]</c>.</param>
    /// <param name="memoryKeyPaddingMask">Positions of the memory that do not count, <c>[N, S]</c> or <c>[S]</c>.</param>
    /// <returns>As the target.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes do not fit.</exception>
    public Tensor Forward(
        Tensor tgt, Tensor memory, Tensor? tgtMask = null, Tensor? memoryMask = null, Tensor? tgtKeyPaddingMask = null, Tensor? memoryKeyPaddingMask = null)
    {
        var masks = new DecoderMasks(tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask);
        if (masks.IsNone) return base.Forward(tgt, memory);
        return IsBare
            ? Checked(tgt, memory, masks)
            : Around((Tgt: tgt, Memory: memory, Masks: masks), static (module, x) => ((TransformerDecoderBase)module).Checked(x.Tgt, x.Memory, x.Masks));
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor first, Tensor second) => Checked(first, second, default);

    private protected abstract Tensor Run(Tensor x, Tensor memory, DecoderMasks masks);

    private Tensor Checked(Tensor tgt, Tensor memory, DecoderMasks masks)
    {
        ArgumentNullException.ThrowIfNull(tgt);
        ArgumentNullException.ThrowIfNull(memory);
        return Run(tgt, memory, masks);
    }
}

/// <summary>The masks of a decoder, as hooks see them, see <see cref="TransformerDecoderBase.Forward(Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?)"/>.</summary>
/// <param name="TgtMask">Which position of the target does not see which, or null.</param>
/// <param name="MemoryMask">Which position of the target does not see which of the memory, or null.</param>
/// <param name="TgtKeyPaddingMask">Positions of the target that do not count, or null.</param>
/// <param name="MemoryKeyPaddingMask">Positions of the memory that do not count, or null.</param>
public readonly record struct DecoderMasks(Tensor? TgtMask, Tensor? MemoryMask, Tensor? TgtKeyPaddingMask, Tensor? MemoryKeyPaddingMask)
{
    /// <summary>Whether there is no mask.</summary>
    public bool IsNone => this is { TgtMask: null, MemoryMask: null, TgtKeyPaddingMask: null, MemoryKeyPaddingMask: null };
}
