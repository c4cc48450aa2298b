using Autograd.Kernels;
using BenchmarkDotNet.Attributes;

namespace Autograd.Benchmarks;

/// <summary>
/// A kernel each, by the shortest way through the public API, so that a regression is found by name. What stands around a kernel
/// is under a microsecond: nothing is recorded, and a backward pass is a walk over one node.
/// </summary>
[MemoryDiagnoser]
public abstract class MicroBenchmarks
{
    /// <summary>How many threads share the work.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Sets the threads and makes the operands, always the same.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Workers.Count = Threads;
        Generator.ManualSeed(0);
        Prepare();
    }

    /// <summary>Makes the operands.</summary>
    protected abstract void Prepare();

    /// <summary>The backward pass alone of <paramref name="forward"/>, for the gradient of <paramref name="x"/>.</summary>
    protected static Func<Tensor> Backward(Tensor x, Func<Tensor, Tensor> forward)
    {
        var input = x.Detach().RequiresGradInPlace();
        var y = forward(input);
        var g = Tensor.RandnLike(y);
        return () => Gradient.Of(y, input, g, retainGraph: true);
    }
}
