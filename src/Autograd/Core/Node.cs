using Autograd.Memory;

namespace Autograd;

/// <summary>A recorded operation: its inputs' places in the graph, its outputs' shapes, and its rule (<c>torch.autograd.graph.Node</c>).</summary>
public abstract class Node
{
    private Edge first;
    private Edge second;
    private Edge[]? rest;
    private (Layout Shape, DType DType)[]? others;
    private Layout? shape;
    private DType dtype;
    private NodeHooks? hooks;
    private object? claim;
    private Batched?[]? batches;
    private int number;

    private protected Node()
    {
    }

    /// <summary>The name of the op with the suffix PyTorch gives it: <c>TanhBackward</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The number of tensor inputs of the op.</summary>
    public int InputCount { get; private set; }

    /// <summary>The number of outputs of the op.</summary>
    public int OutputCount { get; private protected set; } = 1;

    /// <summary>Where the user called the op: the source line, when anomaly mode was on.</summary>
    public string? Origin { get; internal set; }

    /// <summary>Whether the saved values were given back by an earlier walk.</summary>
    internal bool IsReleased { get; private protected set; }

    internal NodeHooks? Hooks => hooks;

    internal NodeHooks EnsureHooks() => hooks ?? Interlocked.CompareExchange(ref hooks, new NodeHooks(), null) ?? hooks;

    /// <summary>Where an input came from; no node when it needs no gradient (<c>Node.next_functions</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    public Edge Input(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)InputCount, nameof(index));
        return index switch { 0 => first, 1 => second, _ => rest![index - 2] };
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal abstract void Backward(in Cotangents c);

    internal abstract void Forward(in Tangents t);

    internal abstract void Visit(ref SavedVisitor visitor);

    /// <summary>Whether the rule is a user's, whose values are the user's too.</summary>
    internal abstract bool IsForeign { get; }

    /// <summary>The rule, where it is a user's.</summary>
    internal virtual object? ForeignRule => null;

    /// <summary>Whether the rule says that what it gives cannot be differentiated.</summary>
    internal virtual bool IsOnceDifferentiable => false;

    /// <summary>A walk numbers its nodes here where no other walk does so at the same time; it gives the place back at its end.</summary>
    internal bool TryClaim(object walk, int walkNumber)
    {
        if (Interlocked.CompareExchange(ref claim, walk, null) is not null) return false;
        number = walkNumber;
        return true;
    }

    internal bool IsClaimedBy(object walk) => ReferenceEquals(Volatile.Read(ref claim), walk);

    /// <summary>The number given by the walk that holds the claim.</summary>
    internal int ClaimNumber => number;

    internal void Unclaim() => Volatile.Write(ref claim, null);

    /// <summary>Gives the saved values back to the pool.</summary>
    internal void Release()
    {
        if (IsReleased) return;
        var visitor = new SavedVisitor(SavedVisitor.Task.Release);
        Visit(ref visitor);
        IsReleased = visitor.Count > 0;
    }

    /// <summary>Where the batch of an output stands outside of Vmap, without its values; null for what is no sample of a batch.</summary>
    internal Batched? BatchOf(int output) => batches?[output];

    internal Layout OutputShape(int output) => output == 0 ? shape! : others![output - 1].Shape;

    internal DType OutputDType(int output) => output == 0 ? dtype : others![output - 1].DType;

    /// <summary>The first inputs of a call; one that was left out needs no gradient.</summary>
    internal void AddInputs(Tensor? x, Tensor? y, ReadOnlySpan<Tensor?> others, int count)
    {
        InputCount = count;
        if (x is not null) first = x.Edge;
        if (count > 1 && y is not null) second = y.Edge;
        if (count <= 2) return;
        rest = new Edge[count - 2];
        for (int i = 0; i < rest.Length; i++)
        {
            if (others[i] is { } other) rest[i] = other.Edge;
        }
    }

    /// <summary>Whether the node is some call's already.</summary>
    internal bool HasOutputs => shape is not null;

    internal void SetOutput(Tensor y)
    {
        (shape, dtype) = (y.Layout, y.DType);
        NoteBatch(y, 0);
        y.SetGradFn(this, 0);
    }

    /// <summary>Several outputs of one node; those that are not differentiable (indices) get no place in the graph.</summary>
    internal void SetOutputs(ReadOnlySpan<Tensor> ys)
    {
        OutputCount = ys.Length;
        others = new (Layout, DType)[ys.Length - 1];
        for (int i = 0; i < ys.Length; i++)
        {
            if (i == 0) (shape, dtype) = (ys[i].Layout, ys[i].DType);
            else others[i - 1] = (ys[i].Layout, ys[i].DType);
            NoteBatch(ys[i], i);
            if (ys[i].DType.IsDifferentiable) ys[i].SetGradFn(this, i);
        }
    }

    private protected void SetLeafOutput(Tensor x)
    {
        (shape, dtype) = (x.Layout, x.DType);
        NoteBatch(x, 0);
    }

    private void NoteBatch(Tensor y, int output)
    {
        if (y.Hidden is { } batch) (batches ??= new Batched?[OutputCount])[output] = batch.Place();
    }
}

/// <summary>A recorded operation with the rule of its op.</summary>
/// <typeparam name="TRule">The rule.</typeparam>
public sealed class Node<TRule> : Node
    where TRule : struct, IRule
{
    private static readonly string OpName = TRule.Name + "Backward";

    private TRule rule;

    internal Node(in TRule rule)
    {
        this.rule = rule;
        var visitor = new SavedVisitor(SavedVisitor.Task.Attach, this);
        this.rule.Visit(ref visitor);
    }

    /// <inheritdoc/>
    public override string Name => OpName;

    internal override bool IsForeign => !TRule.IsBuiltIn;

    internal override object? ForeignRule => IsForeign ? rule : null;

    internal override bool IsOnceDifferentiable => typeof(IOnceDifferentiable).IsAssignableFrom(typeof(TRule));

    internal override void Backward(in Cotangents c) => rule.Backward(c);

    internal override void Forward(in Tangents t) => rule.Forward(t);

    internal override void Visit(ref SavedVisitor visitor) => rule.Visit(ref visitor);
}

/// <summary>Where the gradient of a leaf arrives and is added up.</summary>
internal sealed class LeafNode : Node
{
    public LeafNode(Tensor tensor)
    {
        Tensor = tensor;
        SetLeafOutput(tensor);
    }

    public Tensor Tensor { get; }

    public override string Name => "AccumulateGrad";

    /// <summary>The leaf has other values, of another dtype perhaps.</summary>
    public void Renew() => SetLeafOutput(Tensor);

    internal override bool IsForeign => false;

    internal override void Backward(in Cotangents c)
    {
    }

    internal override void Forward(in Tangents t)
    {
    }

    internal override void Visit(ref SavedVisitor visitor)
    {
    }
}
