using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>What one call of an op gives: its outputs, and gradients for cotangents that depend on the outputs' shapes alone.</summary>
internal sealed record Run(Tensor[] Outputs, Tensor?[] Gradients)
{
    /// <summary>Calls the op on leaves made of the inputs, and goes backward from all its differentiable outputs.</summary>
    public static Run Of(OpCase @case, Tensor[] inputs)
    {
        var leaves = Array.ConvertAll(inputs, Leaf);
        var outputs = @case.Function(leaves);
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

internal static class Same
{
    /// <summary>Asserts the same shapes, dtypes and bits of all outputs and gradients.</summary>
    public static void Bits(Run expected, Run actual, string what)
    {
        Assert.Equal(expected.Outputs.Length, actual.Outputs.Length);
        for (int i = 0; i < expected.Outputs.Length; i++) Bits(expected.Outputs[i], actual.Outputs[i], $"{what}: output {i}");
        for (int i = 0; i < expected.Gradients.Length; i++)
        {
            if (expected.Gradients[i] is { } g) Bits(g, actual.Gradients[i]!, $"{what}: gradient {i}");
            else Assert.Null(actual.Gradients[i]);
        }
    }

    public static void Bits(Tensor expected, Tensor actual, string what)
    {
        Assert.True(expected.Shape == actual.Shape, $"{what}: shape {actual.Shape}, not {expected.Shape}");
        Assert.True(expected.DType == actual.DType, $"{what}: {actual.DType}, not {expected.DType}");
        var (a, b) = (Bits(expected), Bits(actual));
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i] != b[i])
                Assert.Fail($"{what}: element {i} of {expected.Shape} is {BitConverter.Int64BitsToDouble(b[i]):R}, not {BitConverter.Int64BitsToDouble(a[i]):R}");
        }
    }

    private static long[] Bits(Tensor x) =>
        Array.ConvertAll(x.Detach().To(DType.Float64).ToArray<double>(), BitConverter.DoubleToInt64Bits);
}
