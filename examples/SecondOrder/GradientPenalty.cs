using System.Globalization;
using Autograd;
using Autograd.NN;
using Autograd.Optim;

namespace SecondOrder;

/// <summary>
/// A critic with a gradient penalty (Gulrajani et al., 2017): D rises as much as it can from one place to another, and pays w (|dD/dx| - 1)^2 for its
/// slope on the way. For two points at a distance d the best slope is the same everywhere between them, 1 + d / (2 w).
/// </summary>
internal static class GradientPenalty
{
    private const double Weight = 10;
    private const int Points = 32;

    /// <summary>Trains the critic; gives the relative error of what it reports as the distance, d (1 + d / (2 w)).</summary>
    public static double Run(TextWriter output, int steps)
    {
        Generator.ManualSeed(0);
        var critic = new Sequential(new Linear(2, 32), new Tanh(), new Linear(32, 32), new Tanh(), new Linear(32, 1));
        critic.To(DType.Float64);
        Tensor near = Tensor.From([-0.6, 0.2]), far = Tensor.From([0.6, 1.1]);
        double distance = (far - near).Square().Sum().Sqrt().Item(), expected = distance * (1 + distance / (2 * Weight));
        var optimizer = new Adam(critic.Parameters(), lr: 2e-3);
        var schedule = new CosineAnnealingLR(optimizer, steps);
        for (int step = 0; step < steps; step++)
        {
            optimizer.ZeroGrad();
            var between = near + Tensor.Rand([Points, 1], DType.Float64) * (far - near);
            var loss = critic.Forward(near) - critic.Forward(far) + Weight * Penalty(critic, between);
            loss.Sum().Backward();
            optimizer.Step();
            schedule.Step();
        }

        double found = Rise(critic, near, far), error = Math.Abs(found / expected - 1);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"gradient penalty   the critic rises by {found:F4}, the best one by {expected:F4}: {error:E1}"));
        return error;
    }

    /// <summary>The mean of (|dD/dx| - 1)^2, itself recorded as the parameters of D are behind it.</summary>
    public static Tensor Penalty(Module critic, Tensor x)
    {
        var slopes = Func.Grad(v => critic.Forward(v).Sum())(x);
        return (slopes.Square().Sum(1).Sqrt() - 1).Square().Mean();
    }

    private static double Rise(Module critic, Tensor near, Tensor far)
    {
        using var scope = NoGrad.Scope;
        return (critic.Forward(far) - critic.Forward(near)).Item();
    }
}
