namespace Autograd;

/// <summary>Whether operations are recorded on this thread, and how.</summary>
internal static class GradMode
{
    // Inverted, so that a new thread's zero means "recording".
    [ThreadStatic]
    private static Mode mode;

    internal enum Mode : byte
    {
        Recording,
        Off,
        Inference,

        /// <summary>Off for a walk that is not recorded itself. Unlike a user's Off it says nothing of graphs outside of Vmap, in which the walk is a computation.</summary>
        Walking,
    }

    /// <summary>Why a mode does not take an asynchronous function.</summary>
    public const string Asynchronous =
        "An asynchronous function runs on after the scope has ended, perhaps on another thread: await first, and run what is to be recorded or not in a synchronous lambda";

    public static bool IsEnabled => mode == Mode.Recording;

    /// <summary>For messages: why nothing was recorded, where a scope that was never closed may be the reason.</summary>
    public static string Hint => IsEnabled ? "" : "; recording is off on this thread now: a NoGrad.Scope kept without using stays open";

    public static bool IsInference => mode == Mode.Inference;

    public static Mode Current => mode;

    public static GradScope Enter(Mode next)
    {
        var previous = mode;
        mode = next;
        return new GradScope(previous);
    }

    internal static void Restore(Mode previous) => mode = previous;
}

/// <summary>Gives the recording mode back when disposed. A ref struct: it cannot leak into another thread through an await.</summary>
/// <remarks>Kept without <c>using</c>, the mode stays until a scope around it ends, or for good: see <c>docs/threads-and-errors.md</c>.</remarks>
public readonly ref struct GradScope : IDisposable
{
    private readonly GradMode.Mode previous;

    internal GradScope(GradMode.Mode previous) => this.previous = previous;

    /// <summary>Restores the mode that was in force before.</summary>
    public void Dispose() => GradMode.Restore(previous);
}

/// <summary>Switches recording off on this thread (<c>torch.no_grad</c>).</summary>
public static class NoGrad
{
    /// <summary>Opens a scope without recording: <c>using (NoGrad.Scope) { ... }</c>. A property, so that it is no statement without <c>using</c>.</summary>
    public static GradScope Scope => GradMode.Enter(GradMode.Mode.Off);

    /// <summary>Runs an action without recording.</summary>
    public static void Run(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        using (Scope) action();
    }

    /// <summary>Runs a function without recording and gives back its result.</summary>
    public static T Run<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        using (Scope) return function();
    }

    /// <summary>Does not compile: an asynchronous function would go on after the scope has ended, and on another thread.</summary>
    [Obsolete(GradMode.Asynchronous, error: true)]
    public static void Run(Func<Task> function) => throw new NotSupportedException(GradMode.Asynchronous);

    /// <inheritdoc cref="Run(Func{Task})"/>
    [Obsolete(GradMode.Asynchronous, error: true)]
    public static void Run<T>(Func<Task<T>> function) => throw new NotSupportedException(GradMode.Asynchronous);
}

/// <summary>Switches recording on again inside a <see cref="NoGrad"/> scope (<c>torch.enable_grad</c>).</summary>
public static class EnableGrad
{
    /// <summary>Whether operations on this thread are recorded at present (<c>torch.is_grad_enabled</c>).</summary>
    public static bool IsEnabled => GradMode.IsEnabled;

    /// <summary>Opens a scope with recording: <c>using (EnableGrad.Scope) { ... }</c>.</summary>
    public static GradScope Scope => GradMode.Enter(GradMode.Mode.Recording);

    /// <summary>Runs a function with recording and gives back its result.</summary>
    public static T Run<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        using (Scope) return function();
    }

    /// <summary>Does not compile: an asynchronous function would go on after the scope has ended, and on another thread.</summary>
    [Obsolete(GradMode.Asynchronous, error: true)]
    public static void Run(Func<Task> function) => throw new NotSupportedException(GradMode.Asynchronous);

    /// <inheritdoc cref="Run(Func{Task})"/>
    [Obsolete(GradMode.Asynchronous, error: true)]
    public static void Run<T>(Func<Task<T>> function) => throw new NotSupportedException(GradMode.Asynchronous);
}

/// <summary>No recording, and the results may never enter a graph later (<c>torch.inference_mode</c>).</summary>
public static class InferenceMode
{
    /// <summary>Whether this thread is in inference mode.</summary>
    public static bool IsEnabled => GradMode.IsInference;

    /// <summary>Opens a scope: <c>using (InferenceMode.Scope) { ... }</c>.</summary>
    public static GradScope Scope => GradMode.Enter(GradMode.Mode.Inference);

    /// <summary>Runs a function in inference mode and gives back its result.</summary>
    public static T Run<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        using (Scope) return function();
    }

    /// <summary>Does not compile: an asynchronous function would go on after the scope has ended, and on another thread.</summary>
    [Obsolete(GradMode.Asynchronous, error: true)]
    public static void Run(Func<Task> function) => throw new NotSupportedException(GradMode.Asynchronous);

    /// <inheritdoc cref="Run(Func{Task})"/>
    [Obsolete(GradMode.Asynchronous, error: true)]
    public static void Run<T>(Func<Task<T>> function) => throw new NotSupportedException(GradMode.Asynchronous);
}
