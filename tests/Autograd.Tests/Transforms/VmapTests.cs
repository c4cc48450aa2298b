using Autograd.NN;

namespace Autograd.Tests.Transforms;

/// <summary>Vmap as a user meets it: samples, gradients through both tapes, nesting, randomness and what is refused.</summary>
public sealed class VmapTests
{
    [Fact]
    public void A_function_of_a_sample_becomes_one_of_a_batch()
    {
        var x = Random(1, 4, 3);
        var y = Func.Vmap(v =>
        {
            Assert.Equal([3], v.Shape.ToArray());
            return (v * v).Sum() + v;
        })(x);
        AssertClose((x * x).Sum(1, keepDim: true) + x, y);
    }

    [Fact]
    public void Dimensions_of_samples_may_lie_anywhere_and_arguments_may_be_shared()
    {
        Tensor x = Random(1, 3, 5, 4), w = Random(2, 4, 2);
        var y = Func.Vmap((v, m) => v.MatMul(m), inDims: (1, null), outDim: -1)(x, w);
        Assert.Equal([3, 2, 5], y.Shape.ToArray());
        AssertClose(x.MatMul(w).MoveDim(1, -1), y);

        var (sum, product) = Func.Vmap(v => (v.Sum(), v * 2.0), inDim: -1, outDims: (0, 1))(x);
        AssertClose(x.Sum([0, 1]), sum);
        AssertClose(x.MoveDim(-1, 1) * 2.0, product);

        // A result that is the same for all samples is repeated.
        AssertClose(w.Expand(5, 4, 2), Func.Vmap(v => w, inDim: 1)(x));
    }

    [Fact]
    public void Gradients_of_samples_with_captured_parameters_are_those_of_a_loop()
    {
        var (net, x, labels) = Classifier();
        var parameters = net.Parameters().ToArray();
        var each = Func.Vmap(xs => Gradient.Of(Loss(net, xs[0], xs[1]), parameters)!)([x, labels])!;
        for (int p = 0; p < parameters.Length; p++)
        {
            var loop = Tensor.Stack(Enumerable.Range(0, x.Shape[0]).Select(i => Gradient.Of(Loss(net, x.Select(0, i), labels.Select(0, i)), parameters[p])));
            AssertClose(loop, each[p]);
        }
        Assert.All(parameters, p => Assert.Null(p.Grad));
    }

    [Fact]
    public void What_samples_gave_can_be_differentiated_by_captured_parameters_and_by_arguments()
    {
        var (net, x, labels) = Classifier();
        var parameters = net.Parameters().ToArray();
        x.RequiresGradInPlace();
        // The norm of the gradient by the input, as a penalty: second derivatives across the two tapes.
        Tensor Penalty(Tensor v, Tensor label)
        {
            v.RequiresGradInPlace();
            return Gradient.Of(Loss(net, v, label), v, createGraph: true).Square().Sum();
        }
        var penalties = Func.Vmap((Func<Tensor, Tensor, Tensor>)Penalty)(x, labels);
        var found = Gradient.Of(penalties.Sum(), [x, .. parameters], allowUnused: true);

        var samples = Enumerable.Range(0, x.Shape[0]).Select(i => x.Detach().Select(0, i).RequiresGradInPlace()).ToArray();
        var sum = samples.Select((v, i) => Penalty(v, labels.Select(0, i))).Aggregate((a, b) => a + b);
        var expected = Gradient.Of(sum, [.. samples, .. parameters], allowUnused: true);
        AssertClose(Tensor.Stack(expected[..samples.Length]!), found[0]!);
        for (int p = 0; p < parameters.Length; p++)
        {
            if (expected[samples.Length + p] is { } e) AssertClose(e, found[p + 1]!);
            else Assert.Null(found[p + 1]);
        }
    }

    [Fact]
    public void An_inner_walk_that_is_not_recorded_leaves_the_outer_tape_whole()
    {
        // tanh' is computed from y and depends on x: the place of x in the graph outside has to survive.
        var x = Random(3, 6).RequiresGradInPlace();
        var slopes = Func.Vmap(v =>
        {
            v.RequiresGradInPlace();
            return Gradient.Of(v.Tanh() * v.Sin(), v);
        })(x);
        var loop = x.Detach().RequiresGradInPlace();
        var expected = Gradient.Of((loop.Tanh() * loop.Sin()).Sum(), loop, createGraph: true);
        AssertClose(expected.Detach(), slopes.Detach());
        AssertClose(Gradient.Of(expected.Sum(), loop), Gradient.Of(slopes.Sum(), x));
    }

