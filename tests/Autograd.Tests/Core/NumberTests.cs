namespace Autograd.Tests.Core;

/// <summary>Numbers of C# next to tensors: PyTorch's promotion everywhere, by category alone, and nothing lost in silence.</summary>
public sealed class NumberTests
{
    private static readonly DType[] Computing = [DType.Bool, DType.UInt8, DType.Int32, DType.Int64, DType.Float32, DType.Float64];

    /// <summary>Every op that takes a number where it takes a tensor, and whose result has the promoted dtype.</summary>
    private static Dictionary<string, Func<Tensor, Tensor, Tensor>> Promoting { get; } = new(StringComparer.Ordinal)
    {
        ["Add"] = (x, c) => x.Add(c),
        ["Sub"] = (x, c) => x.Sub(c),
        ["RSub"] = (x, c) => x.RSub(c),
        ["Mul"] = (x, c) => x.Mul(c),
        ["Maximum"] = (x, c) => x.Maximum(c),
        ["Minimum"] = (x, c) => x.Minimum(c),
        ["Clamp from below"] = (x, c) => x.Clamp(min: c),
        ["Clamp from above"] = (x, c) => x.Clamp(max: c),
        ["Clamp"] = (x, c) => x.Clamp(c, c),
        ["Pow"] = (x, c) => x.Pow(c),
        ["power of a number"] = (x, c) => c.Pow(x),
        ["FMod"] = (x, c) => x.FMod(c),
        ["Remainder"] = (x, c) => x.Remainder(c),
        ["FloorDivide"] = (x, c) => x.FloorDivide(c),
        ["Div, truncated"] = (x, c) => x.Div(c, RoundingMode.Trunc),
        ["Where, second"] = (x, c) => Tensor.Where(x.Gt(0), x, c),
        ["Where, first"] = (x, c) => Tensor.Where(x.Gt(0), c, x),
        ["Heaviside"] = (x, c) => x.Heaviside(c),
    };

    /// <summary>Those that keep the dtype of the tensor, since they write into it or into a copy of it.</summary>
    private static Dictionary<string, Func<Tensor, Tensor, Tensor>> Writing { get; } = new(StringComparer.Ordinal)
    {
        ["SetItem"] = (x, c) => x.SetItem(c, 0),
        ["MaskedFill"] = (x, c) => x.MaskedFill(x.Gt(0), c),
        ["IndexFill"] = (x, c) => x.IndexFill(0, Tensor.From([1L]), c),
        ["Scatter"] = (x, c) => x.Scatter(0, Tensor.From([1L]), c),
        ["FillInPlace"] = (x, c) => x.Clone().FillInPlace(c),
        ["MaskedFillInPlace"] = (x, c) => x.Clone().MaskedFillInPlace(x.Gt(0), c),
    };

    private static Dictionary<string, Func<Tensor, Tensor, Tensor>> InPlace { get; } = new(StringComparer.Ordinal)
    {
        ["AddInPlace"] = (x, c) => x.Clone().AddInPlace(c),
        ["SubInPlace"] = (x, c) => x.Clone().SubInPlace(c),
        ["MulInPlace"] = (x, c) => x.Clone().MulInPlace(c),
        ["PowInPlace"] = (x, c) => x.Clone().PowInPlace(c),
        ["ClampInPlace"] = (x, c) => x.Clone().ClampInPlace(c),
    };

    /// <summary>PyTorch's rule for Python numbers: the tensor's dtype, unless the number's category is higher; then int64 or float32.</summary>
    private static DType Expected(DType tensor, bool isReal) => tensor.IsFloat ? tensor
        : isReal ? DType.Float32
        : tensor == DType.Bool ? DType.Int64
        : tensor;

