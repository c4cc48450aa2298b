using Autograd.NN;

namespace Autograd.Tests.Transforms;

/// <summary>Jacobians by batches of passes are those of a loop, whatever the size of a chunk, and recorded where a loop is.</summary>
public sealed class JacobianBatchTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void Any_number_of_passes_at_a_time_gives_the_numbers_of_a_loop(int? chunkSize)
    {
        var (net, x) = Net();
        Func<Tensor, Tensor> f = v => net.Forward(v), scalar = v => net.Forward(v).Square().Sum();
        Close(Func.JacRev(f, 1)(x), Func.JacRev(f, chunkSize)(x));
        Close(Func.JacFwd(f, 1)(x), Func.JacFwd(f, chunkSize)(x));
        Close(Func.Jacobian(f, 1)(x), Func.Jacobian(f, chunkSize)(x));
        Close(Func.Hessian(scalar, 1)(x), Func.Hessian(scalar, chunkSize)(x));
        Close(Func.Laplacian(scalar, 1)(x), Func.Laplacian(scalar, chunkSize)(x));
        Tensor[] both = [x, .. net.Parameters().Take(1).Select(p => p.Detach())];
        Func<Tensor[], Tensor> g = xs => xs[0].MatMul(xs[1].T).Tanh();
        var (rows, loop) = (Func.JacRev(g, chunkSize)(both), Func.JacRev(g, 1)(both));
        var (blocks, loops) = (Func.Hessian(xs => g(xs).Square().Sum(), chunkSize)(both), Func.Hessian(xs => g(xs).Square().Sum(), 1)(both));
        for (int i = 0; i < 2; i++)
        {
            Close(loop[i], rows[i]);
            for (int j = 0; j < 2; j++) Close(loops[i][j], blocks[i][j]);
        }
    }

    [Fact]
    public void What_is_recorded_has_the_derivatives_of_a_loop()
    {
        var (net, x) = Net();
        var parameters = net.Parameters().ToArray();
        Tensor Penalty(int? chunkSize) => Func.JacRev(v => net.Forward(v), chunkSize)(x).Square().Sum() + Func.JacFwd(v => net.Forward(v).Sin(), chunkSize)(x).Square().Sum();
        var (found, expected) = (Gradient.Of(Penalty(3), parameters, allowUnused: true), Gradient.Of(Penalty(1), parameters, allowUnused: true));
        Assert.NotNull(found[0]);
        for (int p = 0; p < parameters.Length; p++)
        {
            if (expected[p] is { } e) Close(e, found[p]!);
            else Assert.Null(found[p]);
        }
        // Transforms around it, and nothing is recorded that nobody differentiates.
        Func<Tensor, Tensor> norm = v => Func.JacRev(u => (u * u.Sin()).Tanh(), 3)(v).Square().Sum(), loop = v => Func.JacRev(u => (u * u.Sin()).Tanh(), 1)(v).Square().Sum();
        Close(Func.Grad(loop)(x[0]), Func.Grad(norm)(x[0]));
        Close(Func.Hessian(loop, 1)(x[0]), Func.Hessian(norm, 2)(x[0]));
        Assert.False(Func.JacRev(v => v.Sin())(x).RequiresGrad);
        using (NoGrad.Scope) Assert.False(Func.JacRev(v => net.Forward(v))(x).RequiresGrad);
    }

    [Fact]
    public void A_Jacobian_for_every_sample_is_a_map_around_it()
    {
        var x = Tensor.Randn([3, 4], DType.Float64, generator: new Generator(3)).RequiresGradInPlace();
        static Tensor F(Tensor v) => (v.Sin() * v.Roll(1, 0)).CumSum(0);
        var each = Func.Vmap(Func.JacRev(F, 4))(x);
        var loop = Tensor.Stack(x.Unbind().Select(v => Func.JacFwd(F, 1)(v)));
        Close(loop.Detach(), each.Detach());
        Close(Gradient.Of(loop.Cos().Sum(), x), Gradient.Of(each.Cos().Sum(), x));
    }

    [Fact]
    public void An_op_without_a_rule_for_a_batch_goes_one_by_one_unless_a_chunk_is_asked_for()
    {
        var x = Tensor.From([0.3, -1.2, 2.0]);
        static Tensor F(Tensor v) => Op.Call(default(TwiceOp), v) * v;
        Close((4 * x).Diag(), Func.JacRev(F)(x));
        Close((4 * x).Diag(), Func.JacRev(F, 1)(x));
        Assert.Contains("Vmap: Twice has no rule for a batch", Assert.Throws<AutogradException>(() => Func.JacRev(F, 2)(x)).Message, StringComparison.Ordinal);
        // A hook that reads values, likewise.
        Tensor Hooked(Tensor v)
        {
            var y = v * v;
            y.RegisterHook(g => g * g.Sum().Item());
            return y;
        }
        Close(Func.JacRev(Hooked, 1)(x), Func.JacRev(Hooked)(x));
    }

    [Fact]
    public void Samples_in_chunks_are_samples_at_once()
    {
        var x = Tensor.Randn([3, 7, 2], DType.Float64, generator: new Generator(4));
        var w = Tensor.Randn([2, 2], DType.Float64, generator: new Generator(5)).RequiresGradInPlace();
        for (int chunkSize = 1; chunkSize < 9; chunkSize += 2)
        {
            var y = Func.Vmap((v, m) => v.MatMul(m).Tanh(), inDims: (1, null), outDim: -1, chunkSize: chunkSize)(x, w);
            Close(x.MatMul(w).Tanh().MoveDim(1, -1), y);
            Close(Gradient.Of(x.MatMul(w).Tanh().Square().Sum(), w), Gradient.Of(y.Square().Sum(), w));
            var (sum, product) = Func.Vmap(v => (v.Sum(), v * 2.0), inDim: 1, outDims: (0, -1), chunkSize: chunkSize)(x);
            Close(x.Sum([0, 2]), sum);
            Close((x * 2.0).MoveDim(1, -1), product);
        }
    }

    [Fact]
    public void A_chunk_has_a_sample_at_least()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Func.Vmap((Tensor v) => v, chunkSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Func.JacRev((Tensor v) => v, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Func.Hessian((Tensor v) => v, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Func.Laplacian(v => v, 0));
    }

    private static (Sequential Net, Tensor X) Net()
    {
        var generator = new Generator(2);
        var net = new Sequential(new Linear(4, 6, dtype: DType.Float64), new Tanh(), new Linear(6, 3, dtype: DType.Float64));
        foreach (var p in net.Parameters())
        {
            using (NoGrad.Scope) p.CopyInPlace(Tensor.Randn(p.Shape, DType.Float64, generator: generator));
        }
        return (net, Tensor.Randn([2, 4], DType.Float64, generator: generator));
    }

    private static void Close(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        Assert.True(expected.AllClose(actual, 1e-12, 1e-12), $"{expected}\n{actual}");
    }

    /// <summary>A user's op whose derivative is an op of its own as well, and that does not say how it carries a batch.</summary>
    private readonly struct TwiceOp : IOp, ILinear
    {
        public static string Name => "Twice";

        public Form Infer(ref OpCall c) => Form.Like(c.Input(0));

        public void Compute(in OpCall c)
        {
            using (NoGrad.Scope) c.Write(0, c.Input(0) * 2.0);
        }

        public Node? Record(in OpCall c) => c.Linear(this);

        public Tensor Apply(Tensor x) => Op.Call(default(TwiceOp), x);

        public Tensor Adjoint(Tensor g) => Op.Call(default(TwiceOp), g);

        public void Visit(ref SavedVisitor saved)
        {
        }
    }
}
