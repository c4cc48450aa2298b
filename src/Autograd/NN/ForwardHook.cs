namespace Autograd.NN;

/// <summary>What is called before a forward pass, see <see cref="Module.RegisterForwardPreHook{TInput}"/>: what it puts into <paramref name="input"/> the module is given.</summary>
/// <typeparam name="TInput">What the module takes: <c>Tensor</c>, a tuple of tensors, the input of a <see cref="Module{TInput, TOutput}"/>, or <c>object</c> for any.</typeparam>
/// <param name="module">The module.</param>
/// <param name="input">Its input.</param>
public delegate void ForwardPreHook<TInput>(Module module, ref TInput input);

/// <summary>What is called after a forward pass, see <see cref="Module.RegisterForwardHook{TInput, TOutput}"/>: what it puts into <paramref name="output"/> the caller is given.</summary>
/// <typeparam name="TInput">What the module takes: <c>Tensor</c>, a tuple of tensors, the input of a <see cref="Module{TInput, TOutput}"/>, or <c>object</c> for any.</typeparam>
/// <typeparam name="TOutput">What it gives, or <c>object</c> for any.</typeparam>
/// <param name="module">The module.</param>
/// <param name="input">Its input.</param>
/// <param name="output">Its output.</param>
public delegate void ForwardHook<in TInput, TOutput>(Module module, TInput input, ref TOutput output);
