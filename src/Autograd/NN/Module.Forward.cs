namespace Autograd.NN;

/// <summary>Called after a module's forward pass; what it returns, if not null, takes the output's place.</summary>
/// <param name="module">The module.</param>
/// <param name="inputs">What <c>Forward</c> was given.</param>
/// <param name="output">What it computed.</param>
public delegate Tensor? ForwardHook(Module module, IReadOnlyList<Tensor> inputs, Tensor output);

/// <summary>Called before a module's forward pass; what it returns, if not null, takes the inputs' place.</summary>
/// <param name="module">The module.</param>
/// <param name="inputs">What <c>Forward</c> was given.</param>
public delegate IReadOnlyList<Tensor>? ForwardPreHook(Module module, IReadOnlyList<Tensor> inputs);

public abstract partial class Module
{
    private ForwardHook[] hooks = [];
    private ForwardPreHook[] preHooks = [];

    /// <summary>Runs the module on one tensor: hooks, and between them <see cref="ForwardCore(Tensor)"/> (<c>Module.__call__</c>).</summary>
    /// <exception cref="AutogradException">The module does not take one tensor.</exception>
    public Tensor Forward(Tensor input) => hooks.Length + preHooks.Length == 0 ? ForwardCore(input) : Hooked([input]);

    /// <summary>Runs the module on two tensors.</summary>
    /// <exception cref="AutogradException">The module does not take two tensors.</exception>
    public Tensor Forward(Tensor first, Tensor second) => hooks.Length + preHooks.Length == 0 ? ForwardCore(first, second) : Hooked([first, second]);

    /// <summary>Runs the module on three tensors.</summary>
    /// <exception cref="AutogradException">The module does not take three tensors.</exception>
    public Tensor Forward(Tensor first, Tensor second, Tensor third) =>
        hooks.Length + preHooks.Length == 0 ? ForwardCore(first, second, third) : Hooked([first, second, third]);

    /// <summary>What the module computes from one tensor: override it (<c>Module.forward</c>).</summary>
    protected virtual Tensor ForwardCore(Tensor input) => throw Missing(1);

    /// <summary>What the module computes from two tensors: override it.</summary>
    protected virtual Tensor ForwardCore(Tensor first, Tensor second) => throw Missing(2);

    /// <summary>What the module computes from three tensors: override it.</summary>
    protected virtual Tensor ForwardCore(Tensor first, Tensor second, Tensor third) => throw Missing(3);

    /// <summary>Calls <paramref name="hook"/> after every forward pass of this module (<c>Module.register_forward_hook</c>).</summary>
    /// <returns>Takes the hook off again.</returns>
    public RemovableHandle RegisterForwardHook(ForwardHook hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        hooks = [.. hooks, hook];
        return new RemovableHandle(() => hooks = Without(hooks, hook));
    }

    /// <summary>Calls <paramref name="hook"/> before every forward pass of this module (<c>Module.register_forward_pre_hook</c>).</summary>
    /// <returns>Takes the hook off again.</returns>
    public RemovableHandle RegisterForwardPreHook(ForwardPreHook hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        preHooks = [.. preHooks, hook];
        return new RemovableHandle(() => preHooks = Without(preHooks, hook));
    }

    private static T[] Without<T>(T[] all, T gone)
        where T : Delegate
    {
        int at = Array.IndexOf(all, gone);
        return at < 0 ? all : [.. all[..at], .. all[(at + 1)..]];
    }

    private Tensor Hooked(IReadOnlyList<Tensor> inputs)
    {
        foreach (var hook in preHooks) inputs = hook(this, inputs) ?? inputs;
        var output = inputs.Count switch
        {
            1 => ForwardCore(inputs[0]),
            2 => ForwardCore(inputs[0], inputs[1]),
            3 => ForwardCore(inputs[0], inputs[1], inputs[2]),
            _ => throw Missing(inputs.Count),
        };
        foreach (var hook in hooks) output = hook(this, inputs, output) ?? output;
        return output;
    }

    private AutogradException Missing(int count) =>
        new($"{GetType().Name}.Forward: this module does not take {count} tensor{(count == 1 ? "" : "s")}: it does not override ForwardCore for that many");
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
    private Action<TInput, TOutput>[] hooks = [];

    /// <summary>Runs the module, then its hooks.</summary>
    public TOutput Forward(TInput input)
    {
        var output = ForwardCore(input);
        foreach (var hook in hooks) hook(input, output);
        return output;
    }

    /// <summary>Calls <paramref name="hook"/> with input and output after every forward pass.</summary>
    /// <returns>Takes the hook off again.</returns>
    public RemovableHandle RegisterForwardHook(Action<TInput, TOutput> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        hooks = [.. hooks, hook];
        return new RemovableHandle(() => hooks = Array.FindAll(hooks, h => h != hook));
    }

    /// <summary>What the module computes: override it.</summary>
    protected abstract TOutput ForwardCore(TInput input);
}
