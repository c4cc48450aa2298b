using BenchmarkDotNet.Attributes;

namespace Autograd.Benchmarks;

/// <summary>Reductions and scans of a square matrix, along its rows and its columns; softmax and log-sum-exp of rows, and their backward.</summary>
public class ReduceBenchmarks : MicroBenchmarks
{
    private const int Side = 512;
    private Tensor x = Tensor.Scalar(0);
    private Func<Tensor> softmaxBackward = () => Tensor.Scalar(0);
    private Func<Tensor> layerNormBackward = () => Tensor.Scalar(0);

    [Benchmark]
    public Tensor SumAll() => x.Sum();

    [Benchmark]
    public Tensor SumRows() => x.Sum(1);

    [Benchmark]
    public Tensor SumColumns() => x.Sum(0);

    [Benchmark]
    public Tensor MaxRows() => x.AMax(1);

    [Benchmark]
    public Tensor MaxColumns() => x.AMax(0);

    [Benchmark]
    public Tensor ArgMaxRows() => x.ArgMax(1);

    [Benchmark]
    public Tensor VarRows() => x.Var(1);

    [Benchmark]
    public Tensor CumSumRows() => x.CumSum(1);

    [Benchmark]
    public Tensor CumSumColumns() => x.CumSum(0);

    [Benchmark]
    public Tensor Softmax() => x.Softmax(1);

    [Benchmark]
    public Tensor LogSoftmax() => x.LogSoftmax(1);

    [Benchmark]
    public Tensor LogSumExp() => x.LogSumExp(1);

    [Benchmark]
    public Tensor LayerNorm() => NN.Functional.LayerNorm(x, [Side]);

    [Benchmark]
    public Tensor SoftmaxBackward() => softmaxBackward();

    [Benchmark]
    public Tensor LayerNormBackward() => layerNormBackward();

    /// <inheritdoc/>
    protected override void Prepare()
    {
        x = Tensor.Randn(Side, Side);
        softmaxBackward = Backward(x, t => t.Softmax(1));
        layerNormBackward = Backward(x, t => NN.Functional.LayerNorm(t, [Side]));
    }
}
