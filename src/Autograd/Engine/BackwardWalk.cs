using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// One backward pass. Nodes run when all their consumers have; gradients in flight are held by count and given back as
/// the walk passes. Every mark and sum lives here, so that two threads may walk one retained graph.
/// </summary>
internal sealed class BackwardWalk : CotangentWalk
{
    // Graphs beyond this size give their arrays to the collector.
    private const int KeptNodes = 1 << 14;

    /// <summary>The thread's walk between two passes: small graphs should not pay for its arrays every time.</summary>
    [ThreadStatic]
    private static BackwardWalk? idle;

    private readonly GraphOrder order = new();
    private readonly ScratchFrame scratch = new();
    private ScratchFrame? frame;
    private bool createGraph;
    private bool retainGraph;
    private Dictionary<Edge, Tensor?>? captured;
    private bool[]? wanted;
    private int[] pending = new int[16];
    private int[] ready = new int[16];
    private int readyCount;
    private InFlight[] gradients = new InFlight[16];
    private InFlight[]?[]? more;
    private Node current = null!;
    private int currentNumber;

    private BackwardWalk()
    {
    }

    /// <summary>Walks from the outputs with their gradients to every leaf, or to every captured edge.</summary>
    /// <param name="roots">The places of the outputs.</param>
    /// <param name="cotangents">Their gradients.</param>
    /// <param name="retainGraph">Keep the saved values for another walk.</param>
    /// <param name="createGraph">Record the backward pass itself.</param>
    /// <param name="captured">The edges whose gradients are asked for; null to add gradients up in the leaves.</param>
    public static void Run(ReadOnlySpan<Edge> roots, ReadOnlySpan<Tensor> cotangents, bool retainGraph, bool createGraph, Dictionary<Edge, Tensor?>? captured)
    {
        // A hook may start a pass inside of this one: it gets a walk of its own.
        var walk = idle ?? new BackwardWalk();
        idle = null;
        walk.retainGraph = retainGraph;
        walk.createGraph = createGraph;
        walk.captured = captured;
        walk.frame = createGraph ? null : walk.scratch;
        try
        {
            walk.Run(roots, cotangents);
        }
        finally
        {
            if (walk.Reset()) idle = walk;
        }
    }

    private void Run(ReadOnlySpan<Edge> roots, ReadOnlySpan<Tensor> cotangents)
    {
        foreach (var root in roots) order.Add(root.Node!);
        int count = order.Count;
        if (count > pending.Length)
        {
            int size = Math.Max(count, 2 * pending.Length);
            (pending, ready, gradients) = (new int[size], new int[size], new InFlight[size]);
        }
        if (captured is not null) MarkWanted();
        order.CountConsumers(wanted, pending.AsSpan(0, count));

        var outerFrame = ScratchFrame.Swap(null);
        using var mode = GradMode.Enter(createGraph ? GradMode.Mode.Recording : GradMode.Mode.Walking);
        try
        {
            for (int i = 0; i < roots.Length; i++) At(order.NumberOf(roots[i].Node!), roots[i].Slot).Add(cotangents[i], createGraph);
            for (int n = count - 1; n >= 0; n--)
            {
                if (pending[n] == 0 && (wanted is null || wanted[n])) ready[readyCount++] = n;
            }
            while (readyCount > 0) Step(ready[--readyCount]);
        }
        finally
        {
            ScratchFrame.Swap(outerFrame);
        }
    }

    /// <summary>Lets go of everything; false when the arrays are too large to be kept.</summary>
    private bool Reset()
    {
        scratch.Clear();
        for (int n = 0; n < order.Count; n++) Release(n);
        order.Clear();
        (captured, wanted, more, current, readyCount) = (null, null, null, null!, 0);
        return pending.Length <= KeptNodes;
    }

    public override Node Current => current;

    public override Tensor? Cotangent(int output)
    {
        var gradient = At(currentNumber, output).Value;
        return current.IsForeign ? gradient?.Adopt() : gradient;
    }

    public override bool Needs(int input) =>
        current.Input(input).Node is { } node && (wanted is null || wanted[order.NumberOf(node)]);

    public override void Add(int input, Tensor gradient)
    {
        var (node, slot) = current.Input(input);
        CheckFits("gradient", gradient, "input", input, node!, slot);
        if (createGraph && current.IsOnceDifferentiable) gradient = Guarded(gradient);
        else if (createGraph && current.IsForeign && !gradient.RequiresGrad) RefuseLost(input, gradient);
        if (Op.Listener is { } listener)
        {
            listener.OnGradient(current, gradient);
            gradient = listener.GradientGiven(current, input, gradient);
        }
        At(order.NumberOf(node!), slot).Add(gradient, createGraph);
    }

    /// <summary>A listener is handed every gradient, and a recorded one has a place in the graph: then there is a product by itself.</summary>
    public override void AddProduct(int input, Tensor a, Tensor b)
    {
        var (node, slot) = current.Input(input);
        bool isAlone = createGraph || Op.Listener is not null;
        if (isAlone || !At(order.NumberOf(node!), slot).TryAddProduct(a, b)) Add(input, a.MatMul(b));
    }

