using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// The door every operation passes. An op says what its results look like, how they are computed and how derivatives pass
/// (<see cref="IOp"/>); here its inputs are checked, its results get memory and their place in the graph, and whoever listens
/// (anomaly mode, a profiler, a counter) hears of it.
/// </summary>
public static partial class Op
{
    private static OpListener? listener;

    /// <summary>Calls an op without inputs: a factory.</summary>
    /// <typeparam name="TOp">The op.</typeparam>
    public static Tensor Call<TOp>(TOp op)
        where TOp : struct, IOp
    {
        var c = new OpCall(TOp.Name, null, null, default, 0);
        return First(ref op, ref c, records: false);
    }

    /// <summary>Calls an op of one input and gives its first result.</summary>
    /// <typeparam name="TOp">The op.</typeparam>
    /// <param name="op">Its attributes.</param>
    /// <param name="x">Its input.</param>
    /// <exception cref="AutogradException">The input is a view that an in-place write has made stale.</exception>
    public static Tensor Call<TOp>(TOp op, Tensor x)
        where TOp : struct, IOp
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.NeedsFreshCheck) x.CheckFresh(TOp.Name);
        var c = new OpCall(TOp.Name, x, null, default, 1);
        return First(ref op, ref c, x.RequiresGrad && GradMode.IsEnabled);
    }

    /// <summary>Calls an op of two inputs and gives its first result.</summary>
    /// <typeparam name="TOp">The op.</typeparam>
    /// <param name="op">Its attributes.</param>
    /// <param name="x">Its first input.</param>
    /// <param name="y">Its second input; null where it is left out.</param>
    /// <exception cref="AutogradException">An input is a view that an in-place write has made stale.</exception>
    public static Tensor Call<TOp>(TOp op, Tensor x, Tensor? y)
        where TOp : struct, IOp
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.NeedsFreshCheck) x.CheckFresh(TOp.Name);
        if (y is not null && y.NeedsFreshCheck) y.CheckFresh(TOp.Name);
        var c = new OpCall(TOp.Name, x, y, default, 2);
        return First(ref op, ref c, (x.RequiresGrad || (y is not null && y.RequiresGrad)) && GradMode.IsEnabled);
    }

    /// <summary>Calls an op of any number of inputs, null where one is left out, and gives its first result.</summary>
    /// <typeparam name="TOp">The op.</typeparam>
    /// <exception cref="AutogradException">An input is a view that an in-place write has made stale.</exception>
    public static Tensor Call<TOp>(TOp op, params ReadOnlySpan<Tensor?> inputs)
        where TOp : struct, IOp
    {
        var c = new OpCall(TOp.Name, inputs);
        return First(ref op, ref c, Records(TOp.Name, inputs));
    }

    /// <summary>Calls an op and gives its first two results.</summary>
    /// <typeparam name="TOp">The op.</typeparam>
    /// <exception cref="AutogradException">An input is a view that an in-place write has made stale, or the op has one result.</exception>
    public static (Tensor First, Tensor Second) CallTwo<TOp>(TOp op, params ReadOnlySpan<Tensor?> inputs)
        where TOp : struct, IOp
    {
        var c = new OpCall(TOp.Name, inputs);
        return (First(ref op, ref c, Records(TOp.Name, inputs)), c.Output(1));
    }

    /// <summary>Calls an op and gives all its results.</summary>
    /// <typeparam name="TOp">The op.</typeparam>
    /// <exception cref="AutogradException">An input is a view that an in-place write has made stale.</exception>
    public static Tensor[] CallAll<TOp>(TOp op, params ReadOnlySpan<Tensor?> inputs)
        where TOp : struct, IOp
    {
        var c = new OpCall(TOp.Name, inputs);
        First(ref op, ref c, Records(TOp.Name, inputs));
        return c.VisibleOutputs();
    }

    /// <summary>Calls an op and gives all its results, statistics included.</summary>
    internal static Tensor[] CallEvery<TOp>(TOp op, params ReadOnlySpan<Tensor?> inputs)
        where TOp : struct, IOp
    {
        var c = new OpCall(TOp.Name, inputs);
        First(ref op, ref c, Records(TOp.Name, inputs));
        return c.Outputs();
    }

    /// <summary>Adds a listener; it hears of every op of every thread until the handle is removed.</summary>
    /// <remarks>The tensors it is handed are the user's to keep: while somebody listens, the engine does not take their memory back.</remarks>
    public static RemovableHandle Listen(OpListener added)
    {
        ArgumentNullException.ThrowIfNull(added);
        // An object of its own for each registration: one listener may be added twice, and each handle takes off its own.
        var registered = new OpListener.Registered(added);
        Change(l => l is null ? registered : new OpListener.Both(l, registered));
        return new RemovableHandle(() => Change(l => OpListener.Without(l, registered)));
    }

    /// <summary>Whether anyone listens.</summary>
    internal static OpListener? Listener => listener;

    /// <summary>
    /// Calls an op whose result goes into memory that exists and that nobody else can see: sums of gradients, copies into
    /// parameters and buffers. Not recorded; writes that a graph knows of go through <c>Move</c>.
    /// </summary>
    internal static void Into<TOp>(TOp op, Tensor target, Layout at, params ReadOnlySpan<Tensor?> inputs)
        where TOp : struct, IOp
    {
        var c = new OpCall(TOp.Name, inputs);
        Records(TOp.Name, inputs);
        c.SetResult(target, at);
        First(ref op, ref c, records: false);
    }

    /// <summary>Allocation and computation alone, for reading values in another dtype: nobody takes it over, records it or hears of it.</summary>
    internal static Tensor Quietly<TOp>(TOp op, Tensor x)
        where TOp : struct, IOp
    {
        var c = new OpCall(TOp.Name, x, null, default, 1);
        c.SetForm(Infer(ref op, ref c));
        Execute(ref op, ref c);
        return c.Result;
    }

    /// <summary>Memory for every result, and the computation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Execute<TOp>(ref TOp op, ref OpCall c)
        where TOp : struct, IOp
    {
        c.Allocate();
        op.Compute(in c);
        c.KeepAlive();
    }

    /// <summary>The forms of the results; a shape that no tensor can have is refused by the op's name.</summary>
    private static Form Infer<TOp>(ref TOp op, ref OpCall c)
        where TOp : struct, IOp
    {
        try
        {
            return op.Infer(ref c);
        }
        catch (ShapeException e) when (e.NeedsName)
        {
            throw new ShapeException($"{TOp.Name}: {e.Message}", e);
        }
    }

    /// <summary>What every call does, in this order: the forms, memory and computation (or whoever takes them over), the graph, listeners.</summary>
    private static Tensor First<TOp>(ref TOp op, ref OpCall c, bool records)
        where TOp : struct, IOp
    {
        c.SetForm(Infer(ref op, ref c));
        if (OpInterceptor.Current is { } interceptor) interceptor.Run(ref op, ref c);
        else Execute(ref op, ref c);
        var node = records ? op.Record(in c) : null;
        if (node is not null) c.Connect(node);
        if (listener is not null) Tell(ref c, node);
        return c.Result;
    }

    /// <summary>Whether the call is recorded; a stale view among its inputs throws.</summary>
    private static bool Records(string name, ReadOnlySpan<Tensor?> inputs)
    {
        bool wants = false;
        foreach (var x in inputs)
        {
            if (x is null) continue;
            if (x.NeedsFreshCheck) x.CheckFresh(name);
            wants |= x.RequiresGrad;
        }
        return wants && GradMode.IsEnabled;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Tell(ref OpCall c, Node? node) => listener?.OnOp(c.Name, c.Inputs(), c.VisibleOutputs(), node);

    private static void Change(Func<OpListener?, OpListener?> change)
    {
        OpListener? seen;
        do seen = listener;
        while (Interlocked.CompareExchange(ref listener, change(seen), seen) != seen);
    }
}
