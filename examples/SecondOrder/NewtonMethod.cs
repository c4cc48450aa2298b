using System.Globalization;
using Autograd;

namespace SecondOrder;

/// <summary>
/// Newton's method without a Hessian: each step solves H s = -g by conjugate gradients, which ask for products H v alone (Nocedal and Wright, 2006,
/// ch. 7). On the loss of a logistic regression the gradient loses its digits twice as fast with every step.
/// </summary>
internal static class NewtonMethod
{
    private const int Samples = 200;
    private const int Features = 10;

    /// <summary>Minimises the loss; gives the norm of the gradient in the end.</summary>
    public static double Run(TextWriter output)
    {
        Generator.ManualSeed(0);
        var x = Tensor.Randn([Samples, Features], DType.Float64);
        var y = (x.MV(Tensor.Randn([Features], DType.Float64)) + 0.5 * Tensor.Randn([Samples], DType.Float64)).Gt(0).Double();
        Tensor Loss(Tensor w) => (x.MV(w).Softplus() - y * x.MV(w)).Mean() + 1e-3 * w.Square().Sum();

        var w = Tensor.Zeros([Features], DType.Float64);
        var norms = new List<double>();
        for (int step = 0; step < 12; step++)
        {
            var g = Func.Grad(Loss)(w);
            norms.Add(g.Square().Sum().Sqrt().Item());
            if (norms[^1] < 1e-13) break;
            var at = w;
            var (_, product) = Func.Linearize(Func.Grad(Loss), at);
            w += Solve(product, -g);
        }
        output.WriteLine($"Newton's method    |g| by step: {string.Join(", ", norms.Select(static n => n.ToString("E1", CultureInfo.InvariantCulture)))}");
        return norms[^1];
    }

    /// <summary>H s = b by conjugate gradients, for H given by its products (Hestenes and Stiefel, 1952).</summary>
    public static Tensor Solve(Func<Tensor, Tensor> product, Tensor b)
    {
        Tensor s = Tensor.ZerosLike(b), r = b, p = b;
        double rr = r.Square().Sum().Item(), enough = 1e-24 * rr;
        for (int i = 0; i < 2 * b.Numel && rr > enough; i++)
        {
            var hp = product(p);
            double step = rr / (p * hp).Sum().Item();
            s += step * p;
            r -= step * hp;
            double next = r.Square().Sum().Item();
            p = r + (next / rr) * p;
            rr = next;
        }
        return s;
    }
}
