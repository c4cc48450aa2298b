using Autograd.Checks;

namespace Autograd.Tests.Engine;

/// <summary>A rule of plain numbers that says so: first derivatives pass, and whoever goes further is told by the op's name.</summary>
public sealed class OnceDifferentiableTests
{
    private const string Refusal =
        "CubeBackward: its rule is marked IOnceDifferentiable: its derivative has no derivative. Write the rule in differentiable ops and take the mark off";

    private static Tensor X => Tensor.From([1.0, 2.0]).RequiresGradInPlace();

    [Fact]
    public void First_derivatives_pass()
    {
        var report = GradCheck.Run(v => [Cube(v[0].Sin()).Exp()], [X], new GradCheckOptions { Order = 1, ForwardMode = false });
        Assert.True(report.Passed, report.ToString());
        var x = X;
        Assert.Equal([3.0, 12.0], Gradient.Of(Cube(x).Sum(), x, createGraph: true).Detach().ToArray<double>());
    }

    [Fact]
    public void A_second_derivative_is_refused_along_every_way()
    {
        // By the input, with a constant cotangent: without the mark nothing would be known to depend on x.
        var x = X;
        var g = Gradient.Of(Cube(x).Sum(), x, createGraph: true);
        Assert.True(g.RequiresGrad);
        Assert.Equal(Refusal, Assert.Throws<AutogradException>(() => Gradient.Of(g.Sum(), x)).Message);
        Assert.Equal(Refusal, Assert.Throws<AutogradException>(() => Gradient.Jvp(g, x, Tensor.OnesLike(x))).Message);

        // By the cotangent, and through a transform.
        var v = Tensor.From([1.0, 1.0]).RequiresGradInPlace();
        var product = Gradient.Of(Cube(x), x, v, createGraph: true);
        Assert.Equal(Refusal, Assert.Throws<AutogradException>(() => Gradient.Of(product.Sum(), v)).Message);
        Assert.Equal(Refusal, Assert.Throws<AutogradException>(() => Func.Hessian(y => Cube(y).Sum())(x)).Message);
        Assert.Equal([3.0, 12.0], Func.Grad(y => Cube(y).Sum())(x.Detach()).ToArray<double>());
    }

    private static Tensor Cube(Tensor x) => Op.Call(default(CubeOp), x.Contiguous());

    private struct CubeOp : IOp, IFloatBody, IOnceDifferentiable
    {
        private Saved x;

        public static string Name => "Cube";

        public readonly Form Infer(ref OpCall c) => Form.Like(c.Input(0));

        public void Compute(in OpCall c) => c.Float(ref this);

        public readonly void Run<T>(in OpCall c)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            for (int i = 0; i < c.Elements<T>(0).Length; i++) c.Results<T>()[i] = c.Elements<T>(0)[i] * c.Elements<T>(0)[i] * c.Elements<T>(0)[i];
        }

        public Node Record(in OpCall c)
        {
            x = Saved.Of(c.Input(0));
            return c.Node(this);
        }

        public readonly void Backward(in Cotangents c)
        {
            if (c[0] is not { } g) return;
            var slopes = x.Value.Detach().ToArray<double>().Zip(g.Detach().ToArray<double>(), static (v, w) => 3 * v * v * w);
            c.Add(0, Tensor.From(slopes.ToArray()));
        }

        public void Visit(ref SavedVisitor saved) => saved.Add(ref x);
    }
}
