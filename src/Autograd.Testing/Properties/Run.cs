namespace Autograd.Testing;

/// <summary>What one call of an op gives: its outputs, and gradients for cotangents that depend on the outputs' shapes alone.</summary>
internal sealed record Run(Tensor[] Outputs, Tensor?[] Gradients)
{
    /// <summary>Calls the op on leaves made of the inputs, and goes backward from all its differentiable outputs.</summary>
    public static Run Of(OpCase @case, Tensor[] inputs) => Of(@case.Function, Array.ConvertAll(inputs, Leaf));

    /// <summary>Calls a function on leaves, and goes backward from all its differentiable outputs.</summary>
    public static Run Of(Func<Tensor[], Tensor[]> function, Tensor[] leaves)
    {
        var outputs = function(leaves);
        Tensor[] live = [.. outputs.Where(y => y.RequiresGrad)];
        Tensor[] wanted = [.. leaves.Where(x => x.RequiresGrad)];
        var gradients = live.Length == 0
            ? new Tensor?[wanted.Length]
            : Gradient.Of(live, wanted, Array.ConvertAll(live, Cotangent), allowUnused: true);
        return new Run(outputs, gradients);
    }

    /// <summary>The tensor itself as a leaf: its strides stay.</summary>
    public static Tensor Leaf(Tensor x)
    {
        var leaf = x.Detach();
        if (leaf.DType is DType.Float64 or DType.Float32) leaf.RequiresGrad = true;
        return leaf;
    }

    /// <summary>A cotangent without structure: cos(i) for element i.</summary>
    public static Tensor Cotangent(Tensor y)
    {
        var values = new double[y.Numel];
        for (int i = 0; i < values.Length; i++) values[i] = Math.Cos(i + 0.5);
        return Tensor.From<double>(values, y.Shape).To(y.DType);
    }

    public static double Dot(Tensor a, Tensor b, ref double size)
    {
        var (x, y) = (a.ToArray<double>(), b.ToArray<double>());
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
            size += Math.Abs(x[i] * y[i]);
        }
        return sum;
    }
}

/// <summary>Two results that have to be the same to the bit.</summary>
internal static class Same
{
    /// <summary>The same outputs and gradients.</summary>
    /// <exception cref="AutogradException">Shapes, dtypes or bits of an output or a gradient differ.</exception>
    public static void Bits(Run expected, Run actual, string what)
    {
        Need.That(expected.Outputs.Length == actual.Outputs.Length, $"{what}: {actual.Outputs.Length} outputs, not {expected.Outputs.Length}");
        for (int i = 0; i < expected.Outputs.Length; i++) Bits(expected.Outputs[i], actual.Outputs[i], FormattableString.Invariant($"{what}: output {i}"));
        for (int i = 0; i < expected.Gradients.Length; i++)
        {
            var (wanted, found) = (expected.Gradients[i], actual.Gradients[i]);
            Need.That(wanted is null == found is null, $"{what}: gradient {i} is {(found is null ? "absent" : "there")}, and not before");
            if (wanted is not null) Bits(wanted, found!, FormattableString.Invariant($"{what}: gradient {i}"));
        }
    }

    /// <summary>The same shape, dtype and elements.</summary>
    /// <exception cref="AutogradException">Shapes, dtypes or bits differ.</exception>
    public static void Bits(Tensor expected, Tensor actual, string what)
    {
        Need.That(expected.Shape == actual.Shape, $"{what}: shape {actual.Shape}, not {expected.Shape}");
        Need.That(expected.DType == actual.DType, $"{what}: {actual.DType}, not {expected.DType}");
        var (a, b) = (Bits(expected), Bits(actual));
        for (int i = 0; i < a.Length; i++)
            if (a[i] != b[i]) throw new AutogradException(FormattableString.Invariant($"{what}: element {i} of {expected.Shape} is {BitConverter.Int64BitsToDouble(b[i]):R}, not {BitConverter.Int64BitsToDouble(a[i]):R}"));
    }

    private static long[] Bits(Tensor x) =>
        Array.ConvertAll(x.Detach().To(DType.Float64).ToArray<double>(), BitConverter.DoubleToInt64Bits);
}
