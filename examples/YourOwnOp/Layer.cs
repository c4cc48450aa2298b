using System.Numerics;
using Autograd;
using Autograd.Checks;
using Autograd.NN;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace YourOwnOp;

/// <summary>
/// A new layer with a fused loop: rows that are small pass, rows that are large are scaled to about one.
/// y = w x r with r = 1 / sqrt(1 + mean(x²)) for each row; x: [N, C], w: [C], y: [N, C].
/// </summary>
internal sealed class SoftNorm(int width, DType dtype = DType.Float32) : Module
{
    private readonly Parameter weight = new(Tensor.Ones([width], dtype));

    /// <summary>First and second order, of the op alone with respect to both inputs, and of the layer in a model by the names of its parameters.</summary>
    public static GradCheckReport[] Check()
    {
        var x = Tensor.Randn([3, 5], DType.Float64).RequiresGradInPlace();
        var w = Tensor.Randn([5], DType.Float64).RequiresGradInPlace();
        var op = GradCheck.Run((x, w) => SoftNormOp.Apply(x, w), x, w, new GradCheckOptions { Order = 2, InputNames = ["x", "w"] });

        var model = new Sequential(new Linear(5, 4, dtype: DType.Float64), new SoftNorm(4, DType.Float64), new Tanh());
        var input = x.Detach();
        var layer = GradCheck.Run(() => model.Forward(input).Square().Mean(), model.NamedParameters().Select(p => (p.Name, (Tensor)p.Parameter)));
        return [op, layer];
    }

    /// <summary>Against the same layer composed of ops of the library.</summary>
    public static string Measure()
    {
        var w = Tensor.Ones(Race.Width).RequiresGradInPlace();
        return Race.Between("soft norm", x => SoftNormOp.Apply(x, w), x => w * x / (1 + x.Square().Mean(1, keepDim: true)).Sqrt());
    }

    protected override Tensor ForwardCore(Tensor input) => SoftNormOp.Apply(input, weight);

    /// <summary>
    /// The loop gives y and, for its own rule, r. With the gradients g of y and h of r, and q = g w:
    /// gw = sum over rows of g x r, gx = q r - r³ x s / C, where s = sum(q x) + h is all that reaches r.
    /// </summary>
    private struct SoftNormOp : IOp, IFloatBody, IRule
    {
        private Saved x, weight, scale;
        private int slot;

        public static string Name => "SoftNorm";

        public static Tensor Apply(Tensor x, Tensor weight) => Op.Call(new SoftNormOp(), x.Contiguous(), weight.Contiguous());

        public Form Infer(ref OpCall c)
        {
            Tensor x = c.Input(0), w = c.Input(1);
            if (x.Rank != 2 || w.Rank != 1 || w.Shape[0] != x.Shape[1] || w.DType != x.DType)
                throw new ShapeException($"{Name}: rows [N, C] and weights [C] of one dtype are asked for, not {x.DType} {x.Shape} and {w.DType} {w.Shape}");
            // r depends on x: an output that only the rule sees, so that derivatives of higher order pass through it.
            slot = c.Keep(new Form([x.Shape[0], 1], x.DType));
            return Form.Like(x);
        }

        public void Compute(in OpCall c) => c.Float(ref this);

        public readonly void Run<T>(in OpCall c)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            ReadOnlySpan<T> x = c.Elements<T>(0), w = c.Elements<T>(1);
            Span<T> y = c.Results<T>(), r = c.Results<T>(slot);
            for (int i = 0; i < r.Length; i++)
            {
                var row = x.Slice(i * w.Length, w.Length);
                var result = y.Slice(i * w.Length, w.Length);
                r[i] = T.One / T.Sqrt(T.One + TensorPrimitives.SumOfSquares(row) / T.CreateTruncating(w.Length));
                TensorPrimitives.Multiply(row, w, result);
                TensorPrimitives.Multiply(result, r[i], result);
            }
        }

        public Node? Record(in OpCall c)
        {
            (x, weight, scale) = (Saved.Of(c.Input(0)), Saved.Of(c.Input(1)), c.Save(slot));
            return c.Node(this);
        }

        public readonly void Backward(in Cotangents c)
        {
            Tensor xs = x.Value, w = weight.Value, r = scale.Value;
            var s = c[slot];
            if (c[0] is { } g)
            {
                var q = g * w;
                c.Add(0, q * r);
                if (c.Needs(1)) c.Add(1, (g * xs * r).Sum(0));
                var direct = (q * xs).Sum(1, keepDim: true);
                s = s is null ? direct : direct + s;
            }
            if (s is not null) c.Add(0, xs * (s * r.Pow(3) / -xs.Shape[1]));
        }

        public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref weight, ref scale);
    }
}
