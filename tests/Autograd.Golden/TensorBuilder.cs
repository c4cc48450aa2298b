namespace Autograd.Golden;

/// <summary>Makes tensors of the bank's numbers, and numbers of tensors.</summary>
internal static class TensorBuilder
{
    /// <summary>A leaf; one marked so lies strided in its storage, between elements that must not be read.</summary>
    public static Tensor Build(GoldenTensor golden)
    {
        var tensor = Contiguous(golden);
        if (golden.NonContiguous && golden.Shape.Length > 0) tensor = Strided(tensor);
        if (golden.RequiresGrad) tensor.RequiresGrad = true;
        return tensor;
    }

    /// <summary>The elements in row-major order as doubles, whatever the dtype.</summary>
    public static double[] Values(Tensor tensor) => tensor.DType switch
    {
        DType.Float64 => tensor.ToArray<double>(),
        DType.Float32 => [.. tensor.ToArray<float>().Select(x => (double)x)],
        DType.Int64 => [.. tensor.ToArray<long>().Select(x => (double)x)],
        DType.Int32 => [.. tensor.ToArray<int>().Select(x => (double)x)],
        DType.UInt8 => [.. tensor.ToArray<byte>().Select(x => (double)x)],
        DType.Bool => [.. tensor.ToArray<bool>().Select(x => x ? 1.0 : 0.0)],
        _ => throw new InvalidDataException($"no reference has the dtype {tensor.DType}"),
    };

    private static Tensor Contiguous(GoldenTensor golden) => golden.DType switch
    {
        DType.Float64 => Tensor.From<double>(golden.Values(), golden.Shape),
        DType.Float32 => Tensor.From<float>(golden.Values().Select(x => (float)x).ToArray(), golden.Shape),
        DType.Int64 => Tensor.From<long>(golden.Data.EnumerateArray().Select(x => x.GetInt64()).ToArray(), golden.Shape),
        DType.Bool => Tensor.From<bool>(golden.Data.EnumerateArray().Select(x => x.GetBoolean()).ToArray(), golden.Shape),
        _ => throw new InvalidDataException($"no input has the dtype {golden.DType}"),
    };

    // Stored with its dimensions in reverse and every second element a filler: all strides are even, the last is not 1.
    private static Tensor Strided(Tensor tensor)
    {
        int[] reversed = [.. Enumerable.Range(0, tensor.Rank).Reverse()];
        var stored = tensor.Permute(reversed).Contiguous();
        var filler = tensor.DType == DType.Float64 ? Tensor.FullLike(stored, double.NaN) : stored;
        return Tensor.Stack([stored, filler], stored.Rank).Select(stored.Rank, 0).Permute(reversed).Detach();
    }
}
