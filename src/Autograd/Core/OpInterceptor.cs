namespace Autograd;

/// <summary>
/// Takes over allocation and computation of every op of a thread: a run on shapes alone, a profiler, batching, deferral for
/// fusion or another device stand here. Recording stays the door's.
/// </summary>
public abstract class OpInterceptor
{
    [ThreadStatic]
    private static OpInterceptor? current;

    /// <summary>How many are in force on any thread: none, nearly always, and then no thread looks for its own.</summary>
    private static int count;

    private OpInterceptor? outer;

    /// <summary>Gives the call its results: <see cref="Proceed"/>, or in a way of its own.</summary>
    /// <typeparam name="TOp">The op.</typeparam>
    protected internal abstract void Run<TOp>(ref TOp op, ref OpCall call)
        where TOp : struct, IOp;

    /// <summary>The interceptor in force on this thread.</summary>
    internal static OpInterceptor? Current => Volatile.Read(ref count) == 0 ? null : current;

    /// <summary>Runs an action with this interceptor in force on this thread, inside of those that are already.</summary>
    internal void Around(Action action)
    {
        var before = outer;
        (outer, current) = (current, this);
        Interlocked.Increment(ref count);
        try
        {
            action();
        }
        finally
        {
            Interlocked.Decrement(ref count);
            (current, outer) = (outer, before);
        }
    }

    /// <summary>Until it is disposed, ops of this thread go to the interceptors outside of this one.</summary>
    private protected OutsideScope Outside() => new(outer);

    private protected readonly ref struct OutsideScope
    {
        private readonly OpInterceptor? inner;

        public OutsideScope(OpInterceptor? outer) => (inner, current) = (current, outer);

        public void Dispose() => current = inner;
    }

    /// <summary>What would happen without this interceptor: the next one outwards, or memory and the op's own computation.</summary>
    protected void Proceed<TOp>(ref TOp op, ref OpCall call)
        where TOp : struct, IOp
    {
        if (outer is not null) outer.Run(ref op, ref call);
        else Op.Execute(ref op, ref call);
    }
}
