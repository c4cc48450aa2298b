using Autograd.Checks;

namespace Autograd.Testing;

/// <summary>What is true of the derivatives of an op.</summary>
internal static class DerivativeChecks
{
    /// <summary>Every derivative up to an order against differences, forward against backward mode, recorded against not.</summary>
    public static void Orders(OpRow row, int order = 2, int draws = 25, int maxSize = 3) => OpProperty.Check(
        row,
        draws,
        (@case, draw) => GradCheck.Run(@case.Function, Array.ConvertAll(@case.Inputs(draw.Dice()), Run.Leaf), new GradCheckOptions { Order = order, Seed = (ulong)draw.Seed }).ThrowIfFailed(),
        maxSize);

    /// <summary>&lt;A x, y&gt; = &lt;x, A'y&gt;.</summary>
    public static void Adjoint(OpRow row) => OpProperty.Check(row, 20, (@case, draw) =>
    {
        var x = Array.ConvertAll(@case.Inputs(draw.Dice()), Run.Leaf);
        var y = @case.Function(x);
        // An empty dimension unbound is no tensor at all.
        if (y.Length == 0) return;
        Tensor[] wanted = [.. x.Where(t => t.RequiresGrad)];
        double size = 0, forward = 0, backward = 0;
        var cotangents = Array.ConvertAll(y, Run.Cotangent);
        var gradients = Gradient.Of(y, wanted, cotangents, allowUnused: true);
        for (int k = 0; k < y.Length; k++) forward += Run.Dot(y[k], cotangents[k], ref size);
        for (int i = 0; i < wanted.Length; i++)
        {
            if (gradients[i] is { } g) backward += Run.Dot(wanted[i], g, ref size);
        }
        Need.That(Math.Abs(forward - backward) <= 1e-14 * size, $"<A x, y> = {forward:R}, <x, A'y> = {backward:R}");
    });

    public static void NoGradient(OpRow row) => OpProperty.Check(row, 4, (@case, draw) =>
    {
        foreach (var y in @case.Function(Array.ConvertAll(@case.Inputs(draw.Dice()), Run.Leaf))) Need.That(!y.RequiresGrad, $"a result {y.DType.Name} {y.Shape} requires a gradient");
    });

    public static void Zero(OpRow row) => OpProperty.Check(row, 4, (@case, draw) =>
    {
        foreach (var g in Run.Of(@case, @case.Inputs(draw.Dice())).Gradients)
            Need.That(g is not null && Array.TrueForAll(g.ToArray<double>(), static v => v == 0), $"the gradient is {(g is null ? "absent" : g.ToString())}, not 0");
    });
}
