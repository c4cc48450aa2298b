using System.Diagnostics;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// A value and its place in the graph: an n-dimensional array of one dtype, shared storage and strides, and, where it
/// was computed from tensors that require gradients, the node that computed it (<c>torch.Tensor</c>).
/// </summary>
/// <remarks>
/// Nothing to dispose: memory comes back by itself. Views (reshape, permute, slices) share storage. Operations are
/// members of this class; each lives in the file of its op.
/// </remarks>

[DebuggerDisplay("{DebuggerDisplay,nq}")]
public partial class Tensor
{
    /// <summary>The user's hold on a pooled storage, shared by all tensors of that storage; null for small tensors.</summary>
    private object? owner;

    private Layout layout;
    private Node? gradFn;
    private GradMeta? meta;
    private int slot;
    private int viewWrites;
    private DType dtype;
    private Traits traits;

    internal Tensor(Storage storage, Layout layout, DType dtype, object? owner)
    {
        Storage = storage;
        this.layout = layout;
        this.dtype = dtype;
        this.owner = owner;
        if (GradMode.IsInference) traits = Traits.Inference;
    }

    [Flags]
    private enum Traits : byte
    {
        None = 0,
        RequiresGrad = 1,
        View = 2,
        Inference = 4,
        Number = 8,
    }

    /// <summary>The element type.</summary>
    public DType DType => dtype;

    /// <summary>The sizes of the dimensions; empty for a scalar.</summary>
    public Shape Shape => new(layout);

    /// <summary>The number of dimensions (<c>Tensor.dim()</c>).</summary>
    public int Rank => layout.Rank;

    /// <summary>The number of elements (<c>Tensor.numel()</c>).</summary>
    public int Numel => layout.Count;

    /// <summary>The distance in elements between neighbours along each dimension (<c>Tensor.stride()</c>).</summary>
    public ReadOnlySpan<int> Strides => layout.Strides;

    /// <summary>Whether the elements lie in row-major order without gaps (<c>Tensor.is_contiguous()</c>).</summary>
    public bool IsContiguous => layout.IsContiguous;

    /// <summary>How often the memory behind this tensor was written in place (<c>Tensor._version</c>).</summary>
    public int Version => Storage.Version;

    /// <summary>The node that computed this tensor, null for a leaf (<c>Tensor.grad_fn</c>).</summary>
    public Node? GradFn => gradFn;

    /// <summary>Whether the user made this tensor rather than a recorded operation (<c>Tensor.is_leaf</c>).</summary>
    public bool IsLeaf => gradFn is null;

    /// <summary>Whether this tensor is a view that shares the memory of another.</summary>
    public bool IsView => (traits & Traits.View) != 0;

    /// <summary>Whether this tensor was made in <see cref="InferenceMode"/> and may not enter a graph.</summary>
    public bool IsInference => (traits & Traits.Inference) != 0;

    /// <summary>
    /// Whether gradients flow to this tensor. Set it on leaves; set it to false to freeze a parameter, whose share of
    /// the backward work is then not done (<c>Tensor.requires_grad</c>).
    /// </summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="AutogradException">The tensor was computed by a recorded operation; use <see cref="Detach"/>.</exception>
    public bool RequiresGrad
    {
        get => gradFn is not null || (traits & Traits.RequiresGrad) != 0;
        set
        {
            if (gradFn is not null)
            {
                if (value) return;
                throw new AutogradException($"RequiresGrad: only a leaf can be frozen; this tensor was computed by {gradFn.Name}. Use Detach()");
            }
            if (value && !dtype.IsDifferentiable)
                throw new DTypeException($"RequiresGrad: a tensor of {dtype.Name} has no gradient; only float32 and float64 have");
            if (value && IsInference)
                throw new AutogradException("RequiresGrad: a tensor made in inference mode cannot require a gradient; Clone() it outside");
            traits = value ? traits | Traits.RequiresGrad : traits & ~Traits.RequiresGrad;
        }
    }

    /// <summary>The memory; another one only after <see cref="TakeData"/>.</summary>
    internal Storage Storage { get; private set; }

    internal Layout Layout => layout;

    internal object? Owner => owner;

    internal int Slot => slot;

    /// <summary>Where gradients of this tensor arrive: the node and output that made it, or a leaf's accumulator.</summary>
    internal Edge Edge => gradFn is not null ? new Edge(gradFn, slot)
        : (traits & Traits.RequiresGrad) != 0 ? new Edge(Meta.Leaf(this), 0)
        : default;

    internal GradMeta Meta => meta ?? Interlocked.CompareExchange(ref meta, new GradMeta(), null) ?? meta;

    internal GradMeta? MetaOrNull => meta;

    /// <summary>Sets <see cref="RequiresGrad"/> and gives back the tensor itself (<c>Tensor.requires_grad_()</c>).</summary>
    public Tensor RequiresGradInPlace(bool requiresGrad = true)
    {
        RequiresGrad = requiresGrad;
        return this;
    }

