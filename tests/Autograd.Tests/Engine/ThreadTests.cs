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
    public void Threads_ask_for_inner_tensors_and_leaves_of_one_graph()
    {
        var x = Tensor.Randn([8], DType.Float64, new Generator(2)).RequiresGradInPlace();
        var h = x.Tanh();
        var y = (h.Exp() * x + h.Sigmoid() * x.Square() + h).Sum();
        var expected = Array.ConvertAll(Gradient.Of(y, [h, x], retainGraph: true), g => g!.ToArray<double>());
        Run(_ =>
        {
            for (int k = 0; k < 500; k++)
            {
                var found = Gradient.Of(y, [h, x], retainGraph: true);
                for (int i = 0; i < 2; i++) Assert.Equal(expected[i], found[i]!.ToArray<double>());
            }
        });
    }

    [Fact]
    public void A_node_met_in_another_walks_claim_has_one_number()
    {
        var x = Tensor.Ones([1]).RequiresGradInPlace();
        var (first, second) = (x.Exp(), x.Sin());
        var (walk, other) = (new GraphOrder(), new GraphOrder());
        other.Add(first.GradFn!);
        walk.Add(first.GradFn!);
        other.Clear();
        // The leaf is free now, and has its number with this walk.
        walk.Add(second.GradFn!);
        Assert.Equal(3, walk.Count);
        Assert.Equal(1, walk.NumberOf(x.Edge.Node!));
        walk.Clear();
    }

    [Fact]
    public void Threads_add_to_one_retained_gradient()
    {
        var x = Tensor.Ones([1000], DType.Float64).RequiresGradInPlace();
        var h = 2 * x;
        h.RetainGrad();
        var y = (h + h.Square()).Sum();
        Run(_ =>
        {
            for (int k = 0; k < 100; k++) y.Backward(retainGraph: true);
        });
        // 1 + 2 h
        Assert.All(h.Grad!.ToArray<double>(), g => Assert.Equal(5.0 * 100 * Threads, g));
        Assert.All(x.Grad!.ToArray<double>(), g => Assert.Equal(10.0 * 100 * Threads, g));
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
        using var scope = NoGrad.Scope;
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
