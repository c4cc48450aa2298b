using Autograd.Checks;
using FsCheck;
using FsCheck.Fluent;

namespace Autograd.Testing;

/// <summary>FsCheck's generators of shapes, pairs that broadcast, layouts and tensors; what fails is shrunk to the smallest that still does.</summary>
/// <example>
/// <code>
/// Check.QuickThrowOnFailure(Prop.ForAll(Arbitraries.Tensors(), x => x.Neg().Neg().Equal(x)));
/// </code>
/// </example>
public static class Arbitraries
{
    /// <summary>Shapes; one size in twenty is 0. A shape is shrunk by leaving dimensions out and by making them smaller, to 1.</summary>
    /// <param name="minRank">The fewest dimensions.</param>
    /// <param name="maxRank">The most dimensions.</param>
    /// <param name="maxSize">The largest size of a dimension.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rank is negative, the two are the wrong way round, or the size is not positive.</exception>
    public static Arbitrary<int[]> Shapes(int minRank = 0, int maxRank = 4, int maxSize = 5) =>
        Arb.From(ShapesOf(minRank, maxRank, maxSize), shape => Shrink.Shapes(shape, minRank));

    /// <summary>Two shapes that broadcast: with sizes of 1, and with dimensions missing, on either side. They are shrunk together, and still broadcast.</summary>
    /// <param name="maxRank">The most dimensions.</param>
    /// <param name="maxSize">The largest size of a dimension.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rank is negative, or the size is not positive.</exception>
    public static Arbitrary<(int[] First, int[] Second)> BroadcastPairs(int maxRank = 4, int maxSize = 5)
    {
        var narrowing =
            from dropped in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(0, maxRank)))
            from ones in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true))).ArrayOf(maxRank)
            select (Dropped: dropped, Ones: ones);
        return Arb.From(
            from full in ShapesOf(0, maxRank, maxSize)
            from first in narrowing
            from second in narrowing
            select (Narrow(full, first.Dropped, first.Ones), Narrow(full, second.Dropped, second.Ones)),
            static pair => Shrink.Pairs(pair.Item1, pair.Item2));
    }

    /// <summary>Layouts; any is shrunk to row-major.</summary>
    public static Arbitrary<InputLayout> Layouts() => Arb.From(LayoutKinds, static layout => layout == InputLayout.Contiguous ? [] : [InputLayout.Contiguous]);

    /// <summary>
    /// Tensors of numbers in [-2, 2] under any layout. One is shrunk to a row-major one, then to a part of it, then in its values: to 0 and 1, to whole
    /// numbers, to halves and quarters.
    /// </summary>
    /// <param name="dtype">float64 unless said otherwise.</param>
    /// <param name="minRank">The fewest dimensions.</param>
    /// <param name="maxRank">The most dimensions.</param>
    /// <param name="maxSize">The largest size of a dimension.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rank is negative, the two are the wrong way round, or the size is not positive.</exception>
    public static Arbitrary<Tensor> Tensors(DType dtype = DType.Float64, int minRank = 0, int maxRank = 4, int maxSize = 5) => Arb.From(
        from shape in ShapesOf(minRank, maxRank, maxSize)
        from layout in LayoutKinds
        from seed in Gen.Choose(1, 1_000_000_000)
        select Drawn(dtype, shape, layout, (ulong)seed),
        x => Shrink.Tensors(x, minRank));

    private static Gen<InputLayout> LayoutKinds =>
        Gen.Elements(InputLayout.Contiguous, InputLayout.Offset, InputLayout.Permuted, InputLayout.Sliced, InputLayout.Expanded);

    private static Gen<int[]> ShapesOf(int minRank, int maxRank, int maxSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minRank);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRank, minRank);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSize, 1);
        var size = Gen.Frequency((20, Gen.Choose(1, maxSize)), (1, Gen.Constant(0)));
        return from rank in Gen.Choose(minRank, maxRank)
               from sizes in size.ArrayOf(rank)
               select sizes;
    }

    private static Tensor Drawn(DType dtype, int[] shape, InputLayout layout, ulong seed) =>
        Embedding.Embed(new Dice(seed, layout: InputLayout.Contiguous).Real(shape).To(dtype), layout, new SplitMix(seed));

    private static int[] Narrow(int[] full, int dropped, bool[] ones)
    {
        int[] narrow = [.. full[Math.Min(dropped, full.Length)..]];
        for (int d = 0; d < narrow.Length; d++)
        {
            if (ones[d]) narrow[d] = 1;
        }
        return narrow;
    }
}
