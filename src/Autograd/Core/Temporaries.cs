namespace Autograd;

/// <summary>
/// A computation of the library's own, without a user's code in it, while nothing is recorded: what it makes goes back to the pool as soon as it has passed
/// and is in the cache still, not when a collection finds it. What leaves it goes through <see cref="Give(Tensor)"/>.
/// </summary>
internal readonly ref struct Temporaries : IDisposable
{
    private readonly ScratchFrame? frame;
    private readonly ScratchFrame? outer;
    private readonly ScratchFrame kept;

    private Temporaries(ScratchFrame frame)
    {
        this.frame = frame;
        kept = new ScratchFrame();
        outer = ScratchFrame.Swap(frame);
    }

    /// <summary>Begins one; where something may be recorded, or a walk has the say, memory is as ever, and these calls do nothing.</summary>
    public static Temporaries Begin() =>
        GradMode.Current is GradMode.Mode.Inference or GradMode.Mode.Off ? new(new ScratchFrame()) : default;

    /// <summary>Keeps a value up to the end.</summary>
    public void Keep(Tensor x)
    {
        if (frame is not null) kept.Hold(x.Storage);
    }

    /// <summary>Lets go of what was made up to here, but for what is kept and, up to the next pass, some values.</summary>
    public void Pass(ReadOnlySpan<Tensor> needed) => frame?.ClearBut(needed);

    /// <summary>A value for whoever called: the user's from now on, or a value of the computation around this one.</summary>
    public Tensor Give(Tensor x)
    {
        if (frame is null) return x;
        if (outer is null) return x.Adopt();
        outer.Hold(x.Storage);
        return x;
    }

    /// <summary>Values for whoever called.</summary>
    public Tensor[] Give(Tensor[] values)
    {
        foreach (var x in values) Give(x);
        return values;
    }

    /// <summary>Lets go of everything else.</summary>
    public void Dispose()
    {
        if (frame is null) return;
        ScratchFrame.Swap(outer);
        frame.Clear();
        kept.Clear();
    }
}
