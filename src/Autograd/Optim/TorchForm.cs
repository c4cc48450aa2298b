namespace Autograd.Optim;

/// <summary>How PyTorch saves an optimiser: what of its options and states it has. Their names are its own.</summary>
/// <typeparam name="TOptions">The options here.</typeparam>
/// <param name="Options">The options that every file of PyTorch's has.</param>
internal sealed record TorchForm<TOptions>(params string[] Options)
    where TOptions : OptimizerOptions
{
    /// <summary>Switches that came with a later version: off in a file without them.</summary>
    public string[] Switches { get; init; } = [];

    /// <summary>States that PyTorch saves and nobody needs.</summary>
    public string[] Scratch { get; init; } = [];

    /// <summary>Options as PyTorch writes them, where it computes one that is not given here.</summary>
    public Func<TOptions, TOptions> Spelled { get; init; } = static o => o;

    /// <summary>The states of a parameter that was never stepped, where PyTorch makes them in the constructor.</summary>
    public Func<TOptions, Tensor, IEnumerable<(string Name, object? Value)>> Unstepped { get; init; } = static (_, _) => [];
}
