using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;
using BenchmarkDotNet.Attributes;

namespace Autograd.Benchmarks;

/// <summary>Kernels alone, spans in and spans out, without a tensor around them: what the public API could reach at best.</summary>
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private const int Side = 512;
    private float[] x = [];
    private float[] y = [];
    private float[] z = [];
    private Layout layout = Layout.Scalar;

    /// <summary>How many threads share the work.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Fills the operands with numbers in [-1, 1).</summary>
    [GlobalSetup]
    public void Setup()
    {
        Workers.Count = Threads;
        (x, y, z) = (new float[Side * Side], new float[Side * Side], new float[Side * Side]);
        layout = Layout.Contiguous([Side, Side]);
        var twister = new MersenneTwister(0);
        RandomKernel.Uniform(twister, x.AsSpan(), -1f, 1f);
        RandomKernel.Uniform(twister, y.AsSpan(), -1f, 1f);
    }

    /// <summary>A product of two square matrices.</summary>
    [Benchmark]
    public void MatMul512() => MatMul.Run(Matrix<float>.Of(x, layout), Matrix<float>.Of(y, layout), Matrix<float>.Of(z, layout));

    /// <summary>tanh of every element.</summary>
    [Benchmark]
    public void Tanh() => MapKernel.Unary<float, TanhFormula>(default, x, layout, z);

    /// <summary>The sum of all elements.</summary>
    [Benchmark]
    public void Sum() => ReduceKernel.Reduce<float, SumMonoid>(x, layout, ~0UL, z);

    /// <summary>Softmax of every row.</summary>
    [Benchmark]
    public void Softmax() => RowKernel.Run<float, SoftmaxRows<float>>(default, Side, Side, x, default, z);
}
