using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>An input of a map: a storage and where its elements lie, broadcast to the sizes of the output. The default is an absent one.</summary>
internal readonly ref struct MapOperand<T>(ReadOnlySpan<T> data, Layout? layout)
    where T : unmanaged
{
    public ReadOnlySpan<T> Data { get; } = data;

    public Layout? Layout { get; } = layout;
}
