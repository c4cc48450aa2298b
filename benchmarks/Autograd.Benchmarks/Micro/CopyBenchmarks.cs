using BenchmarkDotNet.Attributes;

namespace Autograd.Benchmarks;

/// <summary>Elements that only move: as they lie, transposed, by permutation, joined, as another dtype.</summary>
public class CopyBenchmarks : MicroBenchmarks
{
    private Tensor x = Tensor.Scalar(0);
    private Tensor pictures = Tensor.Scalar(0);

    [Benchmark]
    public Tensor Clone() => x.Clone();

    [Benchmark]
    public Tensor Transpose() => x.T.Contiguous();

    [Benchmark]
    public Tensor ChannelsLast() => pictures.Permute(0, 2, 3, 1).Contiguous();

    [Benchmark]
    public Tensor Cat() => Tensor.Cat([x, x, x, x]);

    [Benchmark]
    public Tensor CatColumns() => Tensor.Cat([x, x, x, x], 1);

    [Benchmark]
    public Tensor Cast() => x.Double();

    /// <inheritdoc/>
    protected override void Prepare() => (x, pictures) = (Tensor.Randn(512, 512), Tensor.Randn(8, 32, 32, 32));
}
