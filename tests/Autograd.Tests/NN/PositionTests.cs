using Autograd.NN;

namespace Autograd.Tests.NN;

public class PositionTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(5)]
    public void Sines_and_cosines_are_those_of_the_paper(int size)
    {
        var table = new PositionalEncoding(size, maxLen: 50, dtype: DType.Float64).PE;
        for (int p = 0; p < 50; p += 7)
        {
            for (int i = 0; i < size; i++)
            {
                double angle = p / Math.Pow(10_000, (i - i % 2) / (double)size);
                Assert.Equal(i % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle), table[p, 0, i].Item(), 1e-12);
            }
        }
    }

    [Fact]
    public void The_batch_may_come_first_or_be_absent()
    {
        var x = Tensor.Randn([3, 2, 4], generator: new Generator(1));
        var expected = new PositionalEncoding(4).Eval().Forward(x);
        Assert.True(new PositionalEncoding(4, batchFirst: true).Eval().Forward(x.Transpose(0, 1)).Transpose(0, 1).Equal(expected));
        Assert.True(new PositionalEncoding(4, batchFirst: true).Eval().Forward(x.Select(1, 0)).Equal(expected.Select(1, 0)));
        Assert.Equal("pe", Assert.Single(new PositionalEncoding(4).StateDict().Keys));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Products_of_turned_vectors_depend_on_distances_alone(bool interleaved)
    {
        var rotary = new RotaryEmbedding(6, 40, interleaved: interleaved, dtype: DType.Float64);
        var (q, k) = (Tensor.Randn([1, 6], DType.Float64, new Generator(1)), Tensor.Randn([1, 6], DType.Float64, new Generator(2)));
        double At(int i, int j) => (rotary.Forward(q, i) * rotary.Forward(k, j)).Sum().Item();
        Assert.Equal(At(2, 7), At(30, 35), 1e-12);
        Assert.NotEqual(At(2, 7), At(2, 8), 1e-6);
        Assert.True(rotary.Forward(q).Equal(q));
    }

    [Fact]
    public void Neighbours_are_turned_as_complex_numbers()
    {
        var y = new RotaryEmbedding(4, 10, 100, dtype: DType.Float64).Forward(Tensor.From([1.0, 0, 0, 1]).Reshape(1, 4), 3);
        double[] expected = [Math.Cos(3), Math.Sin(3), -Math.Sin(0.3), Math.Cos(0.3)];
        Assert.True(y.Flatten().AllClose(Tensor.From(expected), 1e-13, 1e-13));
        var halves = new RotaryEmbedding(4, 10, 100, interleaved: false, DType.Float64).Forward(Tensor.From([1.0, 0, 0, 1]).Reshape(1, 4), 3);
        double[] expectedHalves = [Math.Cos(3), -Math.Sin(0.3), Math.Sin(3), Math.Cos(0.3)];
        Assert.True(halves.Flatten().AllClose(Tensor.From(expectedHalves), 1e-13, 1e-13));
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        Assert.Contains("the table has 2, see maxLen", Assert.Throws<ShapeException>(() => new PositionalEncoding(4, maxLen: 2).Forward(Tensor.Zeros(3, 1, 4))).Message, StringComparison.Ordinal);
        Assert.Contains("with E = 4", Assert.Throws<ShapeException>(() => new PositionalEncoding(4).Forward(Tensor.Zeros(3, 1, 5))).Message, StringComparison.Ordinal);
        Assert.Contains("[.., L, 4]", Assert.Throws<ShapeException>(() => new RotaryEmbedding(4).Forward(Tensor.Zeros(3))).Message, StringComparison.Ordinal);
        Assert.Contains("the tables end at 8", Assert.Throws<ShapeException>(() => new RotaryEmbedding(4, 8).Forward(Tensor.Zeros(3, 4), 6)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => new RotaryEmbedding(4, 8).Forward(Tensor.Zeros(3, 4), int.MaxValue));
        Assert.Throws<ShapeException>(() => new RotaryEmbedding(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RotaryEmbedding(4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PositionalEncoding(0));
    }
}
