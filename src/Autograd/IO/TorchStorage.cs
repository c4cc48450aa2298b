using Autograd.Memory;

namespace Autograd.IO;

/// <summary>Numbers at which the tensors of a PyTorch file look: those that shared memory share it here.</summary>
internal sealed record TorchStorage(FileElement Element, Tensor Values)
{
    /// <summary>A tensor on this memory.</summary>
    /// <exception cref="TensorFileException">It would look beyond it.</exception>
    public Tensor View(string path, long offset, ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides)
    {
        var shape = FileShape.Contiguous(path, "a tensor", sizes);
        if (strides.Length != sizes.Length || offset < 0) throw new TensorFileException(path, $"a tensor of shape {shape} with {strides.Length} strides, from {offset} on", "a stride for every size, and an offset from 0 on");
        Span<int> steps = stackalloc int[strides.Length];
        long last = offset;
        for (int d = 0; d < steps.Length; d++)
        {
            if (strides[d] is < 0 or > int.MaxValue) throw new TensorFileException(path, $"a stride of {strides[d]}", FormattableString.Invariant($"one from 0 to {int.MaxValue}"));
            steps[d] = (int)strides[d];
            // Added to an index of 31 bits, a product of 62 stays in 64: the sum stops once it is beyond the storage.
            if (last < Values.Numel) last += (Math.Max(shape.Sizes[d], 1) - 1L) * steps[d];
        }
        if (shape.Count > 0 && last >= Values.Numel)
            throw new TensorFileException(path, $"a tensor of shape {shape} that reaches element {last} of {Values.Numel}", "one that lies in its storage");
        var layout = Layout.Strided(shape.Sizes, steps, shape.Count == 0 ? 0 : (int)offset);
        return new Tensor(Values.Storage, layout, Values.DType, Values.Owner);
    }
}
