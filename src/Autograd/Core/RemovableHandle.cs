namespace Autograd;

/// <summary>Takes a hook off again (<c>torch.utils.hooks.RemovableHandle</c>).</summary>
public sealed class RemovableHandle
{
    private Action? remove;

    internal RemovableHandle(Action remove) => this.remove = remove;

    /// <summary>Removes the hook; a second call does nothing.</summary>
    public void Remove() => Interlocked.Exchange(ref remove, null)?.Invoke();
}
