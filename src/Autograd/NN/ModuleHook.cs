namespace Autograd.NN;

/// <summary>A hook of a module, whatever the module takes and gives: the types it was written for are compared with those of the call.</summary>
internal abstract class ModuleHook
{
    /// <summary>What the module is given instead of <paramref name="input"/>.</summary>
    public virtual TInput Before<TInput>(Module module, TInput input) => input;

    /// <summary>What is given to the caller instead of <paramref name="output"/>.</summary>
    public virtual TOutput After<TInput, TOutput>(Module module, TInput input, TOutput output) => output;

    /// <summary>A value as the type that a hook, or a module, was written for.</summary>
    private protected static TTo As<TFrom, TTo>(Module module, string what, TFrom value) => value switch
    {
        TTo fits => fits,
        null when default(TTo) is null => default!,
        _ => throw new AutogradException(
            $"{Module.NameOf(module.GetType())}.Forward: a hook was written for {what} of type {Module.NameOf(typeof(TTo))}, and this call has {Module.NameOf(value?.GetType() ?? typeof(TFrom))}; a hook for object takes any"),
    };
}

/// <summary>A hook before the forward pass.</summary>
internal sealed class PreHook<THook>(ForwardPreHook<THook> hook) : ModuleHook
{
    public override TInput Before<TInput>(Module module, TInput input)
    {
        var value = As<TInput, THook>(module, "an input", input);
        hook(module, ref value);
        return As<THook, TInput>(module, "an input", value);
    }
}

/// <summary>A hook after the forward pass.</summary>
internal sealed class PostHook<THookInput, THookOutput>(ForwardHook<THookInput, THookOutput> hook) : ModuleHook
{
    public override TOutput After<TInput, TOutput>(Module module, TInput input, TOutput output)
    {
        var value = As<TOutput, THookOutput>(module, "an output", output);
        hook(module, As<TInput, THookInput>(module, "an input", input), ref value);
        return As<THookOutput, TOutput>(module, "an output", value);
    }
}
