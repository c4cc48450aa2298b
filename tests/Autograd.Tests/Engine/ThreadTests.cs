namespace Autograd.Tests.Engine;

/// <summary>Several threads on one graph, and on their own.</summary>
public sealed class ThreadTests
{
    private const int Threads = 4;

    [Fact]
    public void Threads_go_backward_through_a_shared_retained_graph()
    {
        var x = Tensor.Randn([50, 20], DType.Float64, new Generator(1)).RequiresGradInPlace();
        var y = (x.Tanh() * x.Exp() + x.Sigmoid().Square()).Softmax(1).Square().Sum();
        var expected = Gradient.Of(y, x, retainGraph: true).ToArray<double>();
        var results = new double[Threads][];

        Run(i =>
        {
            for (int k = 0; k < 50; k++) results[i] = Gradient.Of(y, x, retainGraph: true).ToArray<double>();
        });

        Assert.All(results, r => Assert.Equal(expected, r));
    }

    [Fact]
    public void Threads_add_to_the_gradient_of_one_leaf()
    {
        var x = Tensor.Ones([1000], DType.Float64).RequiresGradInPlace();
        Run(_ =>
        {
            for (int k = 0; k < 100; k++) (2 * x).Sum().Backward();
        });
        Assert.All(x.Grad!.ToArray<double>(), g => Assert.Equal(2.0 * 100 * Threads, g));
    }

    [Fact]
    public void Recording_is_switched_off_for_one_thread_alone()
    {
        var x = Tensor.Ones([1]).RequiresGradInPlace();
        using var scope = NoGrad.Scope();
        Run(_ => Assert.True((x * 2).RequiresGrad));
        Assert.False((x * 2).RequiresGrad);
    }

    private static void Run(Action<int> work)
    {
        var errors = new Exception?[Threads];
        var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            try
            {
                work(i);
            }
            catch (Exception error)
            {
                errors[i] = error;
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.All(errors, Assert.Null);
    }
}
