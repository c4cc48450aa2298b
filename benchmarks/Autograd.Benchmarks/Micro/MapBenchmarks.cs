using BenchmarkDotNet.Attributes;

namespace Autograd.Benchmarks;

/// <summary>Formulas over elements that stay in the second cache: of one tensor, of two, and backward.</summary>
public class MapBenchmarks : MicroBenchmarks
{
    private const int Side = 256;
    private Tensor x = Tensor.Scalar(0);
    private Tensor y = Tensor.Scalar(0);
    private Tensor row = Tensor.Scalar(0);
    private Tensor column = Tensor.Scalar(0);
    private Tensor mask = Tensor.Scalar(0);
    private Func<Tensor> tanhBackward = () => Tensor.Scalar(0);
    private Func<Tensor> geluBackward = () => Tensor.Scalar(0);
    private Func<Tensor> divBackward = () => Tensor.Scalar(0);

    [Benchmark]
    public Tensor ReLU() => x.ReLU();

    [Benchmark]
    public Tensor Exp() => x.Exp();

    [Benchmark]
    public Tensor Tanh() => x.Tanh();

    [Benchmark]
    public Tensor Gelu() => x.GELU();

    [Benchmark]
    public Tensor Sin() => x.Sin();

    [Benchmark]
    public Tensor Add() => x + y;

    [Benchmark]
    public Tensor AddRow() => x + row;

    [Benchmark]
    public Tensor AddColumn() => x + column;

    [Benchmark]
    public Tensor AddTransposed() => x + y.T;

    [Benchmark]
    public Tensor Compare() => x.Gt(y);

    [Benchmark]
    public Tensor MaskedFill() => x.MaskedFill(mask, 0);

    [Benchmark]
    public Tensor TanhBackward() => tanhBackward();

    [Benchmark]
    public Tensor GeluBackward() => geluBackward();

    [Benchmark]
    public Tensor DivBackward() => divBackward();

    /// <inheritdoc/>
    protected override void Prepare()
    {
        (x, y) = (Tensor.Randn(Side, Side), Tensor.Randn(Side, Side));
        (row, column) = (Tensor.Randn(Side), Tensor.Randn(Side, 1));
        mask = y.Gt(0);
        tanhBackward = Backward(x, t => t.Tanh());
        geluBackward = Backward(x, t => t.GELU());
        divBackward = Backward(x, t => y / t);
    }
}
