using BenchmarkDotNet.Attributes;

namespace Autograd.Benchmarks;

/// <summary>Products of square matrices, each side as it lies or transposed.</summary>
public class MatMulBenchmarks : MicroBenchmarks
{
    private Tensor a = Tensor.Scalar(0);
    private Tensor b = Tensor.Scalar(0);

    /// <summary>Rows and columns.</summary>
    [Params(16, 64, 256, 1024)]
    public int Side { get; set; }

    /// <summary>The left side is a transposed view.</summary>
    [Params(false, true)]
    public bool Left { get; set; }

    /// <summary>The right side is a transposed view.</summary>
    [Params(false, true)]
    public bool Right { get; set; }

    /// <summary>float32.</summary>
    [Benchmark]
    public Tensor Product() => a.MatMul(b);

    /// <inheritdoc/>
    protected override void Prepare()
    {
        a = Left ? Tensor.Randn(Side, Side).T : Tensor.Randn(Side, Side);
        b = Right ? Tensor.Randn(Side, Side).T : Tensor.Randn(Side, Side);
    }
}
