namespace Autograd.Checks;

/// <summary>
/// Calls a function with its generators where they stood at the first call, so that dropout drops the same elements each time. Which they are
/// is seen as they draw: a generator that only a lambda holds is found like that of a module.
/// </summary>
internal sealed class DrawReplay(Func<Tensor[], Tensor[]> f)
{
    private readonly DrawLog log = new();

    /// <summary>The function's results, from the draws of the first call.</summary>
    public Tensor[] Call(Tensor[] xs) => log.IsEmpty ? Noted(xs) : log.Replay(() => Noted(xs));

    /// <summary>Whether the function has drawn.</summary>
    public bool Draws => !log.IsEmpty;

    /// <summary>Puts the generators back where they stood before the check.</summary>
    public void Rewind() => log.Rewind();

    private Tensor[] Noted(Tensor[] xs)
    {
        using (log.Record()) return f(xs);
    }
}
