using BenchmarkDotNet.Attributes;
using F = Autograd.NN.Functional;

namespace Autograd.Benchmarks;

/// <summary>Pools of pictures, windows of two by two and overlapping ones of three by three.</summary>
public class PoolBenchmarks : MicroBenchmarks
{
    private Tensor x = Tensor.Scalar(0);
    private Func<Tensor> maxBackward = () => Tensor.Scalar(0);
    private Func<Tensor> avgBackward = () => Tensor.Scalar(0);

    [Benchmark]
    public Tensor Max2() => F.MaxPool2d(x, 2);

    [Benchmark]
    public Tensor Max3() => F.MaxPool2d(x, 3, stride: 2, padding: 1);

    [Benchmark]
    public Tensor Avg2() => F.AvgPool2d(x, 2);

    [Benchmark]
    public Tensor Max2Backward() => maxBackward();

    [Benchmark]
    public Tensor Avg2Backward() => avgBackward();

    /// <inheritdoc/>
    protected override void Prepare()
    {
        x = Tensor.Randn(16, 64, 28, 28);
        maxBackward = Backward(x, t => F.MaxPool2d(t, 2));
        avgBackward = Backward(x, t => F.AvgPool2d(t, 2));
    }
}
