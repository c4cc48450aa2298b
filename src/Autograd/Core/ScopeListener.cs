namespace Autograd;

/// <summary>Hears which part of a model runs on its thread: a profiler, a summary. One test against null where nobody listens.</summary>
internal abstract class ScopeListener
{
    [ThreadStatic]
    private static ScopeListener? current;

    /// <summary>Who listens on this thread.</summary>
    public static ScopeListener? Current => current;

    /// <summary>Listens on this thread until the scope is disposed; the one before is heard again then.</summary>
    public Listening Listen() => new(this);

    /// <summary>A part begins; parts nest.</summary>
    /// <param name="name">Its dotted name below the outermost part, <c>layers.0</c>; the outermost part has the name of its type.</param>
    /// <param name="part">The module.</param>
    public abstract void Enter(string name, object part);

    /// <summary>The part entered last ends, by an exception as well.</summary>
    public abstract void Exit();

    /// <summary>The time during which a listener hears.</summary>
    internal readonly ref struct Listening
    {
        private readonly ScopeListener? previous;

        public Listening(ScopeListener listener)
        {
            previous = current;
            current = listener;
        }

        public void Dispose() => current = previous;
    }
}
