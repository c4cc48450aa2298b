using Autograd.Checks;
using Autograd.Testing;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Autograd.PropertyTests;

/// <summary>The generators give what they say, and what fails is shrunk to the smallest that still does.</summary>
public sealed class ArbitraryTests
{
    [Fact]
    public void A_failing_tensor_is_shrunk_to_the_smallest_shape_and_the_simplest_values()
    {
        var matrix = Smallest(Arbitraries.Tensors(), x => x.Rank < 2 || !Array.Exists(x.ToArray<double>(), v => v > 1.3));
        Assert.Equal([1, 1], matrix.Shape.ToArray());
        Assert.Equal([2.0], matrix.ToArray<double>());
        Assert.True(matrix.IsContiguous);

        // Two elements are needed, neither of which is whole; the rest goes.
        var pair = Smallest(Arbitraries.Tensors(), x => x.ToArray<double>().Count(v => v is > 0.3 and < 0.7) < 2);
        Assert.Equal(2, pair.Numel);
        Assert.Equal([0.5, 0.5], pair.ToArray<double>());
    }

    /// <summary>exp with the slope's sign turned where x is above 1: the least that shows it is one number.</summary>
    [Fact]
    public void A_wrong_derivative_is_shrunk_to_one_number()
    {
        var wrong = Smallest(Arbitraries.Tensors(maxRank: 3, maxSize: 3), x =>
        {
            Tensor Planted(Tensor v)
            {
                var y = v.Exp();
                return Tensor.Where(v.Gt(1), y.Detach() * 2 - y, y);
            }
            return GradCheck.Run(Planted, Run.Leaf(x)).Passed;
        });
        Assert.Equal(0, wrong.Rank);
        Assert.Equal(2, wrong.Item());
    }

    [Fact]
    public void A_failing_shape_is_shrunk()
    {
        var shape = Smallest(Arbitraries.Shapes(), s => s.Length < 2 || s.Max() < 3);
        Assert.Equal([1, 3], shape.Order());
        Assert.Equal([0], Smallest(Arbitraries.Shapes(), s => !s.Contains(0)));
        Assert.Equal([1, 1], Smallest(Arbitraries.Shapes(minRank: 2), _ => false));
    }

    [Fact]
    public void A_failing_pair_is_shrunk_and_still_broadcasts()
    {
        var (first, second) = Smallest(Arbitraries.BroadcastPairs(), p => p.First.Length <= p.Second.Length);
        Assert.Equal([1], first);
        Assert.Empty(second);
        (first, second) = Smallest(Arbitraries.BroadcastPairs(), p => p.First.Length != p.Second.Length || !p.First.Zip(p.Second).Any(n => n.First == 1 && n.Second > 1));
        Assert.Equal([1], first);
        Assert.Equal([2], second);
    }

    [Fact]
    public void A_layout_is_shrunk_to_row_major()
    {
        Assert.Equal(InputLayout.Contiguous, Smallest(Arbitraries.Layouts(), _ => false));
        Assert.Equal(InputLayout.Sliced, Smallest(Arbitraries.Layouts(), l => l != InputLayout.Sliced));
    }

    [Fact]
    public void Shapes_of_every_kind_are_drawn()
    {
        var shapes = Drawn(Arbitraries.Shapes());
        Assert.Equal(Enumerable.Range(0, 5), shapes.Select(s => s.Length).Distinct().Order());
        Assert.Equal(Enumerable.Range(0, 6), shapes.SelectMany(s => s).Distinct().Order());

        var pairs = Drawn(Arbitraries.BroadcastPairs());
        Assert.All(pairs, p => Tensor.Zeros(p.First).Add(Tensor.Zeros(p.Second)));
        Assert.Contains(pairs, p => p.First.Length < p.Second.Length);
        Assert.Contains(pairs, p => p.First.Length > p.Second.Length);
        Assert.Contains(pairs, p => p.First.Length == p.Second.Length && p.First.Zip(p.Second).Any(n => n.First > n.Second));
    }

    [Fact]
    public void Tensors_of_every_kind_are_drawn()
    {
        var tensors = Drawn(Arbitraries.Tensors(DType.Float32, minRank: 1, maxRank: 3, maxSize: 4));
        Assert.All(tensors, x => Assert.True(x.DType == DType.Float32 && x.Rank is >= 1 and <= 3 && x.Shape.ToArray().All(n => n <= 4)));
        Assert.All(tensors, x => Assert.All(x.ToArray<float>(), v => Assert.InRange(v, -2, 2)));
        Assert.Contains(tensors, x => x.IsContiguous && x.Numel > 1);
        Assert.Contains(tensors, x => !x.IsContiguous);
        Assert.Contains(tensors, x => x.Numel == 0);
        Assert.Contains(tensors, x => x.Layout.Strides.Contains(0));
    }

    [Fact]
    public void What_nothing_can_be_drawn_from_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Arbitraries.Shapes(minRank: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Arbitraries.Tensors(minRank: 3, maxRank: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Arbitraries.BroadcastPairs(maxSize: 0));
    }

    /// <summary>The last case that failed is the one that shrinking ended with.</summary>
    private static T Smallest<T>(Arbitrary<T> arbitrary, Func<T, bool> holds)
    {
        var failing = new List<T>();
        Assert.ThrowsAny<Exception>(() => Run1000(arbitrary, x =>
        {
            if (holds(x)) return true;
            failing.Add(x);
            return false;
        }));
        return failing[^1];
    }

    private static List<T> Drawn<T>(Arbitrary<T> arbitrary)
    {
        var drawn = new List<T>();
        Run1000(arbitrary, x =>
        {
            drawn.Add(x);
            return true;
        });
        return drawn;
    }

    private static void Run1000<T>(Arbitrary<T> arbitrary, Func<T, bool> property) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000).WithReplay(new Replay(new Rnd(1, 0x9E3779B97F4A7C15), FSharpOption<int>.None)),
        Prop.ForAll(arbitrary, property));
}
