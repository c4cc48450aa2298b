using Autograd.Checks;
using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>Each element is judged against its own size: a right rule passes in any unit, and one wrong element beside large ones does not.</summary>
public sealed class ScaleProperties
{
    private static readonly double[] Units = [1e-8, 1e8];

    [Theory]
    [MemberData(nameof(RowData.Differentiable), MemberType = typeof(RowData))]
    public void A_right_rule_passes_in_any_unit(string name) => OpProperty.Check(OpTable.Find(name), 2, (@case, draw) =>
    {
        foreach (double unit in Units)
        {
            var inputs = Array.ConvertAll(@case.Inputs(draw.Dice()), Run.Leaf);
            var scaled = Array.ConvertAll(inputs, x => x.RequiresGrad ? Run.Leaf(x.Detach() * unit) : x);
            Tensor[] Call(Tensor[] xs) => Array.ConvertAll(
                @case.Function(Array.ConvertAll(xs, x => x.DType == DType.Float64 ? x / unit : x)),
                y => y.DType == DType.Float64 ? y * unit : y);
            GradCheck.Run(Call, scaled, new GradCheckOptions { Seed = (ulong)draw.Seed }).ThrowIfFailed();
        }
    });

    /// <summary>The row beside a copy of itself in a unit 1e8 times larger; the gradient of one small element has the wrong sign.</summary>
    [Theory]
    [MemberData(nameof(RowData.UnaryFormulas), MemberType = typeof(RowData))]
    public void A_small_wrong_element_is_seen_beside_large_ones(string name) => OpProperty.Check(OpTable.Find(name), 4, (@case, draw) =>
    {
        var inputs = @case.Inputs(draw.Dice());
        var x = Run.Leaf(inputs[0].Flatten());
        if (inputs.Length > 1 || x.Numel == 0 || Gradient.Of(@case.Function([x])[0].Sum(), x).ToArray<double>()[0] == 0) return;
        Tensor Beside(Tensor first) => Tensor.Cat([@case.Function([first])[0], 1e8 * @case.Function([first * 1.0])[0]]);
        Assert.True(GradCheck.Run(Beside, x).Passed);

        Tensor Reversed(Tensor all)
        {
            var y = @case.Function([all])[0];
            // The value stays, the sign of the slope turns: y = 2 c - y where c is y held constant.
            return Tensor.Cat([(2 * y.Detach() - y)[..1], y[1..], 1e8 * @case.Function([all * 1.0])[0]]);
        }

        Assert.Equal(GradCheckVerdict.Fail, GradCheck.Run(Reversed, x).Verdict);
    });
}
