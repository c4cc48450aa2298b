namespace Autograd.Tests.Engine;

/// <summary>Two walks through one graph, brought together at the moment that matters.</summary>
[Collection(Listeners.Name)]
public sealed class TwoWalksTests
{
    [Fact]
    public void Neither_of_two_walks_loses_its_part_of_a_retained_gradient()
    {
        var x = Tensor.Ones([3], DType.Float64).RequiresGradInPlace();
        var h = x * 2.0;
        h.RetainGrad();
        var y = h.Sum();
        y.Backward(retainGraph: true);

        using var reached = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        var second = new Thread(() =>
        {
            reached.Wait();
            y.Backward(retainGraph: true);
            done.Set();
        });
        second.Start();
        // The first walk has the old sum in hand and adds; the second comes meanwhile, as far as it gets.
        var handle = Op.Listen(new Pause(() =>
        {
            reached.Set();
            done.Wait(TimeSpan.FromSeconds(1));
        }));
        try
        {
            y.Backward(retainGraph: true);
        }
        finally
        {
            handle.Remove();
            reached.Set();
            second.Join();
        }
        Assert.Equal([3.0, 3.0, 3.0], h.Grad!.ToArray<double>());
        Assert.Equal([6.0, 6.0, 6.0], x.Grad!.ToArray<double>());
    }

    /// <summary>Stops its thread at the first addition.</summary>
    private sealed class Pause(Action action) : OpListener
    {
        private readonly int thread = Environment.CurrentManagedThreadId;
        private bool isOver;

        public override void OnOp(string op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Node? node)
        {
            if (op != "Add" || isOver || Environment.CurrentManagedThreadId != thread) return;
            isOver = true;
            action();
        }
    }
}
