namespace Autograd.Tests.Ops;

/// <summary>What a matrix product takes: one dtype, with arithmetic; integers wrap.</summary>
public sealed class MatMulTests
{
    [Theory]
    [InlineData(DType.UInt8)]
    [InlineData(DType.Int32)]
    [InlineData(DType.Int64)]
    public void Products_of_integers_are_those_of_floats(DType dtype)
    {
        // No entry exceeds 7 x 4 x 2 = 56: exact everywhere.
        foreach (int n in (int[])[1, 2, 7, 20, 65])
        {
            var a = Tensor.Arange(3 * n).Remainder(5).Reshape(3, n);
            var b = Tensor.Arange(n * 9).Remainder(3).Reshape(n, 9).Clamp(max: n > 7 ? 0 : 2);
            b[0] = 1;
            var expected = a.Double().MatMul(b.Double()).To(dtype);
            Assert.True(a.To(dtype).MatMul(b.To(dtype)).Equal(expected), $"{n}");
            Assert.True(a.To(dtype).MatMul(b.To(dtype).T.Contiguous().T).Equal(expected), $"transposed {n}");
            Assert.True(a.To(dtype).Unsqueeze(0).Expand(2, 3, n).MatMul(b.To(dtype).Unsqueeze(0).Expand(2, n, 9)).Equal(expected.Expand(2, 3, 9)), $"batch {n}");
        }
        Assert.Equal(dtype == DType.UInt8 ? 144 : 400, Tensor.From([20L]).To(dtype).Dot(Tensor.From([20L]).To(dtype)).Item());
    }

    [Fact]
    public void Dtypes_that_have_no_product_are_refused_by_name()
    {
        var (f, d, n, b) = (Tensor.Ones(2, 2), Tensor.Ones([2, 2], DType.Float64), Tensor.Ones([2, 2], DType.Int64), Tensor.Ones([2, 2], DType.Bool));
        Assert.Equal("MatMul: float32 [2, 2] x float64 [2, 2]: both operands need one dtype; convert one with To(DType.Float64)", Message(() => f.MatMul(d)));
        Assert.Equal("MatMul: int64 [2, 2] x float32 [2, 2]: both operands need one dtype; convert one with To(DType.Float32)", Message(() => n.MatMul(f)));
        Assert.Equal("MatMul: bool [2, 2] x [2, 2]: bools are not multiplied as matrices; convert both with To(DType.Int64)", Message(() => b.MatMul(b)));
        Assert.Equal("Dot: float32 [2] x float64 [2]: both operands need one dtype; convert one with To(DType.Float64)", Message(() => f[0].Dot(d[0])));

        static string Message(Action act) => Assert.Throws<DTypeException>(act).Message;
    }

    [Fact]
    public void Products_of_vectors_and_matrices_are_named_as_they_were_called()
    {
        var (x, y) = (Tensor.Ones(2), Tensor.Ones(3));
        Assert.StartsWith("Dot: [2] x [3]", Assert.Throws<ShapeException>(() => x.Dot(y)).Message, StringComparison.Ordinal);
        Assert.StartsWith("MV: [3, 3] x [2]", Assert.Throws<ShapeException>(() => Tensor.Ones(3, 3).MV(x)).Message, StringComparison.Ordinal);
        Assert.StartsWith("MM: [3, 3] x [2, 2]", Assert.Throws<ShapeException>(() => Tensor.Ones(3, 3).MM(Tensor.Ones(2, 2))).Message, StringComparison.Ordinal);
        Assert.StartsWith("BMM: [1, 3, 3] x [1, 2, 2]", Assert.Throws<ShapeException>(() => Tensor.Ones(1, 3, 3).BMM(Tensor.Ones(1, 2, 2))).Message, StringComparison.Ordinal);
    }
}
