using Autograd.Memory;

namespace Autograd;

/// <summary>Packs values as they are saved for backward and unpacks them when they are read (<c>torch.autograd.graph.saved_tensors_hooks</c>).</summary>
public static class SavedTensorHooks
{
    [ThreadStatic]
    private static Pair? current;

    internal static Pair? Current => current;

    /// <summary>Opens a scope in which floating-point saved values pass through <paramref name="pack"/> and <paramref name="unpack"/>.</summary>
    /// <param name="pack">
    /// Gets the value, outside of any graph; gives what is to be kept instead. It may not write into the value. What is <see cref="IDisposable"/>
    /// is disposed of when a backward pass lets go of it; a graph that is dropped without one leaves it to the collector.
    /// </param>
    /// <param name="unpack">Gives the value back, with the same shape and dtype.</param>
    public static HookScope Scope(Func<Tensor, object> pack, Func<object, Tensor> unpack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(unpack);
        var previous = current;
        current = new Pair(pack, unpack);
        return new HookScope(previous);
    }

    /// <summary>Closes the scope.</summary>
    public readonly ref struct HookScope
    {
        private readonly Pair? previous;

        internal HookScope(Pair? previous) => this.previous = previous;

        /// <summary>Restores the hooks that were in force before.</summary>
        public void Dispose() => current = previous;
    }

    internal sealed class Pair(Func<Tensor, object> pack, Func<object, Tensor> unpack)
    {
        public PackedValue Pack(Tensor x)
        {
            var outer = ScratchFrame.Swap(null);
            current = null;
            try
            {
                using var scope = NoGrad.Scope;
                int version = x.Version;
                object packed = pack(x.Alias(x.Layout).Adopt());
                // The value is the op's operand as well: the user's tensor, and what other nodes saved.
                if (x.Version != version)
                    throw new AutogradException("SavedTensorHooks: pack wrote in place into the value that is saved; let it work on a Clone()");
                return new PackedValue(packed, unpack, x);
            }
            finally
            {
                current = this;
                ScratchFrame.Swap(outer);
            }
        }
    }
}

/// <summary>What a pack hook gave, with the hook that unpacks it.</summary>
internal sealed class PackedValue(object value, Func<object, Tensor> unpack, Tensor original)
{
    private readonly Shape shape = original.Shape;
    private readonly DType dtype = original.DType;
    private readonly int version = original.Version;

    // Weak: a hook that puts values elsewhere wants the memory to go.
    private readonly WeakReference<Storage> source = new(original.Storage);

    /// <summary>Lets go of what was kept.</summary>
    public void Release() => (value as IDisposable)?.Dispose();

    public Tensor Unpack()
    {
        var outer = ScratchFrame.Swap(null);
        try
        {
            using var scope = NoGrad.Scope;
            var x = unpack(value) ?? throw new AutogradException($"SavedTensorHooks: unpack gave null for a saved value of {dtype.Name} {shape}");
            if (x.Shape != shape || x.DType != dtype)
                throw new AutogradException($"SavedTensorHooks: unpack gave {x.DType.Name} {x.Shape}, the saved value was {dtype.Name} {shape}");
            // A hook may have kept the value itself, which a write then changes.
            if (source.TryGetTarget(out var storage) && ReferenceEquals(storage, x.Storage) && storage.Version != version)
                throw Saved.Changed(x.Layout, storage, version);
            return x.Alias(x.Layout);
        }
        finally
        {
            ScratchFrame.Swap(outer);
        }
    }
}
