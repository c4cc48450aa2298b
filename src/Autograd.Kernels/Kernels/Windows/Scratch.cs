using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Memory of the pool for as long as a kernel or one part of it runs; its contents are undefined.</summary>
internal readonly unsafe ref struct Scratch<T>
    where T : unmanaged
{
    private readonly Storage? storage;

    public Scratch(nint count)
    {
        // Blocks of the pool do not move; what is smaller than one would be an array that does.
        storage = Storage.AllocateHeld(Math.Max(count * sizeof(T), Storage.SmallLimit + 1));
        using var lease = storage.Lease<T>(null);
        fixed (T* start = lease.Span) Start = start;
    }

    public T* Start { get; }

    public void Dispose() => storage?.Release();
}
