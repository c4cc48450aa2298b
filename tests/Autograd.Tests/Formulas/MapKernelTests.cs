using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd.Tests.Formulas;

/// <summary>The loops against a plain walk over indices: every mixture of layouts, every length, integers, truth values.</summary>
public sealed class MapKernelTests
{
    public static TheoryData<int[], int[], int[]> Layouts => new()
    {
        // sizes, strides of a, strides of b
        { [], [], [] },
        { [0], [1], [1] },
        { [3, 0, 2], [0, 2, 1], [0, 2, 1] },
        { [1], [1], [1] },
        { [17], [1], [0] },
        { [17], [3], [1] },
        { [5, 100], [100, 1], [0, 1] },
        { [5, 100], [100, 1], [1, 0] },
        { [5, 100], [0, 1], [1, 0] },
        { [300, 7], [7, 1], [0, 1] },
        { [300, 7], [7, 1], [1, 300] },
        { [40, 70], [1, 40], [70, 1] },
        { [4, 3, 80], [240, 80, 1], [80, 0, 1] },
        { [4, 3, 80], [80, 0, 1], [1, 4, 12] },
        { [6, 5, 4, 3], [60, 12, 3, 1], [1, 6, 30, 120] },
        { [2, 1, 90], [90, 7, 1], [0, 0, 0] },
        { [700, 130], [130, 1], [0, 1] },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_element_meets_its_partner(int[] sizes, int[] stridesA, int[] stridesB)
    {
        Layout al = Layout.Strided(sizes, stridesA, 2), bl = Layout.Strided(sizes, stridesB, 1);
        double[] a = Numbers(100_000, 1), b = Numbers(100_000, 2), z = new double[al.Count];
        var truth = new byte[al.Count];
        MapKernel.Binary<double, SubFormula>(default, a, al, b, bl, z);
        MapKernel.Predicate<double, LtFormula>(default, a, al, b, bl, truth);
        double[] gx = new double[al.Count], gy = new double[al.Count];
        var g = new MapOperand<double>(z, Layout.Contiguous(sizes));
        MapKernel.Slopes(default(BinarySlopes<MulFormula>), g, new(a, al), new(b, bl), default, gx, gy);
        var only = new double[al.Count];
        MapKernel.Slopes(default(BinarySlopes<MulFormula>), g, new(a, al), default, default, default, only);
        Assert.Equal(gy, only);
        for (int flat = 0; flat < al.Count; flat++)
        {
            double x = a[At(al, flat)], y = b[At(bl, flat)];
            Assert.Equal(x - y, z[flat]);
            Assert.Equal(x < y ? 1 : 0, truth[flat]);
            Assert.Equal((x - y) * y, gx[flat]);
            Assert.Equal((x - y) * x, gy[flat]);
        }
    }

    [Fact]
    public void Every_length_is_served()
    {
        float[] x = Array.ConvertAll(Numbers(600, 3), v => (float)v);
        for (int n = 0; n < 300; n++)
        {
            var y = new float[n];
            MapKernel.Unary<float, NegFormula>(default, x, Layout.Contiguous([n]), y);
            for (int i = 0; i < n; i++) Assert.Equal(-x[i], y[i]);
        }
    }

    [Fact]
    public void An_output_may_be_the_input()
    {
        for (int n = 1; n < 200; n += 13)
        {
            double[] x = Numbers(n, 4), expected = Array.ConvertAll(x, v => v * v);
            MapKernel.Unary<double, SquareFormula>(default, x, Layout.Contiguous([n]), x);
            Assert.Equal(expected, x);
        }

        double[] large = Numbers(200_000, 5), sums = Array.ConvertAll(large, v => v + v);
        MapKernel.Binary<double, AddFormula>(default, large, Layout.Contiguous([200_000]), large, Layout.Contiguous([200_000]), large);
        Assert.Equal(sums, large);
    }

    [Fact]
    public void Integers_use_the_same_text()
    {
        Integers<int>(v => v);
        Integers<long>(v => v);
        Layout layout = Layout.Contiguous([5]);
        byte[] a = [250, 3, 0, 7, 1], b = [10, 3, 1, 2, 255], z = new byte[5];
        MapKernel.Binary<byte, AddFormula>(default, a, layout, b, layout, z);
        Assert.Equal([4, 6, 1, 9, 0], z);
        MapKernel.Binary<byte, MaximumFormula>(default, a, layout, b, layout, z);
        Assert.Equal([250, 3, 1, 7, 255], z);
        MapKernel.Predicate<byte, GeFormula>(default, a, layout, b, layout, z);
        Assert.Equal([1, 1, 0, 1, 0], z);
    }

    [Fact]
    public void Integers_refuse_what_only_real_numbers_have()
    {
        long[] x = [1, 2], y = new long[2];
        Layout layout = Layout.Contiguous([2]);
        Assert.Throws<NotSupportedException>(() => MapKernel.Unary<long, ExpFormula>(default, x, layout, y));
        Assert.Throws<NotSupportedException>(() => MapKernel.Binary<long, DivFormula>(default, x, layout, x, layout, y));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_mask_of_bytes_chooses_between_numbers_of_every_size(int[] sizes, int[] stridesA, int[] stridesB)
    {
        Layout al = Layout.Strided(sizes, stridesA, 2), bl = Layout.Strided(sizes, stridesB, 1);
        var random = new System.Random(7);
        byte[] mask = Array.ConvertAll(new byte[100_000], _ => (byte)(random.Next(3) == 0 ? random.Next(256) : random.Next(2)));
        Chosen(mask, al, bl, i => (byte)i);
        Chosen(mask, al, bl, i => i * 3);
        Chosen(mask, al, bl, i => i * 3L);
        Chosen(mask, al, bl, i => i * 0.5f);
        Chosen(mask, al, bl, i => i * 0.5);
    }

    [Fact]
    public void The_partition_does_not_show()
    {
        double[] x = Numbers(150_001, 6), y = new double[150_001], z = new double[1];
        MapKernel.Unary<double, TanhFormula>(default, x, Layout.Contiguous([150_001]), y);
        for (int i = 0; i < x.Length; i += 997)
        {
            MapKernel.Unary<double, TanhFormula>(default, x, Layout.Strided([1], [1], i), z);
            Assert.Equal(y[i], z[0]);
        }
    }

    private static void Integers<T>(Func<int, T> number)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        T[] a = new T[37], b = new T[37], z = new T[37];
        for (int i = 0; i < a.Length; i++) (a[i], b[i]) = (number(i * 7 - 90), number(40 - i * 3));
        Layout layout = Layout.Contiguous([37]);
        MapKernel.Binary<T, MulFormula>(default, a, layout, b, layout, z);
        for (int i = 0; i < z.Length; i++) Assert.Equal(a[i] * b[i], z[i]);
        MapKernel.Binary<T, MinimumFormula>(default, a, layout, b, layout, z);
        for (int i = 0; i < z.Length; i++) Assert.Equal(T.Min(a[i], b[i]), z[i]);
        MapKernel.Unary<T, SignFormula>(default, a, layout, z);
        for (int i = 0; i < z.Length; i++) Assert.Equal(T.CreateTruncating(T.Sign(a[i])), z[i]);
        MapKernel.Unary<T, ClampFormula>(new ClampFormula(-5, 30), a, layout, z);
        for (int i = 0; i < z.Length; i++) Assert.Equal(T.Clamp(a[i], number(-5), number(30)), z[i]);
    }

    private static void Chosen<T>(byte[] mask, Layout al, Layout bl, Func<int, T> number)
        where T : unmanaged
    {
        T[] x = [.. Enumerable.Range(0, 100_000).Select(number)], z = new T[al.Count];
        MapKernel.Masked<T, WhereFormula>(default, mask, bl, x, al, x, bl, z);
        for (int flat = 0; flat < z.Length; flat++) Assert.Equal(x[At(mask[At(bl, flat)] != 0 ? al : bl, flat)], z[flat]);
    }

    private static double[] Numbers(int count, int seed)
    {
        var random = new System.Random(seed);
        var numbers = new double[count];
        for (int i = 0; i < count; i++) numbers[i] = random.NextDouble() * 4 - 2;
        return numbers;
    }

    private static int At(Layout layout, int flat)
    {
        int offset = layout.Offset;
        for (int d = layout.Rank - 1; d >= 0; d--)
        {
            offset += flat % layout.Sizes[d] * layout.Strides[d];
            flat /= layout.Sizes[d];
        }
        return offset;
    }
}
