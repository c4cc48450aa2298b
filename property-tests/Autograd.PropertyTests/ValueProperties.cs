using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>Values at the edges of the numbers, in integers, and in single precision.</summary>
public sealed class ValueProperties
{
    private static readonly double[] Edges =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, 6, -3,
        double.Epsilon, -double.Epsilon, 1e-300, -1e-300, 1e-20, 1e20, -1e20, 1e300, -1e300, double.MaxValue, double.MinValue,
    ];

    [Theory]
    [MemberData(nameof(RowData.Formulas), MemberType = typeof(RowData))]
    public void Values_are_those_of_the_formula(string name) => ValueChecks.Formula(OpTable.Find(name));

    [Theory]
    [MemberData(nameof(RowData.UnaryFormulas), MemberType = typeof(RowData))]
    public void One_number_at_the_edges_is_as_the_reference(string name)
    {
        var row = OpTable.Find(name);
        var formula = row.Unary!;
        var run = Run.Of(row.Cases[0], [Tensor.From(Edges)]);
        var x = Tensor.From(Edges);
        x.RequiresGrad = true;
        var ones = Tensor.Ones([Edges.Length], DType.Float64);
        ones.RequiresGrad = true;
        var slope = Gradient.Of(row.Cases[0].Function([x])[0], x, ones, createGraph: true);
        for (int i = 0; i < Edges.Length; i++)
        {
            Near(formula.Value(Edges[i]), run.Outputs[0].ToArray<double>()[i], $"{name}({Edges[i]:R})");
            Near(formula.Slope(Edges[i]), slope.ToArray<double>()[i], $"slope of {name} at {Edges[i]:R}");
        }
    }

    [Theory]
    [MemberData(nameof(RowData.BinaryFormulas), MemberType = typeof(RowData))]
    public void Two_numbers_at_the_edges_are_as_the_reference(string name)
    {
        var row = OpTable.Find(name);
        var formula = row.Binary!;
        var x = Run.Leaf(Tensor.From(Edges).Unsqueeze(1).Expand(Edges.Length, Edges.Length));
        var y = Run.Leaf(Tensor.From(Edges).Expand(Edges.Length, Edges.Length));
        var z = row.Cases[0].Function([x, y])[0];
        var gradients = Gradient.Of(z, [x, y], Tensor.OnesLike(z));
        var (values, byX, byY) = (z.ToArray<double>(), gradients[0]!.ToArray<double>(), gradients[1]!.ToArray<double>());
        for (int i = 0, n = 0; i < Edges.Length; i++)
        {
            for (int j = 0; j < Edges.Length; j++, n++)
            {
                string at = $"({Edges[i]:R}, {Edges[j]:R})";
                Near(formula.Value(Edges[i], Edges[j]), values[n], name + at);
                var slopes = formula.Slopes(Edges[i], Edges[j]);
                Near(slopes.ByX, byX[n], $"first slope of {name}{at}");
                Near(slopes.ByY, byY[n], $"second slope of {name}{at}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(RowData.WithIntegers), MemberType = typeof(RowData))]
    public void Integers_give_what_the_row_says(string name)
    {
        var row = OpTable.Find(name);
        OpProperty.Check(row, 6, (@case, draw) =>
        {
            foreach (var dtype in (ReadOnlySpan<DType>)[DType.Int64, DType.Int32])
            {
                // A number in the text of a case would make the result floating: formulas are tested on their first case.
                if (row.IsElementwise && @case != row.Cases[0]) return;
                var drawn = @case.Inputs(draw.Dice());
                var integers = Array.ConvertAll(drawn, x => x.DType == DType.Float64 ? (x * 2).To(dtype) : x);
                Tensor[] Converted(DType to) => [.. integers.Zip(drawn, (whole, x) => x.DType == DType.Float64 ? whole.To(to) : whole)];
                var floats = Converted(DType.Float64);
                if (row.Integers == IntegerResult.Refused)
                {
                    Assert.Throws<DTypeException>(() => @case.Function(integers));
                    continue;
                }
                var (actual, expected) = (@case.Function(integers), @case.Function(floats));
                for (int k = 0; k < actual.Length; k++)
                {
                    var wanted = row.Integers switch
                    {
                        IntegerResult.Kept => expected[k].DType == DType.Float64 ? dtype : expected[k].DType,
                        IntegerResult.Widened => DType.Int64,
                        IntegerResult.Float => DType.Float32,
                        _ => expected[k].DType,
                    };
                    Assert.Equal(wanted, actual[k].DType);
                    var single = row.Integers == IntegerResult.Float
                        ? @case.Function(Converted(DType.Float32))[k]
                        : expected[k].To(wanted);
                    Same.Bits(single, actual[k], $"{dtype}: output {k}");
                }
            }
        });
    }

    [Theory]
    [MemberData(nameof(RowData.Differentiable), MemberType = typeof(RowData))]
    public void Single_precision_agrees_with_double(string name) => OpProperty.Check(OpTable.Find(name), 6, (@case, draw) =>
    {
        var inputs = @case.Inputs(draw.Dice());
        var singles = Array.ConvertAll(inputs, x => x.DType == DType.Float64 ? x.To(DType.Float32) : x);
        var doubles = Array.ConvertAll(singles, x => x.DType == DType.Float32 ? x.To(DType.Float64) : x);
        var (expected, actual) = (Run.Of(@case, doubles), Run.Of(@case, singles));
        for (int k = 0; k < expected.Outputs.Length; k++) Close(expected.Outputs[k], actual.Outputs[k], $"output {k}");
        for (int i = 0; i < expected.Gradients.Length; i++)
        {
            if (expected.Gradients[i] is { } g) Close(g, actual.Gradients[i]!, $"gradient {i}");
        }
    });

    private static void Close(Tensor expected, Tensor actual, string what)
    {
        var (a, b) = (expected.Detach().To(DType.Float64).ToArray<double>(), actual.Detach().To(DType.Float64).ToArray<double>());
        double scale = a.Where(double.IsFinite).Select(Math.Abs).Append(1).Max();
        for (int i = 0; i < a.Length; i++) Assert.True(a[i].Equals(b[i]) || Math.Abs(a[i] - b[i]) <= 3e-5 * scale, $"{what}, element {i}: {b[i]:R}, not {a[i]:R}");
    }

    /// <summary>The same kind of number, and within 1e-13 of the reference.</summary>
    private static void Near(double expected, double actual, string what)
    {
        bool isNear = double.IsNaN(expected) ? double.IsNaN(actual)
            : double.IsInfinity(expected) ? actual == expected
            : Math.Abs(expected - actual) <= 1e-13 * Math.Abs(expected) + 1e-307;
        Assert.True(isNear, $"{what} is {actual:R}, not {expected:R}");
    }
}
