using Autograd.Optim;
using BenchmarkDotNet.Attributes;

namespace Autograd.Benchmarks;

/// <summary>Steps of optimisers over one parameter of a quarter of a million elements.</summary>
public class StepBenchmarks : MicroBenchmarks
{
    private Optimizer sgd = NotMade;
    private Optimizer adam = NotMade;
    private Optimizer adamW = NotMade;
    private Optimizer rmsProp = NotMade;
    private Optimizer adagrad = NotMade;

    private static Optimizer NotMade => new SGD([Tensor.Zeros(1).RequiresGradInPlace()], 0.1);

    [Benchmark]
    public void SgdMomentum() => sgd.Step();

    [Benchmark]
    public void Adam() => adam.Step();

    [Benchmark]
    public void AdamW() => adamW.Step();

    [Benchmark]
    public void RmsProp() => rmsProp.Step();

    [Benchmark]
    public void Adagrad() => adagrad.Step();

    /// <inheritdoc/>
    protected override void Prepare()
    {
        sgd = new SGD([Parameter()], 0.1, momentum: 0.9);
        adam = new Adam([Parameter()]);
        adamW = new AdamW([Parameter()]);
        rmsProp = new RMSprop([Parameter()]);
        adagrad = new Adagrad([Parameter()]);
    }

    private static Tensor Parameter()
    {
        var p = Tensor.Randn(512, 512).RequiresGradInPlace();
        p.Grad = Tensor.RandnLike(p);
        return p;
    }
}
