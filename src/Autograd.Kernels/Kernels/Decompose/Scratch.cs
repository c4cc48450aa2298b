using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Working memory of a kernel, contents undefined; it goes back to the pool when it is disposed.</summary>
internal readonly ref struct Scratch<T>
    where T : unmanaged
{
    private readonly Storage storage;

    public Scratch(long count) => storage = Storage.AllocateHeld(count * Unsafe.SizeOf<T>());

    public Span<T> Span => storage.Lease<T>(null).Span;

    public void Dispose() => storage.Release();
}
