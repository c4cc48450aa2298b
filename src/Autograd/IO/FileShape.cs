using Autograd.Memory;

namespace Autograd.IO;

/// <summary>Sizes as a file gives them, of 64 bits and anything.</summary>
internal static class FileShape
{
    /// <summary>The layout of elements in row-major order.</summary>
    /// <exception cref="TensorFileException">No tensor has such sizes.</exception>
    public static Layout Contiguous(string path, string name, ReadOnlySpan<long> sizes)
    {
        if (sizes.Length > Layout.MaxRank) throw Refused(path, name, FormattableString.Invariant($"{sizes.Length} dimensions"));
        Span<int> small = stackalloc int[sizes.Length];
        // Only the product of the sizes that are not 0 can leave 64 bits: it is stopped before.
        long count = 1;
        for (int d = 0; d < small.Length; d++)
        {
            if (sizes[d] is < 0 or > int.MaxValue) throw Refused(path, name, FormattableString.Invariant($"the size {sizes[d]}"));
            small[d] = (int)sizes[d];
            if (count <= int.MaxValue && sizes[d] != 0) count *= sizes[d];
        }
        if (count > int.MaxValue && !small.Contains(0)) throw Refused(path, name, $"the shape {Layout.Describe(small)}");
        return Layout.Contiguous(small);
    }

    private static TensorFileException Refused(string path, string name, string what) =>
        new(path, $"'{name}' with {what}", FormattableString.Invariant($"at most {Layout.MaxRank} sizes from 0 on, and at most {int.MaxValue} elements"));
}
