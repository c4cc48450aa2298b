using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// A value that a rule keeps for its derivative: the storage by count (so that it returns to the pool the instant the
/// walk has passed), the layout, the version at which it was saved, and its place in the graph.
/// </summary>
/// <remarks>
/// One reference: an op is copied on its way through the door and into its node, saved values and all, and a copy of many
/// references that were just written costs more than the object behind this one.
/// </remarks>
public readonly struct Saved
{
    private readonly Entry? entry;

    private Saved(Entry entry) => this.entry = entry;

    private enum State : byte
    {
        Value,
        Packed,
        Released,
    }

    /// <summary>Whether nothing was saved.</summary>
    public bool IsEmpty => entry is null;

    /// <summary>Saves a tensor's value and its place in the graph.</summary>
    public static Saved Of(Tensor x) => new(new Entry(NotNull.Of(x)));

    /// <summary>Saves an output of the op itself; its place in the graph is known once the op is recorded.</summary>
    /// <param name="y">The output.</param>
    /// <param name="slot">Which of the outputs it is.</param>
    public static Saved OfOutput(Tensor y, int slot = 0) => new(new Entry(NotNull.Of(y)) { IsOutput = true, Slot = slot });

    /// <summary>The saved tensor, at its place in the graph.</summary>
    /// <exception cref="AutogradException">It was released by an earlier backward pass, or changed in place since.</exception>
    public Tensor Value => entry is not null ? entry.Value : throw new AutogradException("A rule reads a value that its op did not save");

    /// <summary>The saved tensor, null where nothing was saved.</summary>
    public Tensor? ValueOrNull => entry?.Value;

    internal long Bytes => entry?.Bytes ?? 0;

    internal void Attach(Node maker) => entry!.Attach(maker);

    internal void Release() => entry!.Release();

    internal static AutogradException Changed(Layout layout, Storage storage, int version) =>
        new($"A value of shape {layout} that a derivative needs was changed in place by {storage.LastWriter} (version {storage.Version}, saved at {version}); use the form that is not in place, or Clone() before writing") { IsStaleValue = true };

    /// <summary>What was saved.</summary>
    private sealed class Entry
    {
        // The storage, or what the pack hook made of the tensor; null when it was released.
        private object? kept;
        private readonly Layout layout;
        private Node? node;
        private readonly int version;
        private readonly DType dtype;
        private State state;

        public Entry(Tensor x)
        {
            if (x.IsInference) throw new AutogradException("A tensor made in inference mode cannot be saved for a backward pass; Clone() it outside of inference mode");
            var edge = x.Edge;
            (layout, dtype, node, Slot) = (x.Layout, x.DType, edge.Node, edge.Slot);
            // Of a sample of a batch there is nothing to pack; hooks see the batch, where that is saved.
            if (SavedTensorHooks.Current is { } hooks && x.DType.IsDifferentiable && x.Hidden is null)
            {
                kept = hooks.Pack(x);
                state = State.Packed;
                return;
            }
            kept = x.Storage;
            version = x.Storage.Version;
            state = State.Value;
            x.Storage.Hold();
        }

        public int Slot { get; init; }

        public bool IsOutput { get; init; }

        public long Bytes => state == State.Value ? Storage.ByteLength : 0;

        public Tensor Value
        {
            get
            {
                switch (state)
                {
                    case State.Value:
                        var storage = Storage;
                        if (storage.Version != version) throw Changed(layout, storage, version);
                        return Place(new Tensor(storage, layout, dtype, ScratchFrame.Current is null ? storage.Own() : null));
                    case State.Packed:
                        return Place(((PackedValue)kept!).Unpack());
                    default:
                        throw new AutogradException("A saved value was released by an earlier backward pass; pass retainGraph: true to that pass to go backward twice");
                }
            }
        }

        private Storage Storage => Unsafe.As<Storage>(kept!);

        public void Attach(Node maker)
        {
            if (IsOutput) node = maker;
        }

        public void Release()
        {
            if (state == State.Value) Storage.Release();
            else if (state == State.Packed) ((PackedValue)kept!).Release();
            state = State.Released;
            kept = null;
        }

        private Tensor Place(Tensor value)
        {
            if (node is LeafNode leaf && ReferenceEquals(leaf.Tensor.Storage, kept)) return leaf.Tensor;
            if (node is not null) value.Stand(node, Slot);
            return value;
        }
    }
}

/// <summary>Goes through the saved values of a rule.</summary>
public ref struct SavedVisitor
{
    private readonly Task task;

    private readonly Node? maker;

    internal SavedVisitor(Task task, Node? maker = null)
    {
        this.task = task;
        this.maker = maker;
    }

    internal enum Task
    {
        Count,
        Attach,
        Release,
    }

    internal int Count { get; private set; }

    internal long Bytes { get; private set; }

    /// <summary>Names a saved value.</summary>
    public void Add(ref Saved value)
    {
        if (value.IsEmpty) return;
        Count++;
        Bytes += value.Bytes;
        if (task == Task.Release) value.Release();
        else if (task == Task.Attach) value.Attach(maker!);
    }

    /// <summary>Names two saved values.</summary>
    public void Add(ref Saved a, ref Saved b)
    {
        Add(ref a);
        Add(ref b);
    }

    /// <summary>Names three saved values.</summary>
    public void Add(ref Saved a, ref Saved b, ref Saved c)
    {
        Add(ref a, ref b);
        Add(ref c);
    }
}
