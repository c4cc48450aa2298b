namespace Autograd.Tests.Engine;

/// <summary>What the engine hands to code of a user's is the user's to keep: linear maps, listeners, hooks.</summary>
[Collection(Listeners.Name)]
public sealed class KeptValueTests
{
    // Beyond the size at which memory comes from the pool.
    private const int Size = 5000;

    [Fact]
    public void A_linear_map_of_a_user_keeps_what_it_was_handed_and_made()
    {
        var kept = new List<Tensor>();
        var x = Tensor.Ones([Size], DType.Float64).RequiresGradInPlace();
        var y = Op.Call(new DoubledOp(kept), x);
        (y * 3.0).Sum().Backward();
        Reuse();
        Assert.Equal([3.0 * Size, 6.0 * Size], kept.Select(t => t.Sum().Item()));
    }

    [Fact]
    public void A_listener_keeps_what_it_heard()
    {
        var keeper = new Keeper();
        var handle = Op.Listen(keeper);
        var x = Tensor.Full([Size], 0.5, DType.Float64).RequiresGradInPlace();
        try
        {
            ((x * 3.0).Tanh() * 2.0 + x.Exp()).Sum().Backward();
            Reuse();
        }
        finally
        {
            handle.Remove();
        }
        Assert.True(keeper.Gradients.Count >= 5);
        Assert.Contains(keeper.Ops, o => o.Name == "TanhSlope");
        foreach (var (tensor, sum) in keeper.Gradients) Assert.Equal(sum, tensor.Sum().Item());
        foreach (var (_, tensor, sum) in keeper.Ops) Assert.Equal(sum, tensor.Detach().Sum().Item());
    }

    [Fact]
    public void A_value_that_a_listener_hears_of_and_that_is_not_there_says_so()
    {
        var keeper = new Keeper();
        var handle = Op.Listen(keeper);
        var x = Tensor.Full([4], 0.5).RequiresGradInPlace();
        x.Tanh().Sum().Backward(createGraph: true);
        handle.Remove();
        Assert.NotEmpty(keeper.Hollow);
        Assert.All(keeper.Hollow, message => Assert.StartsWith("A tensor without values was read.", message, StringComparison.Ordinal));
    }

    [Fact]
    public void One_listener_added_twice_is_taken_off_once_at_a_time()
    {
        var keeper = new Keeper();
        var first = Op.Listen(keeper);
        var second = Op.Listen(keeper);
        first.Remove();
        _ = Tensor.Ones(2) + 1.0;
        Assert.NotEmpty(keeper.Ops);
        second.Remove();
        int heard = keeper.Ops.Count;
        _ = Tensor.Ones(2) + 1.0;
        Assert.Equal(heard, keeper.Ops.Count);
    }

    [Fact]
    public void A_hook_keeps_what_it_was_handed()
    {
        var kept = new List<Tensor>();
        var x = Tensor.Ones([Size], DType.Float64).RequiresGradInPlace();
        var y = x * 2.0;
        y.RegisterHook(g =>
        {
            kept.Add(g);
            return null;
        });
        (y * 3.0).Sum().Backward();
        Reuse();
        Assert.Equal(3.0 * Size, kept[0].Sum().Item());
    }

    /// <summary>Takes blocks of the same size from the pool and writes over them.</summary>
    private static void Reuse()
    {
        for (int i = 0; i < 20; i++) GC.KeepAlive(Tensor.Full([Size], -7, DType.Float64));
    }

    private readonly struct DoubledOp(List<Tensor> kept) : IOp, ILinear
    {
        public static string Name => "Doubled";

        public Form Infer(ref OpCall c) => Form.Like(c.Input(0));

        public void Compute(in OpCall c) => c.Write(0, c.Input(0).Detach() * 2.0);

        public Node Record(in OpCall c) => c.Linear(this);

        public Tensor Apply(Tensor x) => x * 2.0;

        public Tensor Adjoint(Tensor g)
        {
            var made = g * 2.0;
            kept.AddRange([g, made]);
            return made;
        }

        public void Visit(ref SavedVisitor saved)
        {
        }
    }

    private sealed class Keeper : OpListener
    {
        private readonly int thread = Environment.CurrentManagedThreadId;
        private bool isSumming;

        public List<(string Name, Tensor Value, double Sum)> Ops { get; } = [];

        public List<(Tensor Value, double Sum)> Gradients { get; } = [];

        public List<string> Hollow { get; } = [];

        public override void OnOp(string op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Node? node)
        {
            if (isSumming || Environment.CurrentManagedThreadId != thread) return;
            foreach (var x in (Tensor[])[.. inputs, .. outputs])
            {
                if (Sum(x) is { } sum) Ops.Add((op, x, sum));
            }
        }

        public override void OnGradient(Node node, Tensor gradient)
        {
            if (Sum(gradient) is { } sum) Gradients.Add((gradient, sum));
        }

        private double? Sum(Tensor x)
        {
            isSumming = true;
            try
            {
                return NoGrad.Run(() => x.Sum().Item());
            }
            catch (AutogradException e)
            {
                Hollow.Add(e.Message);
                return null;
            }
            finally
            {
                isSumming = false;
            }
        }
    }
}
