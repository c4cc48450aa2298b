using System.Globalization;
using Autograd;
using Autograd.NN;
using Autograd.Optim;

namespace SecondOrder;

/// <summary>
/// A physics-informed network (Raissi, Perdikaris and Karniadakis, 2019): u_t = k u_xx on a rod whose ends are kept at 0, from u = sin(pi x).
/// The network never sees a solution; it learns that the equation holds. The solution is exp(-k pi^2 t) sin(pi x).
/// </summary>
internal static class HeatEquation
{
    private const double Conductivity = 0.1;
    private const int Points = 64;

    /// <summary>Trains the network; gives the largest error against the solution on a grid of its own.</summary>
    public static double Run(TextWriter output, int steps)
    {
        Generator.ManualSeed(0);
        var net = new Sequential(new Linear(2, 24), new Tanh(), new Linear(24, 24), new Tanh(), new Linear(24, 1));
        net.To(DType.Float64);
        var optimizer = new Adam(net.Parameters(), lr: 3e-3);
        var schedule = new CosineAnnealingLR(optimizer, steps);
        double residual = double.NaN;
        for (int step = 0; step < steps; step++)
        {
            var (x, t) = (Tensor.Rand([Points, 1], DType.Float64), Tensor.Rand([Points, 1], DType.Float64));
            optimizer.ZeroGrad();
            var loss = Residual(net, x, t).Square().Mean();
            loss.Backward();
            optimizer.Step();
            schedule.Step();
            residual = loss.Item();
        }

        double error = Error(net);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"heat equation      mean squared residual {residual:E1}, largest error {error:E1} of a solution between 0 and 1"));
        return error;
    }

    /// <summary>u_t - k u_xx. A row depends on its own x and t alone, so a tangent of ones is the derivative of every row at once.</summary>
    public static Tensor Residual(Module net, Tensor x, Tensor t)
    {
        var ones = Tensor.OnesLike(x);
        var alongTime = Func.Jvp(s => Temperature(net, x, s), t, ones).Tangent;
        var curvature = Func.Jvp(y => Func.Jvp(z => Temperature(net, z, t), y, ones).Tangent, x, ones).Tangent;
        return alongTime - Conductivity * curvature;
    }

    /// <summary>The ends and the start are right by construction: u = sin(pi x) + t x (1 - x) N(x, t) (Lagaris, Likas and Fotiadis, 1998).</summary>
    private static Tensor Temperature(Module net, Tensor x, Tensor t) =>
        (Math.PI * x).Sin() + t * x * (1 - x) * net.Forward(Tensor.Cat([x, t], 1));

    private static double Error(Module net)
    {
        using var scope = NoGrad.Scope;
        var axis = Tensor.Linspace(0, 1, 33, DType.Float64);
        var (x, t) = (axis.RepeatInterleave(33).Unsqueeze(1), axis.Repeat(33).Unsqueeze(1));
        var solution = (-Conductivity * Math.PI * Math.PI * t).Exp() * (Math.PI * x).Sin();
        return (Temperature(net, x, t) - solution).Abs().Max().Item();
    }
}
