using Autograd.Memory;

namespace Autograd;

/// <summary>
/// A value that a rule keeps for its derivative: the storage by count (so that it returns to the pool the instant the
/// walk has passed), the layout, the version at which it was saved, and its place in the graph.
/// </summary>
public struct Saved
{
    private Storage? storage;
    private Layout? layout;
    private Node? node;
    private object? packed;
    private int slot;
    private int version;
    private DType dtype;
    private State state;
    private bool isOutput;

    private enum State : byte
    {
        Empty,
        Value,
        Place,
        Packed,
        Released,
    }

    /// <summary>Whether nothing was saved.</summary>
    public readonly bool IsEmpty => state == State.Empty;

    /// <summary>Saves a tensor's value and its place in the graph.</summary>
    public static Saved Of(Tensor x)
    {
        var saved = PlaceOf(x);
        if (x.IsInference) throw new AutogradException("A tensor made in inference mode cannot be saved for a backward pass; Clone() it outside of inference mode");
        if (SavedTensorHooks.Current is { } hooks && x.DType.IsDifferentiable)
        {
            saved.packed = hooks.Pack(x);
            saved.state = State.Packed;
            return saved;
        }
        saved.storage = x.Storage;
        saved.version = x.Storage.Version;
        saved.state = State.Value;
        x.Storage.Hold();
        return saved;
    }

    /// <summary>Saves an output of the op itself; its place in the graph is known once the op is recorded.</summary>
    /// <param name="y">The output.</param>
    /// <param name="slot">Which of the outputs it is.</param>
    public static Saved OfOutput(Tensor y, int slot = 0)
    {
        var saved = Of(y);
        saved.isOutput = true;
        saved.slot = slot;
        return saved;
    }

    /// <summary>Saves a tensor's place in the graph alone: its value will not be read, and is not kept.</summary>
    public static Saved PlaceOf(Tensor x)
    {
        var edge = x.Edge;
        return new Saved { layout = x.Layout, dtype = x.DType, node = edge.Node, slot = edge.Slot, state = State.Place };
    }

    /// <summary>The saved tensor, at its place in the graph.</summary>
    /// <exception cref="AutogradException">It was released by an earlier backward pass, or changed in place since.</exception>
    public readonly Tensor Value
    {
        get
        {
            switch (state)
            {
                case State.Value:
                    if (storage!.Version != version) throw Changed(layout!, storage, version);
                    return Place(new Tensor(storage, layout!, dtype, ScratchFrame.Current is null ? storage.Own() : null));
                case State.Packed:
                    return Place(((PackedValue)packed!).Unpack());
                case State.Place:
                    return Place(Tensor.Hollow(layout!, dtype));
                case State.Released:
                    throw new AutogradException("A saved value was released by an earlier backward pass; pass retainGraph: true to that pass to go backward twice");
                default:
                    throw new AutogradException("A rule reads a value that its op did not save");
            }
        }
    }

    /// <summary>The saved tensor, null where nothing was saved.</summary>
    public readonly Tensor? ValueOrNull => state == State.Empty ? null : Value;

    internal readonly long Bytes => state == State.Value ? storage!.ByteLength : 0;

    internal void Attach(Node maker)
    {
        if (isOutput) node = maker;
    }

    internal void Release()
    {
        if (state is State.Value or State.Packed)
        {
            storage?.Release();
            state = State.Released;
        }
        storage = null;
        packed = null;
    }

    private readonly Tensor Place(Tensor value)
    {
        if (node is LeafNode leaf && ReferenceEquals(leaf.Tensor.Storage, storage)) return leaf.Tensor;
        if (node is LeafNode place) value.SetLeaf(place);
        else if (node is not null) value.SetGradFn(node, slot);
        return value;
    }

    internal static AutogradException Changed(Layout layout, Storage storage, int version) =>
        new($"A value of shape {layout} that a derivative needs was changed in place by {storage.LastWriter} (version {storage.Version}, saved at {version}); use the form that is not in place, or Clone() before writing") { IsStaleValue = true };
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
