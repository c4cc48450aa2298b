namespace Autograd;

/// <summary>What only some nodes have: hooks on the gradients of their outputs, tensors that retain them.</summary>
/// <remarks>The lists are replaced and never changed: a walk goes through what it found while another thread adds or removes.</remarks>
internal sealed class NodeHooks
{
    private readonly Lock gate = new();
    private volatile Hook[] hooks = [];
    private volatile Tensor[] retaining = [];

    public ReadOnlySpan<Hook> Hooks => hooks;

    /// <summary>The outputs of the node that keep their gradients.</summary>
    public ReadOnlySpan<Tensor> Retaining => retaining;

    public RemovableHandle Add(int slot, Func<Tensor, Tensor?> function)
    {
        // An object of its own for each registration: one function may be added twice, and each handle takes off its own.
        var hook = new Hook(slot, function);
        lock (gate) hooks = [.. hooks, hook];
        return new RemovableHandle(() =>
        {
            lock (gate) hooks = Array.FindAll(hooks, h => !ReferenceEquals(h, hook));
        });
    }

    public void Retain(Tensor output)
    {
        lock (gate) retaining = [.. retaining, output];
    }

    public void Forget(Tensor output)
    {
        lock (gate) retaining = Array.FindAll(retaining, t => !ReferenceEquals(t, output));
    }

    internal sealed class Hook(int slot, Func<Tensor, Tensor?> function)
    {
        public int Slot => slot;

        public Func<Tensor, Tensor?> Function => function;
    }
}
