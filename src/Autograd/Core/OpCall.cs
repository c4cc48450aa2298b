using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd;

/// <summary>One call of an op: its inputs, its results and, where they are asked for, their elements. It lives on the stack.</summary>
/// <remarks>Two inputs and one result are fields, as nearly every op has no more; the rest are spans and arrays.</remarks>
public ref partial struct OpCall
{
    private readonly Tensor? x;
    private readonly Tensor? y;
    private readonly ReadOnlySpan<Tensor?> rest;
    private readonly int inputCount;
    private Tensor? result;
    private Layout? at;
    private Form form;
    private Extra[]? extras;
    private int extraCount;
    private int keptCount;

    internal OpCall(string name, Tensor? x, Tensor? y, ReadOnlySpan<Tensor?> rest, int inputCount)
    {
        Name = name;
        this.x = x;
        this.y = y;
        this.rest = rest;
        this.inputCount = inputCount;
    }

    internal OpCall(string name, ReadOnlySpan<Tensor?> inputs)
    {
        Name = name;
        if (inputs.Length > 0) x = inputs[0];
        if (inputs.Length > 1) y = inputs[1];
        if (inputs.Length > 2) rest = inputs[2..];
        inputCount = inputs.Length;
    }

    /// <summary>A result beyond the first.</summary>
    private struct Extra
    {
        public Form Form;
        public Tensor? Tensor;
    }

    /// <summary>The op's name.</summary>
    public string Name { get; }

    /// <summary>The number of inputs, those included that were left out.</summary>
    public readonly int InputCount => inputCount;

    /// <summary>The number of results, statistics included.</summary>
    public readonly int OutputCount => 1 + extraCount;

    /// <summary>
    /// The operations on numbers this call takes, for profiles; an op that does more than one for each element of its
    /// first result notes it in <see cref="IOp.Infer"/>.
    /// </summary>
    public long Flops { get; set; }

    /// <summary>The products of two numbers this call adds up, where that is what it does: matrix products, convolutions. Setting it sets <see cref="Flops"/>.</summary>
    public long MultiplyAdds
    {
        get;
        set
        {
            field = value;
            Flops = 2 * value;
        }
    }

    /// <summary>The first input.</summary>
    internal readonly Tensor X => x!;

    /// <summary>The second input.</summary>
    internal readonly Tensor Y => y!;

    /// <summary>The first result.</summary>
    internal readonly Tensor Result => result!;

    /// <summary>Where in its memory the first result goes.</summary>
    internal readonly Layout At => at ?? result!.Layout;

    internal readonly int VisibleCount => OutputCount - keptCount;

    /// <summary>An input.</summary>
    /// <exception cref="AutogradException">There is no such input, or it was left out.</exception>
    public readonly Tensor Input(int index) => InputOrNull(index)
        ?? throw new AutogradException($"{Name}: the op asks for input {index}, which was left out");

    /// <summary>An input, or null where it was left out.</summary>
    /// <exception cref="AutogradException">There is no such input.</exception>
    public readonly Tensor? InputOrNull(int index)
    {
        if ((uint)index >= (uint)inputCount) ThrowNoInput(index);
        return index switch { 0 => x, 1 => y, _ => rest[index - 2] };
    }

    /// <summary>A result: 0 is the first, then those of <see cref="Also"/> and <see cref="Keep"/> in the order of their declaration.</summary>
    /// <exception cref="AutogradException">There is no such result.</exception>
    public readonly Tensor Output(int slot = 0) => slot == 0 ? result! : extras![Declared(slot)].Tensor!;

    /// <summary>Declares one more result, from <see cref="IOp.Infer"/>; gives its slot.</summary>
    /// <exception cref="AutogradException">Statistics were declared before.</exception>
    public int Also(Form further)
    {
        if (keptCount > 0) throw new AutogradException($"{Name}: results are declared before statistics");
        return Declare(further);
    }

    /// <summary>
    /// Declares a statistic, from <see cref="IOp.Infer"/>: a result that the caller does not see and the rule saves with
    /// <see cref="Save"/>. It is an output of the node: in derivatives of higher order a gradient arrives at its slot, and the rule answers it.
    /// </summary>
    public int Keep(Form statistic)
    {
        keptCount++;
        return Declare(statistic);
    }

    /// <summary>Saves a result for the rule.</summary>
    public readonly Saved Save(int slot = 0) => Saved.OfOutput(Output(slot), slot);

    /// <summary>A node with the op's rule; its inputs are those of the call.</summary>
    /// <typeparam name="TRule">The rule, often the op itself.</typeparam>
    public readonly Node Node<TRule>(in TRule rule)
        where TRule : struct, IRule => Node(rule, inputCount);

    /// <summary>A node whose inputs are the first of the call: the others are read and have no place in the graph of their own.</summary>
    internal readonly Node Node<TRule>(in TRule rule, int inputs)
        where TRule : struct, IRule
    {
        var node = new Node<TRule>(rule);
        node.AddInputs(x, y, rest, inputs);
        return node;
    }

    /// <summary>A node of a linear map, which is its own derivative and has its transpose for the gradient.</summary>
    /// <typeparam name="TLinear">The linear map, often the op itself.</typeparam>
    public readonly Node Linear<TLinear>(in TLinear map)
        where TLinear : struct, ILinear => Node(new LinearRule<TLinear>(map), inputCount);

    internal void SetForm(Form first) => form = first;

    /// <summary>Gives the call memory that exists instead of fresh memory.</summary>
    internal void SetResult(Tensor target, Layout place) => (result, at) = (target, place);

    /// <summary>Gives every result memory of its own, or the view that it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Allocate()
    {
        result ??= form.IsView ? x!.Alias(form.Layout) : Tensor.Allocate(form.Layout, form.DType);
        if (extraCount > 0) AllocateExtras();
    }

    /// <summary>Gives every result that is not a view a place in memory that has no values.</summary>
    internal void AllocateHollow()
    {
        result ??= Hollow(form);
        for (int i = 0; i < extraCount; i++) extras![i].Tensor = Hollow(extras[i].Form);
    }

    /// <summary>Gives the results their place in the graph.</summary>
    internal readonly void Connect(Node node)
    {
        if (node.HasOutputs) throw new AutogradException($"{Name}: Record gives the node {node.Name} of another call; it makes a new one with c.Node or c.Linear");
        if (extraCount == 0)
        {
            node.SetOutput(result!);
            return;
        }
        var outputs = new Tensor[OutputCount];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = Output(i);
        node.SetOutputs(outputs);
    }

    /// <summary>Until here nothing that the spans of this call show goes back to the pool.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void KeepAlive()
    {
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        GC.KeepAlive(result);
        if (rest.Length > 0) KeepAlive(rest);
    }

    /// <summary>Whether the first result goes into memory that exists.</summary>
    internal readonly bool HasTarget => result is not null;

    /// <summary>Takes results that somebody else has made, statistics included, in their order.</summary>
    internal void SetResults(ReadOnlySpan<Tensor> made)
    {
        result = made[0];
        for (int i = 1; i < made.Length; i++) extras![i - 1].Tensor = made[i];
    }

    /// <summary>The sizes of a result as the op has announced it.</summary>
    internal readonly Layout Announced(int slot) => slot == 0 ? form.Layout : extras![Declared(slot)].Form.Layout;

    internal readonly Tensor[] VisibleOutputs() => Outputs(VisibleCount);

    /// <summary>All results, statistics included.</summary>
    internal readonly Tensor[] Outputs() => Outputs(OutputCount);

    internal readonly Tensor[] Inputs()
    {
        var inputs = new List<Tensor>(inputCount);
        for (int i = 0; i < inputCount; i++)
        {
            if (InputOrNull(i) is { } input) inputs.Add(input);
        }
        return [.. inputs];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void KeepAlive(ReadOnlySpan<Tensor?> tensors)
    {
        foreach (var tensor in tensors) GC.KeepAlive(tensor);
    }

    private readonly Tensor[] Outputs(int count)
    {
        var outputs = new Tensor[count];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = Output(i);
        return outputs;
    }

    private readonly Tensor Hollow(Form like) => like.IsView ? x!.Alias(like.Layout) : Tensor.Hollow(like.Layout.ToContiguous(), like.DType);

    private int Declare(Form further)
    {
        extras ??= new Extra[2];
        if (extraCount == extras.Length) Array.Resize(ref extras, 2 * extras.Length);
        extras[extraCount].Form = further;
        return ++extraCount;
    }

    private readonly void AllocateExtras()
    {
        for (int i = 0; i < extraCount; i++)
        {
            ref var extra = ref extras![i];
            extra.Tensor = extra.Form.IsView ? x!.Alias(extra.Form.Layout) : Tensor.Allocate(extra.Form.Layout, extra.Form.DType);
        }
    }

    private readonly int Declared(int slot) => (uint)(slot - 1) < (uint)extraCount
        ? slot - 1
        : throw new AutogradException($"{Name}: there is no result {slot}; Infer declared {OutputCount}");

    [DoesNotReturn]
    private readonly void ThrowNoInput(int index) =>
        throw new AutogradException($"{Name}: there is no input {index}; the op was called with {inputCount}");
}