    [Fact]
    public void Every_op_promotes_with_numbers_as_PyTorch()
    {
        var wrong = new List<string>();
        foreach (var dtype in Computing)
        {
            foreach (int[] sizes in (int[][])[[], [2]])
            {
                foreach (var (name, op) in Promoting)
                {
                    Check(name + " of a real number", op, dtype, sizes, 2.0, Expected(dtype, true));
                    Check(name + " of a whole number", op, dtype, sizes, 2, Expected(dtype, false));
                }
                Check("x + 0.5", (x, _) => x + 0.5, dtype, sizes, 0, Expected(dtype, true));
                Check("0.5 - x", (x, _) => 0.5 - x, dtype, sizes, 0, Expected(dtype, true));
                Check("x * 2", (x, _) => x * 2, dtype, sizes, 0, Expected(dtype, false));
                Check("2 - x", (x, _) => 2 - x, dtype, sizes, 0, Expected(dtype, false));
                Check("x / 2", (x, _) => x / 2, dtype, sizes, 0, Expected(dtype, true));
                if (sizes.Length == 0) continue;
                foreach (var (name, op) in Writing)
                {
                    Check(name, op, dtype, sizes, 2.0, dtype);
                    Check(name, op, dtype, sizes, 2, dtype);
                }
            }
        }
        Assert.Empty(wrong);

        void Check(string name, Func<Tensor, Tensor, Tensor> op, DType dtype, int[] sizes, Tensor number, DType expected)
        {
            var actual = op(Tensor.Ones(sizes, dtype), number).DType;
            if (actual != expected) wrong.Add($"{name}: {dtype} of rank {sizes.Length} gives {actual}, not {expected}");
        }
    }

    [Fact]
    public void In_place_a_number_of_a_higher_category_is_refused()
    {
        foreach (var (name, op) in InPlace)
        {
            foreach (var dtype in Computing)
            {
                if (dtype.IsFloat) Assert.Equal(dtype, op(Tensor.Ones([2], dtype), 0.5).DType);
                else Assert.Contains($"does not fit into a tensor of {dtype.Name}", Assert.Throws<DTypeException>(() => op(Tensor.Ones([2], dtype), 0.5)).Message, StringComparison.Ordinal);
                if (dtype == DType.Bool) Assert.Throws<DTypeException>(() => op(Tensor.Ones([2], dtype), 2));
                else Assert.Equal(dtype, op(Tensor.Ones([2], dtype), 2).DType);
            }
            Assert.NotEmpty(name);
        }
    }

    [Fact]
    public void Whole_numbers_keep_all_their_digits()
    {
        const long Odd = 9007199254740993;
        var zero = Tensor.Zeros([2], DType.Int64);
        Tensor[] all =
        [
            zero + Odd, Odd + zero, zero - -Odd, Odd - zero, zero.Add(Odd), Tensor.Ones([2], DType.Int64) * Odd, zero.SetItem(Odd, ..),
            zero.MaskedFill(zero.Eq(0), Odd), Tensor.Where(zero.Eq(0), Odd, zero), zero.Clamp(min: Odd), zero.Clone().AddInPlace(Odd),
            zero.Clone().FillInPlace(Odd), zero.Maximum(Odd), zero.IndexFill(0, Tensor.From([0L, 1L]), Odd),
            Tensor.Full([2], Odd, DType.Int64), Tensor.FullLike(zero, Odd), Tensor.Scalar(Odd, DType.Int64).Expand(2),
            zero.Add(Tensor.Ones([2], DType.Int64), Odd),
        ];
        Assert.All(all, x => Assert.Equal([Odd, Odd], x.ToArray<long>()));
        Assert.Equal([Odd, Odd + 1], Tensor.Arange(Odd, Odd + 2).ToArray<long>());
        Assert.True((zero + Odd).Eq(Odd).All().Item<bool>());
        Assert.False((zero + Odd).Eq(Odd - 1).Any().Item<bool>());
    }

