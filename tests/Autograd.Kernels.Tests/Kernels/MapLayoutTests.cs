using System.Numerics;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd.Kernels.Tests;

/// <summary>Maps over operands in every layout, large enough for parts and tiles, against elements one by one.</summary>
public class MapLayoutTests
{
    [Theory]
    [InlineData(1, 8, 8)]
    [InlineData(1, 1024, 1024)]
    [InlineData(1, 45, 3000)]
    [InlineData(3, 70, 130)]
    [InlineData(2, 200, 190)]
    [InlineData(5, 9, 7)]
    [InlineData(1, 70_001, 9)]
    [InlineData(1, 9, 70_001)]
    public void ATransposedOperandIsReadInTheOrderOfTheOutput(int batch, int rows, int columns)
    {
        var output = Layout.Contiguous([batch, rows, columns]);
        Layout transposed = Layout.Strided([batch, rows, columns], [rows * columns, 1, rows], 3);
        Layout[] others =
        [
            output,
            transposed,
            Layout.Strided([batch, rows, columns], [0, 0, 1], 5),
            Layout.Strided([batch, rows, columns], [rows, 1, 0], 0),
            Layout.Strided([batch, rows, columns], [2 * rows * columns, 2 * columns, 2], 1),
            Layout.Strided([batch, rows, columns], [0, 0, 0], 2),
        ];
        foreach (Layout other in others)
        {
            Check<float>(output, transposed, other);
            Check<double>(other, other, transposed);
            Check<float>(transposed, other, output);
        }
    }

    [Fact]
    public void EveryLayoutIsReadInTheOrderOfTheOutput()
    {
        var random = new System.Random(1);
        for (int i = 0; i < 300; i++)
        {
            int[] sizes = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 40))];
            Layout mask = Layouts.Random(random, sizes), x = Layouts.Random(random, sizes), y = Layouts.Random(random, sizes);
            Check<float>(mask, x, y);
            Check<double>(mask, x, y);
        }
    }

    /// <summary>Bytes beside numbers: each operand has an element size of its own.</summary>
    private static void Check<T>(Layout mask, Layout x, Layout y)
        where T : unmanaged, INumber<T>
    {
        byte[] ms = [.. Numbers<int>(mask).Select(m => (byte)(m % 2))];
        T[] xs = Numbers<T>(x), ys = Numbers<T>(y), z = new T[mask.Count];
        MapKernel.Masked(default(Pick), ms, mask, xs, x, ys, y, z);
        int[] atMask = Layouts.Offsets(mask), atX = Layouts.Offsets(x), atY = Layouts.Offsets(y);
        for (int i = 0; i < z.Length; i++)
        {
            T expected = ms[atMask[i]] != 0 ? xs[atX[i]] : ys[atY[i]];
            if (z[i] != expected) Assert.Fail($"{mask} ? {x} : {y}: element {i} is {z[i]} instead of {expected}");
        }
    }

    private static T[] Numbers<T>(Layout layout)
        where T : unmanaged, INumber<T>
    {
        var numbers = new T[Layouts.Extent(layout)];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = T.CreateTruncating((i * 7919L) % 65_521);
        return numbers;
    }

    private readonly struct Pick : IMaskedFormula
    {
        public V Value<V>(Mask<V> mask, V x, V y)
            where V : struct, INumeric<V> => V.Select(mask, x, y);
    }
}
