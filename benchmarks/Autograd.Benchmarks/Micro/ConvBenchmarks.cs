using BenchmarkDotNet.Attributes;

namespace Autograd.Benchmarks;

/// <summary>The three maps of a convolution: forward, its transpose in x (the gradient of x), its transpose in w (the gradient of w).</summary>
public class ConvBenchmarks : MicroBenchmarks
{
    private Func<Tensor> forward = () => Tensor.Scalar(0);
    private Func<Tensor> transpose = () => Tensor.Scalar(0);
    private Func<Tensor> weight = () => Tensor.Scalar(0);

    /// <summary>A name of <see cref="ConvWorkloads.Pictures"/>: many channels, large filters with a stride, one channel a filter.</summary>
    [Params("8x64x56-64k3", "8x3x224-64k7s2", "8x128x28-depthwise-k3")]
    public string Shape { get; set; } = "";

    [Benchmark]
    public Tensor Forward() => forward();

    [Benchmark]
    public Tensor Transpose() => transpose();

    [Benchmark]
    public Tensor Weight() => weight();

    /// <inheritdoc/>
    protected override void Prepare()
    {
        var picture = ConvWorkloads.Pictures.First(p => p.Name == Shape);
        Tensor x = picture.Input(), w = picture.Weight(), b = Tensor.Zeros(picture.Filters);
        forward = () => picture.Run(x, w, b);
        transpose = Backward(x, t => picture.Run(t, w, b));
        weight = Backward(w, t => picture.Run(x, t, b));
    }
}
