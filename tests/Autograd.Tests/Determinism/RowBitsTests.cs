using System.Runtime.InteropServices;
using Autograd.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Autograd.Tests.Determinism;

/// <summary>An element's value and gradient are the same bits at any position, length, layout and batch size.</summary>
public class RowBitsTests
{
    private static readonly Gen<(int N, int D, int Row, ulong Seed)> Cases =
        from large in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from n in large ? Gen.Choose(500, 1500) : Gen.Choose(1, 40)
        from d in Gen.Frequency((3, Gen.Choose(2, 40)), (1, Gen.Choose(41, 300)))
        from row in Gen.Choose(0, n - 1)
        from seed in Gen.Choose(0, int.MaxValue)
        select (n, d, row, (ulong)seed);

    public static TheoryData<string, int> Functions()
    {
        var functions = new TheoryData<string, int>();
        foreach (var row in OpTable.Rows)
        {
            for (int i = 0; i < row.RowFunctions.Count; i++) functions.Add(row.Name, i);
        }
        return functions;
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void ARowHasTheSameBitsWhereverItIs(string op, int number)
    {
        var row = OpTable.Find(op).RowFunctions[number];
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(Cases.ToArbitrary(), draw => Holds(row, draw.N, draw.D, draw.Row, draw.Seed)));
    }

    [Fact]
    public void AColumnOfAProductHasTheSameBitsWhereverItIs() =>
        Prop.ForAll(Cases.ToArbitrary(), draw =>
        {
            var generator = new Generator(draw.Seed);
            Tensor x = Tensor.Randn([draw.Row + 1, draw.D], DType.Float32, generator), w = Tensor.Randn([draw.D, draw.N], DType.Float32, generator);
            var all = x.MatMul(w);
            return Same(all.Narrow(1, draw.Row, 1), x.MatMul(w.Narrow(1, draw.Row, 1)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AFunctionThatLooksAtItsNeighboursIsFound() =>
        Assert.False(Holds(new RowFunction((d, shape) => d.Real(shape), x => x - x.Mean(0)), n: 30, d: 10, row: 3, seed: 1));

    private static bool Holds(RowFunction op, int n, int d, int row, ulong seed)
    {
        var f = op.Function;
        var generator = new Generator(seed);
        var x = op.Inputs(new Dice(seed, layout: InputLayout.Contiguous), [n, d]).To(DType.Float32);
        var y = f(x);
        // The gradient of the result: the same numbers for the row in every arrangement.
        var g = Tensor.Randn(y.Shape, DType.Float32, generator);
        var (value, gradient) = Run(f, x, g);
        var oneX = x.Narrow(0, row, 1);
        var oneG = g.Narrow(0, row, 1);
        return AtRow(Run(f, oneX.Clone(), oneG.Clone()), 0)                       // alone
            && AtRow(Run(f, oneX, oneG), 0)                                       // in the middle of a storage
            && AtRow(Run(f, x.T.Contiguous().T, g), row)                          // columns first
            && AtRow(Run(f, Tensor.Cat([x, x], 1).Narrow(1, d, d), g), row)       // rows with a gap, off the start
            && AtRow(Run(f, x.Narrow(0, row, n - row), g.Narrow(0, row, n - row)), 0)
            && AtRow(Run(f, Tensor.Cat([oneX, x], 0), Tensor.Cat([oneG, g], 0)), row + 1)
            && AtRow(Run(f, oneX.Expand(3, d), oneG.Expand([3, .. oneG.Shape.ToArray()[1..]])), 2);

        bool AtRow((Tensor Value, Tensor Gradient) other, int at) =>
            Same(value.Narrow(0, row, 1), other.Value.Narrow(0, at, 1)) && Same(gradient.Narrow(0, row, 1), other.Gradient.Narrow(0, at, 1));
    }

    private static (Tensor Value, Tensor Gradient) Run(Func<Tensor, Tensor> f, Tensor x, Tensor g)
    {
        // Another tensor on the same memory, with the layout as it is.
        var leaf = x.Detach().RequiresGradInPlace();
        var y = f(leaf);
        return (y.Detach(), Gradient.Of(y, leaf, g));
    }

    private static bool Same(Tensor a, Tensor b) =>
        MemoryMarshal.AsBytes<float>(a.ToArray<float>()).SequenceEqual(MemoryMarshal.AsBytes<float>(b.ToArray<float>()));
}