    private void Step(int number)
    {
        current = order[number];
        currentNumber = number;
        if (current.Hooks is { } hooks) RunHooks(hooks);
        Capture();
        // Where the gradients asked for end, no rule runs, and a later pass may start there.
        bool leadsOn = wanted is null || LeadsOn();
        if (current is LeafNode leaf)
        {
            ScratchFrame.Swap(frame);
            if (captured is null && gradients[number].Value is { } gradient) KeptGradient.Add(leaf.Tensor, gradient, createGraph);
        }
        else if (leadsOn && HasGradient())
        {
            RunRule();
        }
        ScratchFrame.Swap(null);
        frame?.Clear();
        Release(number);
        if (!retainGraph && leadsOn) current.Release();
        for (int i = 0; i < current.InputCount; i++)
        {
            if (current.Input(i).Node is not { } input) continue;
            int n = order.NumberOf(input);
            if (--pending[n] == 0 && (wanted is null || wanted[n])) ready[readyCount++] = n;
        }
    }

    private void RunRule()
    {
        if (current.IsReleased)
            throw new AutogradException($"Backward: the saved values of {current.Name} were released by an earlier backward pass; pass retainGraph: true to that pass to go backward twice");
        ScratchFrame.Swap(current.IsForeign ? null : frame);
        var listener = Op.Listener;
        listener?.OnRule(current);
        int writes = current.IsForeign ? Writes() : 0;
        try
        {
            current.Backward(new Cotangents(this));
        }
        catch (AutogradException e) when (e.IsStaleValue)
        {
            throw new AutogradException($"Backward: {current.Name}: {e.Message}", e);
        }
        finally
        {
            listener?.OnRule(null);
        }
        if (current.IsForeign && Writes() != writes)
            throw new AutogradException($"Backward: {current.Name}: its rule wrote in place into the gradient of an output, which others read; compute with the form that is not in place");
    }

    /// <summary>A gradient that cannot be differentiated, behind all that the rule may have computed it from.</summary>
    private Tensor Guarded(Tensor gradient) =>
        OnceDifferentiableOp.Guard(this, gradient, Enumerable.Range(0, current.OutputCount).Select(slot => At(currentNumber, slot).Value));

    /// <summary>
    /// A gradient is linear in those of the outputs: where all of them have a graph, and it has none and is not 0, the rule has computed it
    /// outside of the graph, and its own derivative would be 0 without a word.
    /// </summary>
    private void RefuseLost(int input, Tensor gradient)
    {
        for (int slot = 0; slot < current.OutputCount; slot++)
        {
            if (At(currentNumber, slot).Value is { RequiresGrad: false }) return;
        }
        if (!gradient.HasValues || !gradient.Ne(0).Any().Item<bool>()) return;
        throw new AutogradException(
            $"Backward: the rule of {current.Name} gives for input {input} a gradient that is no part of the graph, though what it was given is: it computes with plain numbers, or under NoGrad. Write the rule in differentiable ops, or mark it IOnceDifferentiable")
        {
            LostBy = current.Name,
        };
    }

    /// <summary>How often the gradients of the outputs of the node at hand were written in place.</summary>
    private int Writes()
    {
        int sum = 0;
        for (int slot = 0; slot < current.OutputCount; slot++) sum += At(currentNumber, slot).Value?.Version ?? 0;
        return sum;
    }

    private void RunHooks(NodeHooks hooks)
    {
        foreach (var hook in hooks.Hooks)
        {
            ref var entry = ref At(currentNumber, hook.Slot);
            if (entry.Value is not { } gradient) continue;
            int version = gradient.Version;
            var replaced = hook.Function(gradient.Adopt());
            if (gradient.Version != version)
                throw new AutogradException($"A hook on the output of {current.Name} wrote in place into its gradient, which others read; let it return a new tensor");
            if (replaced is null) continue;
            if (replaced.Shape != gradient.Shape || replaced.DType != gradient.DType)
                throw new AutogradException($"A hook on the output of {current.Name} gave {replaced.DType.Name} {replaced.Shape} for a gradient of {gradient.DType.Name} {gradient.Shape}");
            entry.Replace(replaced);
        }
        foreach (var tensor in hooks.Retaining)
        {
            if (At(currentNumber, tensor.Slot).Value is { } gradient) KeptGradient.Add(tensor, gradient, createGraph);
        }
    }

    private void Capture()
    {
        if (captured is null) return;
        for (int slot = 0; slot < current.OutputCount; slot++)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrNullRef(captured, new Edge(current, slot));
            if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref place)) place = Given(At(currentNumber, slot).Value);
        }
    }

    /// <summary>A gradient for the user. A rule may have given a leaf as it is: that stays what it was, the gradient is no part of its graph.</summary>
    private Tensor? Given(Tensor? gradient) => gradient is { RequiresGrad: true } && !createGraph ? gradient.Cut() : gradient?.Adopt();

    private bool HasGradient()
    {
        for (int slot = 0; slot < current.OutputCount; slot++)
        {
            if (At(currentNumber, slot).Value is not null) return true;
        }
        return false;
    }

    /// <summary>Whether any gradient that is asked for lies behind the node at hand.</summary>
    private bool LeadsOn()
    {
        for (int i = 0; i < current.InputCount; i++)
        {
            if (Needs(i)) return true;
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
}
