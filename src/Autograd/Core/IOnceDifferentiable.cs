namespace Autograd;

/// <summary>
/// Marks a rule that computes with plain numbers, so that nothing ties what it gives to what it reads
/// (<c>torch.autograd.function.once_differentiable</c>). First derivatives pass; a derivative of them throws by the op's name, where a rule
/// without this mark would give zero in silence.
/// </summary>
public interface IOnceDifferentiable : IRule;
