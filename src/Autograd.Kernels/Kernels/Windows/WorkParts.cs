namespace Autograd.Kernels;

/// <summary>How many of equal pieces make a part that is worth a thread; a function of sizes alone.</summary>
internal static class WorkParts
{
    // A part is at least this many multiply-adds, so that claiming it costs nothing beside it (4 us on a fast core).
    private const long PartWork = 1 << 18;

    // 8 us on a fast core.
    private const long SmallWork = 1 << 20;

    /// <summary>Whether the work is done before a second thread has come.</summary>
    public static bool IsSmall(long work) => work < SmallWork;

    /// <summary>How many of <paramref name="pieces"/> make a part of the work.</summary>
    public static nint PiecesOf(long work, nint pieces) =>
        IsSmall(work) ? Math.Max(1, pieces) : (nint)Math.Clamp((long)(PartWork * (Int128)pieces / work), 1, pieces);
}
