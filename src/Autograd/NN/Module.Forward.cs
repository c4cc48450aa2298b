namespace Autograd.NN;

public abstract partial class Module
{
    private ModuleHook[]? hooks;

    /// <summary>Whether a call is the computation alone: no hooks, and nobody who listens on this thread.</summary>
    private protected bool IsBare => hooks is null && ScopeListener.Current is null;

    /// <summary>Runs the module on one tensor: hooks, and between them <see cref="ForwardCore(Tensor)"/> (<c>Module.__call__</c>).</summary>
    /// <exception cref="AutogradException">The module does not take one tensor.</exception>
    public Tensor Forward(Tensor input) =>
        IsBare ? ForwardCore(input) : Around(input, static (module, x) => module.ForwardCore(x));

    /// <summary>Runs the module on two tensors; hooks see them as a tuple.</summary>
    /// <exception cref="AutogradException">The module does not take two tensors.</exception>
    public Tensor Forward(Tensor first, Tensor second) =>
        IsBare ? ForwardCore(first, second) : Around((First: first, Second: second), static (module, x) => module.ForwardCore(x.First, x.Second));

    /// <summary>Runs the module on three tensors; hooks see them as a tuple.</summary>
    /// <exception cref="AutogradException">The module does not take three tensors.</exception>
    public Tensor Forward(Tensor first, Tensor second, Tensor third) => IsBare
        ? ForwardCore(first, second, third)
        : Around((First: first, Second: second, Third: third), static (module, x) => module.ForwardCore(x.First, x.Second, x.Third));

    /// <summary>What the module computes from one tensor: override it (<c>Module.forward</c>).</summary>
    protected virtual Tensor ForwardCore(Tensor input) => throw Missing(1);

    /// <summary>What the module computes from two tensors: override it.</summary>
    protected virtual Tensor ForwardCore(Tensor first, Tensor second) => throw Missing(2);

    /// <summary>What the module computes from three tensors: override it.</summary>
    protected virtual Tensor ForwardCore(Tensor first, Tensor second, Tensor third) => throw Missing(3);

    /// <summary>
    /// Calls <paramref name="hook"/> before every forward pass of this module; the input is passed by reference and may be
    /// replaced (<c>Module.register_forward_pre_hook</c>).
    /// </summary>
    /// <typeparam name="TInput">What the module takes, or <c>object</c> for any.</typeparam>
    /// <returns>Takes the hook off again.</returns>
    /// <example><c>module.RegisterForwardPreHook((Module m, ref Tensor x) => x *= 2.0)</c></example>
    public RemovableHandle RegisterForwardPreHook<TInput>(ForwardPreHook<TInput> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return Add(new PreHook<TInput>(hook));
    }

    /// <summary>
    /// Calls <paramref name="hook"/> after every forward pass of this module; the output is passed by reference and may be
    /// replaced (<c>Module.register_forward_hook</c>).
    /// </summary>
    /// <typeparam name="TInput">What the module takes, or <c>object</c> for any.</typeparam>
    /// <typeparam name="TOutput">What it gives, or <c>object</c> for any.</typeparam>
    /// <returns>Takes the hook off again.</returns>
    /// <example><c>module.RegisterForwardHook((Module m, Tensor x, ref Tensor y) => y *= 2.0)</c></example>
    public RemovableHandle RegisterForwardHook<TInput, TOutput>(ForwardHook<TInput, TOutput> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return Add(new PostHook<TInput, TOutput>(hook));
    }

    /// <summary>Calls <paramref name="observer"/> before every forward pass of this module, to look on: it can replace nothing.</summary>
    /// <typeparam name="TInput">What the module takes, or <c>object</c> for any.</typeparam>
    /// <returns>Takes the observer off again.</returns>
    /// <example><c>module.RegisterForwardPreObserver((Module m, Tensor x) => shapes.Add(x.Shape))</c></example>
    public RemovableHandle RegisterForwardPreObserver<TInput>(Action<Module, TInput> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return Add(new PreHook<TInput>((module, ref input) => observer(module, input)));
    }

    /// <summary>Calls <paramref name="observer"/> after every forward pass of this module, to look on: it can replace nothing.</summary>
    /// <typeparam name="TInput">What the module takes, or <c>object</c> for any.</typeparam>
    /// <typeparam name="TOutput">What it gives, or <c>object</c> for any.</typeparam>
    /// <returns>Takes the observer off again.</returns>
    /// <example><c>module.RegisterForwardObserver((Module m, Tensor x, Tensor y) => calls++)</c></example>
    public RemovableHandle RegisterForwardObserver<TInput, TOutput>(Action<Module, TInput, TOutput> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return Add(new PostHook<TInput, TOutput>((module, input, ref output) => observer(module, input, output)));
    }

    /// <summary>Leaves a clone without the hooks of what it was made from, but for those that a copy is given of.</summary>
    internal void CopyHooks(Func<ReparametrizationHook, ReparametrizationHook> copy)
    {
        ModuleHook[] kept = [.. (hooks ?? []).OfType<ReparametrizationHook>().Select(copy)];
        hooks = kept.Length == 0 ? null : kept;
    }

    /// <summary>Adds a hook after those that are there.</summary>
    internal RemovableHandle Add(ModuleHook hook)
    {
        hooks = [.. hooks ?? [], hook];
        return new RemovableHandle(() => Remove(h => ReferenceEquals(h, hook)));
    }

    /// <summary>Takes hooks off.</summary>
    internal void Remove(Predicate<ModuleHook> condition)
    {
        ModuleHook[] left = Array.FindAll(hooks ?? [], h => !condition(h));
        hooks = left.Length == 0 ? null : left;
    }

    /// <summary>The computation with its hooks, announced to who listens.</summary>
    private protected TOutput Around<TInput, TOutput>(TInput input, Func<Module, TInput, TOutput> compute)
    {
        using var scope = new ModuleScope(this);
        ModuleHook[] present = hooks ?? [];
        foreach (var hook in present) input = hook.Before(this, input);
        var output = compute(this, input);
        foreach (var hook in present) output = hook.After(this, input, output);
        return output;
    }

    private AutogradException Missing(int count) =>
        new($"{NameOf(GetType())}.Forward: this module does not take {count} tensor{(count == 1 ? "" : "s")}: it does not override ForwardCore for that many");
}

/// <summary>A module whose input or output is not one tensor: a tuple of them, a sequence with its state, a record.</summary>
/// <typeparam name="TInput">What it takes.</typeparam>
/// <typeparam name="TOutput">What it gives.</typeparam>
/// <example>
/// <code>
/// sealed class Encoder : Module&lt;(Tensor Tokens, Tensor Mask), (Tensor Output, Tensor Weights)&gt; { ... }
/// var (output, weights) = encoder.Forward((tokens, mask));
/// </code>
/// </example>
public abstract class Module<TInput, TOutput> : Module
{
    /// <summary>Runs the module: hooks, and between them <see cref="ForwardCore(TInput)"/>.</summary>
    public TOutput Forward(TInput input) =>
        IsBare ? ForwardCore(input) : Around(input, static (module, x) => ((Module<TInput, TOutput>)module).ForwardCore(x));

    /// <summary>What the module computes: override it.</summary>
    protected abstract TOutput ForwardCore(TInput input);
}
