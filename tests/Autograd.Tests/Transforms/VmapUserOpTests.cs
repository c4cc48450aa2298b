namespace Autograd.Tests.Transforms;

/// <summary>A user's op says how it carries a batch by what the library's own ops bear: values, gradients inside and through are those of a loop.</summary>
public sealed class VmapUserOpTests
{
    [Fact]
    public void Rows_fold_into_one_batch_of_rows() => Check(
        xs => Op.Call(default(NormalizeOp), xs[0].Contiguous()), Random(1, 5, 4, 3).MoveDim(-1, 0));

    [Fact]
    public void Dimensions_shift_behind_the_batch() => Check(xs => Op.Call(new ReverseOp(1), xs[0].Contiguous()), Random(2, 3, 4, 5));

    [Fact]
    public void A_way_of_its_own_sees_batches_and_what_is_shared()
    {
        Tensor a = Random(3, 4, 3), b = Random(4, 4, 5), w = Random(5, 5);
        Check(xs => Op.Call(default(OuterOp), xs[0].Contiguous(), xs[1].Contiguous()), a, b);
        // The second operand is the same for all samples.
        Check(xs => Op.Call(default(OuterOp), xs[0].Contiguous(), w), a);
    }

    private static void Check(Func<Tensor[], Tensor> op, params Tensor[] batches)
    {
        Tensor Curved(Tensor[] xs) => op(xs).Sin();
        Tensor[] Inside(Tensor[] xs) => [.. Func.Grad(v => Curved(v).Sum())(xs), Curved(xs)];
        int samples = batches[0].Shape[0];
        Tensor[] leaves = Array.ConvertAll(batches, b => b.Detach().RequiresGradInPlace());
        Tensor[] Sample(int i) => Array.ConvertAll(leaves, b => b.Select(0, i));

        var (found, loop) = (Func.Vmap(Inside)(leaves), Enumerable.Range(0, samples).Select(i => Inside(Sample(i))).ToArray());
        for (int k = 0; k < found.Length; k++) Close(Tensor.Stack(loop.Select(l => l[k])), found[k]);
        var through = Gradient.Of(found.Select(y => y.Square().Sum()).Aggregate((x, y) => x + y), leaves);
        var expected = Gradient.Of(loop.SelectMany(l => l).Select(y => y.Square().Sum()).Aggregate((x, y) => x + y), leaves);
        for (int i = 0; i < leaves.Length; i++) Close(expected[i]!, through[i]!);
    }

    private static Tensor Random(ulong seed, params int[] shape) => Tensor.Randn(shape, DType.Float64, generator: new Generator(seed));

    private static void Close(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        Assert.True(expected.AllClose(actual, 1e-12, 1e-12), $"{expected}\n{actual}");
    }

    /// <summary>Each row over its length, [N, C], with 1 / length as a statistic.</summary>
    private struct NormalizeOp : IOp, IFolds, IRowMajor, IFloatBody, IRule
    {
        private Saved y;
        private Saved scale;

        public static string Name => "Normalize";

        public readonly Form Infer(ref OpCall c)
        {
            c.Keep(new Form([c.Input(0).Shape[0], 1], c.Input(0).DType));
            return Form.Like(c.Input(0));
        }

        public void Compute(in OpCall c) => c.Float(ref this);

        public readonly void Run<T>(in OpCall c)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            int width = c.Input(0).Shape[1];
            var scales = c.Results<T>(1);
            for (int r = 0; r < scales.Length; r++)
            {
                T squares = T.Zero;
                foreach (T v in c.Elements<T>(0).Slice(r * width, width)) squares += v * v;
                scales[r] = T.One / T.Sqrt(squares);
                for (int i = r * width; i < (r + 1) * width; i++) c.Results<T>()[i] = c.Elements<T>(0)[i] * scales[r];
            }
        }

        public Node? Record(in OpCall c)
        {
            (y, scale) = (c.Save(), c.Save(1));
            return c.Node(this);
        }

        public readonly void Backward(in Cotangents c)
        {
            Tensor ys = y.Value, s = scale.Value;
            if (c[0] is { } g) c.Add(0, s * (g - ys * (g * ys).Sum(1, keepDim: true)));
            if (c[1] is { } h) c.Add(0, -(h * s.Square() * ys));
        }

        public void Visit(ref SavedVisitor saved) => saved.Add(ref y, ref scale);
    }

    /// <summary>The elements along a dimension in reverse order: [.., N].</summary>
    private readonly struct ReverseOp(int dim) : IOp, IShifts<ReverseOp>, ILinear
    {
        public static string Name => "Reverse";

        public Form Infer(ref OpCall c) => Form.Like(c.Input(0));

        public void Compute(in OpCall c)
        {
            using (NoGrad.Scope) c.Write(0, c.Input(0).Flip(dim));
        }

        public Node? Record(in OpCall c) => c.Linear(this);

        public Tensor Apply(Tensor x) => Op.Call(new ReverseOp(dim), x);

        public Tensor Adjoint(Tensor g) => Op.Call(new ReverseOp(dim), g);

        public void Visit(ref SavedVisitor saved)
        {
        }

        public ReverseOp Shifted() => new(dim + 1);
    }

    /// <summary>[N], [M] to [N, M].</summary>
    private struct OuterOp : IOp, IBatches, IFloatBody, IRule
    {
        private Saved x;
        private Saved y;

        public static string Name => "UserOuter";

        public readonly Form Infer(ref OpCall c) => new([c.Input(0).Shape[0], c.Input(1).Shape[0]], c.Input(0).DType);

        public void Compute(in OpCall c) => c.Float(ref this);

        public readonly void Run<T>(in OpCall c)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            var x = c.Elements<T>(0);
            var y = c.Elements<T>(1);
            for (int i = 0; i < x.Length; i++)
            {
                for (int j = 0; j < y.Length; j++) c.Results<T>()[(i * y.Length) + j] = x[i] * y[j];
            }
        }

        public Node? Record(in OpCall c)
        {
            (x, y) = (Saved.Of(c.Input(0)), Saved.Of(c.Input(1)));
            return c.Node(this);
        }

        public readonly Tensor[] Batch(in BatchOperands c) => [c.Aligned(0, 1).Unsqueeze(-1) * c.Aligned(1, 1).Unsqueeze(-2)];

        public readonly void Backward(in Cotangents c)
        {
            if (c[0] is not { } g) return;
            if (c.Needs(0)) c.Add(0, g.MV(y.Value));
            if (c.Needs(1)) c.Add(1, g.T.MV(x.Value));
        }

        public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref y);
    }
}