    [Fact]
    public void Recording_that_the_user_switches_off_inside_is_off_outside()
    {
        var x = Random(4, 5).RequiresGradInPlace();
        var y = Func.Vmap(v =>
        {
            using (NoGrad.Scope) return v.Exp();
        })(x);
        Assert.False(y.RequiresGrad);
        Assert.False(Func.Vmap(v => v.Exp().Detach())(x).RequiresGrad);
    }

    [Fact]
    public void Levels_nest()
    {
        Tensor x = Random(5, 3, 4), y = Random(6, 2, 4);
        var outer = Func.Vmap(a => Func.Vmap(b => (a * b).Sum() + a.Tanh().Sum())(y))(x);
        AssertClose(x.MatMul(y.T) + x.Tanh().Sum(1, keepDim: true), outer);

        // Three deep, with views, and a Hessian by two mapped gradients.
        var z = Random(7, 2, 3, 4);
        var cubes = Func.Vmap(a => Func.Vmap(b => Func.Vmap(c => c * c * c + b.Reshape(2, 2).T.Sum())(b))(a))(z);
        AssertClose(z.Pow(3.0) + z.Sum(-1, keepDim: true), cubes);
    }

    [Fact]
    public void A_Hessian_for_every_sample_is_a_map_in_a_map()
    {
        var x = Random(8, 3, 4);
        static Tensor F(Tensor v) => (v.Sin() * v.Roll(1, 0)).Sum();
        var hessians = Func.Vmap(v =>
        {
            v.RequiresGradInPlace();
            var g = Gradient.Of(F(v), v, createGraph: true);
            return Func.Vmap(e => Gradient.Of(g, v, e, retainGraph: true))(Tensor.Eye(4, dtype: DType.Float64));
        })(x);
        for (int i = 0; i < 3; i++) AssertClose(Gradient.Hessian(F, x.Select(0, i)), hessians.Select(0, i));
    }

    [Fact]
    public void Random_ops_throw_unless_it_is_said_whether_samples_share_a_draw()
    {
        var x = Tensor.Zeros([4, 100], DType.Float64);
        var generator = new Generator(1);
        Tensor Noise(Tensor v) => v + Tensor.Randn([100], DType.Float64, generator: generator);
        Assert.Contains("Vmap: Normal is random", Assert.Throws<AutogradException>(() => Func.Vmap(Noise)(x)).Message, StringComparison.Ordinal);
        var same = Func.Vmap(Noise, randomness: VmapRandomness.Same)(x);
        Assert.Equal(0, (same - same.Select(0, 0)).Abs().Max().Item());
        var different = Func.Vmap(Noise, randomness: VmapRandomness.Different)(x);
        Assert.NotEqual(0, (different.Select(0, 0) - different.Select(0, 1)).Abs().Min().Item());

        // What is drawn by operands is drawn for every sample, also where they share them.
        var p = Tensor.Full([100], 0.5, DType.Float64);
        Assert.Throws<AutogradException>(() => Func.Vmap(v => v + Tensor.Bernoulli(p, generator))(x));
        var flips = Func.Vmap(v => v + Tensor.Bernoulli(p, generator), randomness: VmapRandomness.Different)(x);
        Assert.True((flips.Select(0, 0) - flips.Select(0, 1)).Abs().Sum().Item() > 10);
        var orders = Func.Vmap(v => Tensor.RandPerm(100, generator).To(DType.Float64) + v, randomness: VmapRandomness.Different)(x);
        AssertClose(Tensor.Arange(0.0, 100.0, dtype: DType.Float64).Expand(4, 100), orders.Sort().Values);
    }

