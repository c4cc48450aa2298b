using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// One backward pass. Nodes run when all their consumers have; gradients in flight are held by count and given back as
/// the walk passes. Every mark and sum lives here, so that two threads may walk one retained graph.
/// </summary>
internal sealed class BackwardWalk : Walk
{
    private readonly GraphOrder order = new();
    private readonly ScratchFrame? frame;
    private readonly bool createGraph;
    private readonly bool retainGraph;
    private readonly Dictionary<Edge, Tensor?>? captured;
    private bool[]? wanted;
    private int[] pending = [];
    private InFlight[] gradients = [];
    private InFlight[]?[]? more;
    private Stack<int> ready = [];
    private Node current = null!;
    private int currentNumber;

    /// <summary>Makes a walk.</summary>
    /// <param name="retainGraph">Keep the saved values for another walk.</param>
    /// <param name="createGraph">Record the backward pass itself.</param>
    /// <param name="captured">The edges whose gradients are asked for; null to add gradients up in the leaves.</param>
    public BackwardWalk(bool retainGraph, bool createGraph, Dictionary<Edge, Tensor?>? captured)
    {
        this.retainGraph = retainGraph;
        this.createGraph = createGraph;
        this.captured = captured;
        frame = createGraph ? null : new ScratchFrame();
    }

    /// <summary>Walks from the outputs with their gradients to every leaf, or to every captured edge.</summary>
    public void Run(ReadOnlySpan<Edge> roots, ReadOnlySpan<Tensor> cotangents)
    {
        foreach (var root in roots) order.Add(root.Node!);
        if (captured is not null) MarkWanted();
        pending = order.CountConsumers(wanted);
        gradients = new InFlight[order.Count];

        var outerFrame = ScratchFrame.Swap(null);
        using var mode = GradMode.Enter(createGraph ? GradMode.Mode.Recording : GradMode.Mode.Off);
        try
        {
            for (int i = 0; i < roots.Length; i++) At(order.NumberOf(roots[i].Node!), roots[i].Slot).Add(cotangents[i], createGraph);
            for (int n = order.Count - 1; n >= 0; n--)
            {
                if (pending[n] == 0 && (wanted is null || wanted[n])) ready.Push(n);
            }
            while (ready.TryPop(out int number)) Step(number);
        }
        finally
        {
            frame?.Clear();
            ScratchFrame.Swap(outerFrame);
            LetGo();
        }
    }

    internal override Node Current => current;

    internal override Tensor? Get(int index)
    {
        var gradient = At(currentNumber, index).Value;
        return current.IsForeign ? gradient?.Adopt() : gradient;
    }

    internal override bool Needs(int input) =>
        current.Input(input).Node is { } node && (wanted is null || wanted[order.NumberOf(node)]);

    internal override void Put(int index, Tensor value)
    {
        var (node, slot) = current.Input(index);
        var shape = node!.OutputShape(slot);
        if (!value.Layout.SameSizes(shape) || value.DType != node.DType)
            throw new AutogradException($"{current.Name}: its rule gave a gradient of {value.DType.Name} {value.Shape} for input {index}, which is {node.DType.Name} {shape}");
        Op.Listener?.OnGradient(current, value);
        At(order.NumberOf(node), slot).Add(value, createGraph);
    }

    private void Step(int number)
    {
        current = order[number];
        currentNumber = number;
        if (current.Hooks is { } hooks) RunHooks(hooks);
        Capture();
        if (current is LeafNode leaf)
        {
            ScratchFrame.Swap(frame);
            if (captured is null && gradients[number].Value is { } gradient) LeafGradient.Accumulate(leaf.Tensor, gradient, createGraph);
        }
        else if (HasGradient())
        {
            RunRule();
        }
        ScratchFrame.Swap(null);
        frame?.Clear();
        Release(number);
        if (!retainGraph) current.Release();
        for (int i = 0; i < current.InputCount; i++)
        {
            if (current.Input(i).Node is not { } input) continue;
            int n = order.NumberOf(input);
            if (--pending[n] == 0 && (wanted is null || wanted[n])) ready.Push(n);
        }
    }

    private void RunRule()
    {
        if (current.IsReleased)
            throw new AutogradException($"Backward: the saved values of {current.Name} were released by an earlier backward pass; pass retainGraph: true to that pass to go backward twice");
        ScratchFrame.Swap(current.IsForeign ? null : frame);
        current.Backward(new Cotangents(this));
    }

    private void RunHooks(NodeHooks hooks)
    {
        for (int slot = 0; slot < current.OutputCount; slot++)
        {
            ref var entry = ref At(currentNumber, slot);
            if (entry.Value is null) continue;
            foreach (var hook in hooks.For(slot))
            {
                if (hook(entry.Value!.Adopt()) is not { } replaced) continue;
                if (replaced.Shape != entry.Value.Shape || replaced.DType != entry.Value.DType)
                    throw new AutogradException($"A hook on the output of {current.Name} gave {replaced.DType.Name} {replaced.Shape} for a gradient of {entry.Value.DType.Name} {entry.Value.Shape}");
                entry.Replace(replaced);
            }
            foreach (var (s, tensor) in hooks.Retained)
            {
                if (s == slot) tensor.Grad = entry.Value!.Adopt();
            }
        }
    }

    private void Capture()
    {
        if (captured is null) return;
        for (int slot = 0; slot < current.OutputCount; slot++)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrNullRef(captured, new Edge(current, slot));
            if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref place)) place = At(currentNumber, slot).Value?.Adopt();
        }
    }

    private bool HasGradient()
    {
        for (int slot = 0; slot < current.OutputCount; slot++)
        {
            if (At(currentNumber, slot).Value is not null) return true;
        }
        return false;
    }

    /// <summary>Marks the nodes from which a captured edge can be reached: no other work is done.</summary>
    private void MarkWanted()
    {
        wanted = new bool[order.Count];
        foreach (var edge in captured!.Keys)
        {
            int n = order.NumberOf(edge.Node!);
            if (n >= 0) wanted[n] = true;
        }
        foreach (int n in order.ConsumersFirst().Reverse())
        {
            var node = order[n];
            for (int i = 0; i < node.InputCount && !wanted[n]; i++)
            {
                if (node.Input(i).Node is { } input && wanted[order.NumberOf(input)]) wanted[n] = true;
            }
        }
    }

    private ref InFlight At(int number, int slot)
    {
        if (slot == 0) return ref gradients[number];
        more ??= new InFlight[]?[order.Count];
        more[number] ??= new InFlight[order[number].OutputCount - 1];
        return ref more[number]![slot - 1];
    }

    private void Release(int number)
    {
        gradients[number].Clear();
        if (more?[number] is not { } others) return;
        for (int i = 0; i < others.Length; i++) others[i].Clear();
    }

    private void LetGo()
    {
        for (int n = 0; n < gradients.Length; n++) Release(n);
    }
}
