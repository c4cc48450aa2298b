using BenchmarkDotNet.Attributes;

namespace Autograd.Benchmarks;

/// <summary>Elements by index: read and added, one by one and by rows; sorting.</summary>
public class IndexBenchmarks : MicroBenchmarks
{
    private const int Side = 512;
    private Tensor x = Tensor.Scalar(0);
    private Tensor zeros = Tensor.Scalar(0);
    private Tensor each = Tensor.Scalar(0);
    private Tensor rows = Tensor.Scalar(0);
    private Func<Tensor> rowsBackward = () => Tensor.Scalar(0);

    [Benchmark]
    public Tensor GatherRows() => x.Gather(1, each);

    [Benchmark]
    public Tensor GatherColumns() => x.Gather(0, each);

    [Benchmark]
    public Tensor ScatterAddRows() => zeros.ScatterAdd(1, each, x);

    [Benchmark]
    public Tensor ScatterAddColumns() => zeros.ScatterAdd(0, each, x);

    [Benchmark]
    public Tensor Select() => x.IndexSelect(0, rows);

    [Benchmark]
    public Tensor SelectBackward() => rowsBackward();

    [Benchmark]
    public object Sort() => x.Sort(1);

    [Benchmark]
    public object TopK() => x.TopK(10, 1);

    /// <inheritdoc/>
    protected override void Prepare()
    {
        (x, zeros) = (Tensor.Randn(Side, Side), Tensor.Zeros(Side, Side));
        (each, rows) = (Tensor.RandInt(0, Side, [Side, Side]), Tensor.RandInt(0, Side, [Side]));
        rowsBackward = Backward(x, t => t.IndexSelect(0, rows));
    }
}