    /// <summary>A fresh contiguous tensor whose elements are not set; the calling op writes every one of them.</summary>
    internal static Tensor Allocate(Layout layout, DType dtype)
    {
        long bytes = (long)layout.Count * dtype.Size;
        try
        {
            if (ScratchFrame.Current is { } frame && bytes > Storage.SmallLimit)
                return new Tensor(frame.Allocate(bytes), layout.ToContiguous(), dtype, null);
            var storage = Storage.AllocateOwned(bytes, out object? keeper);
            return new Tensor(storage, layout.ToContiguous(), dtype, keeper);
        }
        catch (AllocationException none)
        {
            return AllocationException.Throw<Tensor>(none.For(layout, dtype.Name));
        }
    }

    /// <summary>Elements for reading and writing; the lease keeps the memory from the pool until it is disposed.</summary>
    internal Lease<T> Lease<T>()
        where T : unmanaged => Storage.Lease<T>((object?)owner ?? this);

    /// <summary>The memory, for the time of a call that keeps this tensor alive.</summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    internal Span<T> Span<T>()
        where T : unmanaged => Storage.Lease<T>(this).Span;

    /// <summary>A tensor with a shape, perhaps a place in the graph, and no value: reading it, or a view of it, throws.</summary>
    internal static Tensor Hollow(Layout layout, DType dtype, Batched? hidden = null) =>
        new(Storage.Hollow((long)layout.Count * dtype.Size, hidden), layout, dtype, null);

    /// <summary>The batch of which this tensor is one sample, inside of Vmap; null for any other.</summary>
    internal Batched? Hidden => Storage.Hidden as Batched;

    /// <summary>The tensor that has the values: this one, or the whole batch of which it is one sample. For checks that look at every element.</summary>
    internal Tensor Whole => Hidden is { } batch ? batch.Physical.Whole : this;

    /// <summary>Whether there are elements: a tensor of a run on shapes, or one that stands for a place in the graph, has none.</summary>
    internal bool HasValues => !Storage.IsHollow;

    /// <summary>Another tensor on the same memory, outside of any graph.</summary>
    internal Tensor Alias(Layout view) =>
        new(Storage, view, dtype, owner) { traits = traits & Traits.Inference | Traits.View, viewWrites = Storage.RecordedWrites };

    /// <summary>The same memory outside of the graph. What <c>Detach</c> does, but a sample of a batch keeps the place of the batch in graphs outside of Vmap.</summary>
    internal Tensor Cut() => new(Storage, layout, dtype, owner) { traits = traits & Traits.Inference };

    /// <summary>Makes the value the user's from now on: it is no longer returned when the engine lets go of it.</summary>
    internal Tensor Adopt()
    {
        if (owner is null && Storage.IsPooled) owner = Storage.Own();
        return this;
    }

    /// <summary>Gives the tensor its place in the graph; a gradient that is to be retained is that of the new place.</summary>
    internal void SetGradFn(Node node, int output)
    {
        if (meta is { Retains: true })
        {
            gradFn?.Hooks?.Forget(this);
            node.EnsureHooks().Retain(this);
        }
        gradFn = node;
        slot = output;
    }

    /// <summary>
    /// Takes over the values of another tensor, in their dtype, and stays the leaf it is: whoever holds this tensor sees them. Graphs
    /// recorded before keep the old values, and refuse to add a gradient of another dtype here.
    /// </summary>
    internal void TakeData(Tensor data)
    {
        (Storage, layout, dtype, owner) = (data.Storage, data.layout, data.dtype, data.owner);
        meta?.LeafOrNull?.Renew();
    }

    /// <summary>Takes over the values of another tensor and its place in the graph: who reads this tensor goes on from there.</summary>
    internal void Become(Tensor other)
    {
        TakeData(other);
        traits &= ~Traits.RequiresGrad;
        gradFn = null;
        if (other.gradFn is not null) SetGradFn(other.gradFn, other.slot);
    }

    /// <summary>Shows the values and the place of another tensor for a while; gives what <see cref="ComeBack"/> needs to undo it. Gradient and hooks stay its own.</summary>
    internal Tensor Lend(Tensor other)
    {
        var before = new Tensor(Storage, layout, dtype, owner);
        before.Show(this);
        Show(other);
        return before;
    }

    /// <summary>Is again what it was before <see cref="Lend"/>.</summary>
    internal void ComeBack(Tensor before) => Show(before);

    private void Show(Tensor other)
    {
        (Storage, layout, dtype, owner) = (other.Storage, other.layout, other.dtype, other.owner);
        (traits, gradFn, slot, viewWrites) = (other.traits, other.gradFn, other.slot, other.viewWrites);
    }

    /// <summary>Makes this value stand where another does in the graph.</summary>
    internal void Stand(Node node, int output)
    {
        if (node is LeafNode leaf) SetLeaf(leaf);
        else SetGradFn(node, output);
    }

    /// <summary>Makes this value stand for a leaf: its gradient arrives there.</summary>
    private void SetLeaf(LeafNode leaf)
    {
        traits |= Traits.RequiresGrad;
        Meta.Leaf(leaf);
    }

    /// <summary>A view taken before a recorded in-place write of its base shows values that its graph does not know.</summary>
    internal void CheckFresh(string op)
    {
        if ((traits & Traits.View) != 0 && viewWrites != Storage.RecordedWrites)
            throw new AutogradException($"{op}: this tensor is a view whose base was changed in place by {Storage.LastWriter} after the view was taken; take the view again");
    }

    internal bool NeedsFreshCheck => (traits & Traits.View) != 0;
}
