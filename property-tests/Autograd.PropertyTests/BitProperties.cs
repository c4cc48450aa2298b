using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>An element's value and gradient are the same bits wherever it lies and whoever computes it.</summary>
[Collection("threads")]
public sealed class BitProperties
{
    [Theory]
    [MemberData(nameof(RowData.All), MemberType = typeof(RowData))]
    public void Layout_changes_no_bit(string name) => BitChecks.Layout(OpTable.Find(name));

    [Theory]
    [MemberData(nameof(RowData.Formulas), MemberType = typeof(RowData))]
    public void Position_and_length_change_no_bit(string name) => OpProperty.Check(
        OpTable.Find(name),
        12,
        (@case, draw) =>
        {
            // Broadcast first, so that elements stay side by side.
            var inputs = Broadcast(@case.Inputs(draw.Dice()));
            if (inputs[0].Numel == 0) return;
            var reference = Run.Of(@case, inputs);
            int before = draw.Seed % 37, length = inputs[0].Numel;
            var padded = Array.ConvertAll(inputs, x => Tensor.Cat([x.Slice(0, 0, 1).Expand(before), x, x.Slice(0, 0, 1).Expand(11)]));
            var leaves = Array.ConvertAll(padded, Run.Leaf);
            var y = @case.Function(leaves)[0];
            var cotangent = Tensor.Cat([Tensor.Ones([before], y.DType), Run.Cotangent(reference.Outputs[0]), Tensor.Ones([11], y.DType)]);
            var gradients = Gradient.Of(y, leaves, cotangent, allowUnused: true);
            Same.Bits(reference, new Run([y.Narrow(0, before, length)], Array.ConvertAll(gradients, g => g?.Narrow(0, before, length))), "embedded");
        },
        maxSize: 9);

    [Theory]
    [MemberData(nameof(RowData.All), MemberType = typeof(RowData))]
    public void The_number_of_threads_changes_no_bit(string name) => BitChecks.Threads(OpTable.Find(name));

    private static Tensor[] Broadcast(Tensor[] inputs)
    {
        using var scope = NoGrad.Scope;
        var sum = inputs.Aggregate((a, b) => a + b);
        return Array.ConvertAll(inputs, x => x.ExpandAs(sum).Flatten().Clone());
    }
}
