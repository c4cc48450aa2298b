using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>The decisions of piecewise ops as one number.</summary>
internal static class BranchHash
{
    /// <summary>Of decisions that stand in a tensor: masks, signs, indices.</summary>
    public static int Of(Tensor decisions)
    {
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes<long>(decisions.Detach().To(DType.Int64).ToArray<long>()));
        return hash.ToHashCode();
    }

    /// <summary>An operand as plain numbers, broadcast to the result.</summary>
    public static double[] Operand(in OpCall c, int input) => c.Input(input).Detach().To(DType.Float64).Expand(c.Output().Shape).ToArray<double>();
}