    [Fact]
    public void What_cannot_be_done_for_all_samples_at_once_is_refused_by_name()
    {
        var x = Random(9, 3, 4);
        AssertRefused("Item: inside of Vmap", () => Func.Vmap(v => v.Sum() * v.Sum().Item())(x));
        AssertRefused("writes into memory that exists", () => Func.Vmap(v => v.AddInPlace(1.0))(x));
        AssertRefused("Vmap: Nameless has no rule for a batch", () => Func.Vmap(v => Op.Call(default(NamelessOp), v))(x));
        var w = Random(10, 4).RequiresGradInPlace();
        AssertRefused("Backward: inside of Vmap each sample has a gradient of its own", () => Func.Vmap(v =>
        {
            (v * w).Sum().Backward();
            return v;
        })(x));
        Assert.Null(w.Grad);

        Tensor? kept = null;
        Func.Vmap(v => kept = v * 2.0)(x);
        AssertRefused("return it from there", () => (kept! + 1.0).ToArray<double>());
    }

    [Fact]
    public void Arguments_that_do_not_fit_throw_before_the_function_is_called()
    {
        var f = Func.Vmap((a, b) => throw new InvalidOperationException());
        Assert.Throws<ShapeException>(() => f(Random(1, 3, 2), Random(1, 4, 2)));
        Assert.Throws<ShapeException>(() => f(Random(1, 0, 2), Random(1, 0, 2)));
        Assert.Throws<ShapeException>(() => f(Tensor.Zeros([]), Random(1, 4, 2)));
        Assert.Throws<ShapeException>(() => Func.Vmap(v => v, inDim: 2)(Random(1, 3, 2)));
        Assert.Throws<ArgumentException>(() => Func.Vmap(xs => xs, inDims: [null, null])([Random(1, 3), Random(1, 3)]));
        Assert.Throws<ArgumentException>(() => Func.Vmap(xs => xs, inDims: [0])([Random(1, 3), Random(1, 3)]));
        Assert.Throws<ArgumentException>(() => Func.Vmap(xs => xs, outDims: [0, 0])([Random(1, 3)]));
        Assert.Throws<ShapeException>(() => Func.Vmap(v => v, outDim: 2)(Random(1, 3, 2)));
    }

    [Fact]
    public void An_exception_inside_ends_the_level()
    {
        var x = Random(11, 3, 2);
        Assert.Throws<InvalidOperationException>(() => Func.Vmap((Func<Tensor, Tensor>)(_ => throw new InvalidOperationException()))(x));
        Assert.Null(OpInterceptor.Current);
        AssertClose(x * 2.0, x + x);
    }

    private static (Sequential Net, Tensor X, Tensor Labels) Classifier()
    {
        var generator = new Generator(5);
        var net = new Sequential(
            new Linear(5, 7, dtype: DType.Float64), new Tanh(), new Linear(7, 6, dtype: DType.Float64), new ReLU(), new Linear(6, 3, dtype: DType.Float64));
        foreach (var p in net.Parameters())
        {
            using (NoGrad.Scope) p.CopyInPlace(Tensor.Randn(p.Shape, DType.Float64, generator: generator));
        }
        return (net, Random(12, 8, 5), Tensor.From<long>([0, 1, 2, 0, 1, 2, 1, 1]));
    }

    private static Tensor Loss(Sequential net, Tensor x, Tensor label) =>
        Autograd.NN.Functional.CrossEntropy(net.Forward(x).Unsqueeze(0), label.Unsqueeze(0));

    private static Tensor Random(ulong seed, params int[] shape) => Tensor.Randn(shape, DType.Float64, generator: new Generator(seed));

    private static void AssertRefused(string message, Action action) =>
        Assert.Contains(message, Assert.Throws<AutogradException>(action).Message, StringComparison.Ordinal);

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        Assert.Equal(expected.DType, actual.DType);
        var (e, a) = (expected.Detach().Double().ToArray<double>(), actual.Detach().Double().ToArray<double>());
        for (int i = 0; i < e.Length; i++) Assert.True(Math.Abs(e[i] - a[i]) <= 1e-12 * Math.Max(1, Math.Abs(e[i])), $"element {i}: {a[i]:R}, not {e[i]:R}");
    }

    /// <summary>An op of a user, of which Vmap knows nothing.</summary>
    private readonly struct NamelessOp : IOp
    {
        public static string Name => "Nameless";

        public Form Infer(ref OpCall c) => Form.Like(c.Input(0));

        public void Compute(in OpCall c) => c.Write(0, c.Input(0));

        public Node? Record(in OpCall c) => null;
    }
}
