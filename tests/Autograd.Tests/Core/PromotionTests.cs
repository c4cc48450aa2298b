namespace Autograd.Tests.Core;

/// <summary>PyTorch's type promotion: the tables were printed by <c>torch.result_type</c>; rows and columns b u i l h g f d.</summary>
public sealed class PromotionTests
{
    private const string Letters = "builhgfd";

    private static readonly DType[] DTypesInOrder =
        [DType.Bool, DType.UInt8, DType.Int32, DType.Int64, DType.Float16, DType.BFloat16, DType.Float32, DType.Float64];

    [Theory]
    [InlineData(1, 1, "builhgfd uuilhgfd iiilhgfd llllhgfd hhhhhffd ggggfgfd fffffffd dddddddd")]
    [InlineData(1, 0, "builhgfd uuuuhgfd iiiihgfd llllhgfd hhhhhhhh gggggggg ffffffff dddddddd")]
    [InlineData(0, 0, "builhgfd uuilhgfd iiilhgfd llllhgfd hhhhhffd ggggfgfd fffffffd dddddddd")]
    public void Every_pair_promotes_as_in_PyTorch(int leftRank, int rightRank, string table)
    {
        string[] rows = table.Split(' ');
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < rows.Length; j++)
            {
                var (a, b) = (Of(DTypesInOrder[i], leftRank), Of(DTypesInOrder[j], rightRank));
                var expected = DTypesInOrder[Letters.IndexOf(rows[i][j], StringComparison.Ordinal)];
                Assert.True(expected == DTypes.Result(a, b), $"{a.DType} {leftRank}, {b.DType} {rightRank}");
                Assert.True(expected == DTypes.Result(b, a), $"{b.DType} {rightRank}, {a.DType} {leftRank}");
                if (a.DType is DType.Float16 or DType.BFloat16 || b.DType is DType.Float16 or DType.BFloat16) continue;
                if (expected == DType.Bool) continue;
                Assert.True(expected == (a + b).DType, $"sum of {a.DType} {leftRank}, {b.DType} {rightRank}");
            }
        }
    }

    [Theory]
    [InlineData(DType.UInt8, DType.Float32, DType.UInt8)]
    [InlineData(DType.Int32, DType.Float32, DType.Int32)]
    [InlineData(DType.Int64, DType.Float32, DType.Int64)]
    [InlineData(DType.Float32, DType.Float32, DType.Float32)]
    [InlineData(DType.Float64, DType.Float64, DType.Float64)]
    public void Literals_never_widen(DType dtype, DType withDouble, DType withLong)
    {
        foreach (int rank in (ReadOnlySpan<int>)[0, 2])
        {
            var x = Of(dtype, rank);
            Assert.Equal(withDouble, (x + 1.5).DType);
            Assert.Equal(withDouble, (1.5 * x).DType);
            Assert.Equal(withDouble, (x - 1.5).DType);
            Assert.Equal(withLong, (x + 3L).DType);
            Assert.Equal(withLong, (3L * x).DType);
            Assert.Equal(withLong, (x - 3L).DType);
            Assert.True((x / 2L).DType == withDouble, "true division");
        }
    }

    [Fact]
    public void A_bool_tensor_counts_with_integers_as_int64() => Assert.Equal(DType.Int64, (Of(DType.Bool, 1) + 1L).DType);

    [Fact]
    public void A_double_literal_is_rounded_to_float32_once()
    {
        var y = Tensor.From([1f]) + 0.1;
        Assert.Equal(DType.Float32, y.DType);
        Assert.Equal(1f + 0.1f, y.Item<float>());
    }

    [Fact]
    public void Gradients_come_back_in_the_dtype_of_their_input()
    {
        var x = Tensor.Ones(2).RequiresGradInPlace();
        var w = Tensor.Ones([2], DType.Float64).RequiresGradInPlace();
        (x * w).Sum().Backward();
        Assert.Equal(DType.Float32, x.Grad!.DType);
        Assert.Equal(DType.Float64, w.Grad!.DType);
    }

    private static Tensor Of(DType dtype, int rank) => Tensor.Ones(new int[rank].Select(_ => 2).ToArray(), dtype);
}
