namespace Autograd;

/// <summary>Where each generator stood before its first draw of a run, so that the run can be repeated with the same draws.</summary>
internal sealed class DrawLog
{
    [ThreadStatic]
    private static DrawLog? current;

    private readonly List<Stand> stands = [];
    private DrawLog? outer;

    /// <summary>The log of the run at hand on this thread.</summary>
    public static DrawLog? Current => current;

    /// <summary>Notes draws on this thread until the scope ends; a run inside of another is part of both.</summary>
    public Scope Record()
    {
        (outer, current) = (current, this);
        return new Scope(this);
    }

    /// <summary>Hears of a draw before it is made.</summary>
    public void Note(Generator generator, Func<byte[]> state)
    {
        if (!stands.Exists(s => ReferenceEquals(s.Generator, generator)))
            stands.Add(new Stand(generator, ReferenceEquals(generator, Generator.Default), state()));
        outer?.Note(generator, state);
    }

    /// <summary>Whether nothing was drawn so far.</summary>
    public bool IsEmpty => stands.Count == 0;

    /// <summary>Puts the generators back where they stood.</summary>
    public void Rewind()
    {
        foreach (var stand in stands) (stand.IsDefault ? Generator.Default : stand.Generator).SetState(stand.State);
    }

    /// <summary>Runs a function with the generators where they stood, and puts them back afterwards.</summary>
    public T Replay<T>(Func<T> run)
    {
        // The default generator is that of the thread: the run may be repeated on another.
        var generators = stands.ConvertAll(static s => s.IsDefault ? Generator.Default : s.Generator);
        var now = generators.ConvertAll(static g => g.GetState());
        for (int i = 0; i < generators.Count; i++) generators[i].SetState(stands[i].State);
        try
        {
            return run();
        }
        finally
        {
            for (int i = 0; i < generators.Count; i++) generators[i].SetState(now[i]);
        }
    }

    private readonly record struct Stand(Generator Generator, bool IsDefault, byte[] State);

    /// <summary>Ends the log.</summary>
    public readonly ref struct Scope(DrawLog log)
    {
        public void Dispose() => (current, log.outer) = (log.outer, null);
    }
}
