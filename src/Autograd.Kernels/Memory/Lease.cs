namespace Autograd.Memory;

/// <summary>The only way to the elements of a storage: a span, and a promise that its keeper outlives it.</summary>
/// <remarks>
/// A span of a pooled block keeps the memory alive but not its place outside the pool: without the lease the owner could be
/// collected in the middle of a loop and the block given to someone else. <c>using</c> makes the promise.
/// </remarks>
internal readonly ref struct Lease<T>
    where T : unmanaged
{
    private readonly object keeper;

    public Lease(Span<T> span, object keeper)
    {
        Span = span;
        this.keeper = keeper;
    }

    public Span<T> Span { get; }

    public void Dispose() => GC.KeepAlive(keeper);
}