    [Fact]
    public void Fractions_are_not_cut_off()
    {
        var n = Tensor.From([-1L, 2L, 5L]);
        Assert.Equal([0.5f, 1.5f, 1.5f], n.Clamp(0.5, 1.5).ToArray<float>());
        Assert.Equal([0.5f, 2f, 5f], Tensor.Where(n.Gt(0), n, 0.5).ToArray<float>());
        Assert.Equal([1.5f, 2f, 0f], Tensor.From([-1f, 2f, 5f]).Remainder(2.5).ToArray<float>());
        Assert.Equal(DType.Float32, n.Remainder(2.5).DType);
        foreach (Action refused in (Action[])[() => n.Add(n, 0.5), () => n.Sub(n, 0.5), () => n.AddCMul(n, n, 0.5), () => n.Clone().AddInPlace(n, 0.5)])
            Assert.Contains("0.5", Assert.Throws<DTypeException>(refused).Message, StringComparison.Ordinal);
        Assert.Equal([0f, 3f, 7.5f], n.Add(Tensor.From([2f, 2f, 5f]), 0.5).ToArray<float>());
    }

    [Theory]
    [InlineData(DType.Int64)]
    [InlineData(DType.Int32)]
    [InlineData(DType.UInt8)]
    public void A_number_is_compared_as_it_is(DType dtype)
    {
        var x = Tensor.From([0L, 44L]).To(dtype);
        Assert.False(x.Eq(300).Any().Item<bool>());
        Assert.False(x.Eq(0.5).Any().Item<bool>());
        Assert.True(x.Lt(300).All().Item<bool>());
        Assert.True(x.Gt(-1).All().Item<bool>());
        Assert.Equal([false, true], x.Ge(0.5).ToArray<bool>());
    }

    [Fact]
    public void Powers_of_integers_are_integers()
    {
        var three = Tensor.From([3L]);
        Assert.Equal(4052555153018976267, three.Pow(39).Item<long>());
        Assert.Equal(4052555153018976267, three.Pow(Tensor.From([39L])).Item<long>());
        Assert.Equal([1L, 2L, 4L, 8L], ((Tensor)2).Pow(Tensor.Arange(4)).ToArray<long>());
        Assert.Equal([1L, 1L, 0L, 0L, -1L], Tensor.From([1L, -1L, 2L, 0L, -1L]).Pow(Tensor.From([-3L, -2L, -1L, -1L, -3L])).ToArray<long>());
        Assert.Equal(DType.UInt8, Tensor.From([(byte)3]).Pow(2).DType);
        Assert.Equal(243, Tensor.From([(byte)3]).Pow(5).Item<byte>());
        Assert.Equal(DType.Float32, three.Pow(2.0).DType);
        Assert.Equal(
            "Pow: int64 to the negative power -1 is no integer; convert with To(DType.Float32), or write the exponent as a double",
            Assert.Throws<DTypeException>(() => three.Pow(-1)).Message);
        Assert.Equal(1 / 3f, three.Pow(-1.0).Item<float>());
    }

    [Fact]
    public void Numbers_are_written_by_index_as_in_Python()
    {
        var x = Tensor.Zeros(2, 2);
        x[0, 1] = 5;
        x[x.Eq(0)] = 0.5;
        Assert.Equal([0.5f, 5f, 0.5f, 0.5f], x.ToArray<float>());
        x.SubInPlace(0.5).DivInPlace(2);
        Assert.Equal([0f, 2.25f, 0f, 0f], x.ToArray<float>());
    }

    [Fact]
    public void Numbers_leave_gradients_as_they_are()
    {
        var x = Tensor.From([0.0, 3.0]).RequiresGradInPlace();
        (x.Pow(2) + x.Clamp(1, 2) + Tensor.Where(x.Gt(1), x, 7) + x.Maximum(1)).Sum().Backward();
        Assert.Equal([0.0, 8.0], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Counts_of_RepeatInterleave_are_not_cut_off()
    {
        var x = Tensor.Ones(1);
        Assert.Throws<ShapeException>(() => x.RepeatInterleave(Tensor.From([(1L << 32) + 1])));
        Assert.Throws<ShapeException>(() => Tensor.Ones(2).RepeatInterleave(Tensor.From([(1L << 32) + 1, 0L])));
        Assert.Throws<ShapeException>(() => Tensor.Ones(2).RepeatInterleave(int.MaxValue));
        Assert.Throws<ShapeException>(() => Tensor.Ones(2).RepeatInterleave(Tensor.From([(long)int.MaxValue, int.MaxValue])));
    }
}
