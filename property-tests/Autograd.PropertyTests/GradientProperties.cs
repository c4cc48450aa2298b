using Autograd.Checks;
using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>Every derivative of every row against central differences, forward against backward mode, recorded against not.</summary>
public sealed class GradientProperties
{
    [Theory]
    [MemberData(nameof(RowData.Differentiable), MemberType = typeof(RowData))]
    public void Orders_one_and_two_agree_with_differences(string name) =>
        OpProperty.Check(OpTable.Find(name), 25, (@case, draw) => Check(@case, draw, order: 2));

    [Theory]
    [MemberData(nameof(RowData.Formulas), MemberType = typeof(RowData))]
    public void Order_three_of_formulas_agrees_with_differences_of_order_two(string name) =>
        OpProperty.Check(OpTable.Find(name), 8, (@case, draw) => Check(@case, draw, order: 3), maxSize: 2);

    [Theory]
    [MemberData(nameof(RowData.Linear), MemberType = typeof(RowData))]
    public void Linear_ops_have_their_adjoint(string name) => OpProperty.Check(OpTable.Find(name), 20, (@case, draw) =>
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
        Assert.True(Math.Abs(forward - backward) <= 1e-14 * size, $"<A x, y> = {forward:R}, <x, A'y> = {backward:R}");
    });

    [Theory]
    [MemberData(nameof(RowData.NotDifferentiable), MemberType = typeof(RowData))]
    public void What_is_not_differentiable_does_not_require_a_gradient(string name) => OpProperty.Check(OpTable.Find(name), 4, (@case, draw) =>
        Assert.All(@case.Function(Array.ConvertAll(@case.Inputs(draw.Dice()), Run.Leaf)), y => Assert.False(y.RequiresGrad)));

    [Theory]
    [MemberData(nameof(RowData.Steps), MemberType = typeof(RowData))]
    public void Steps_have_the_gradient_zero(string name) => OpProperty.Check(OpTable.Find(name), 4, (@case, draw) =>
        Assert.All(Run.Of(@case, @case.Inputs(draw.Dice())).Gradients, g => Assert.All(g!.ToArray<double>(), v => Assert.Equal(0, v))));

    private static void Check(OpCase @case, Draw draw, int order) =>
        GradCheck.Run(@case.Function, Array.ConvertAll(@case.Inputs(draw.Dice()), Run.Leaf), new GradCheckOptions { Order = order, Seed = (ulong)draw.Seed }).ThrowIfFailed();
}
