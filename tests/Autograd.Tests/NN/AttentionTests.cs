using F = Autograd.NN.Functional;

namespace Autograd.Tests.NN;

public class AttentionTests
{
    public static TheoryData<int, int, bool, string> Sizes => new()
    {
        { 70, 300, false, "none" }, { 65, 65, true, "none" }, { 40, 200, true, "none" }, { 200, 40, true, "none" },
        { 33, 129, false, "numbers" }, { 64, 256, false, "bools" }, { 1, 1, false, "none" },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void It_is_its_composition_in_blocks_and_beyond(int queries, int keys, bool isCausal, string kind)
    {
        var generator = new Generator(1);
        var inputs = new[] { Draw(2, 3, queries, 5), Draw(2, 3, keys, 5), Draw(2, 3, keys, 7) };
        Tensor Draw(params int[] sizes) => Tensor.Randn(sizes, DType.Float64, generator).RequiresGradInPlace();
        Tensor? numbers = kind == "numbers" ? Tensor.Randn([3, queries, keys], DType.Float64, generator).RequiresGradInPlace() : null;
        Tensor? bools = kind == "bools" ? Tensor.Randn([2, 1, 1, keys], DType.Float64, generator).Gt(0) : null;
        if (numbers is not null) inputs = [.. inputs, numbers];
        var fused = F.ScaledDotProductAttention(inputs[0], inputs[1], inputs[2], numbers ?? bools, isCausal: isCausal);
        var scores = inputs[0].MatMul(inputs[1].MT) / Math.Sqrt(5);
        if (numbers is not null) scores += numbers;
        if (bools is not null) scores = scores.MaskedFill(bools.LogicalNot(), double.NegativeInfinity);
        if (isCausal) scores = scores.MaskedFill(Tensor.Ones([queries, keys], DType.Bool).Triu(1), double.NegativeInfinity);
        var composed = scores.Softmax(-1).MatMul(inputs[2]);
        Assert.True(fused.AllClose(composed, 1e-12, 1e-12));
        var (first, expected) = (Gradients(fused), Gradients(composed));
        for (int i = 0; i < inputs.Length; i++) Assert.True(first[i].AllClose(expected[i], 1e-10, 1e-11), $"input {i}");
        var (second, expectedSecond) = (Gradients(Sum(first)), Gradients(Sum(expected)));
        for (int i = 0; i < inputs.Length; i++) Assert.True(second[i].AllClose(expectedSecond[i], 1e-9, 1e-10), $"second order, input {i}");

        Tensor[] Gradients(Tensor y) => [.. Gradient.Of(y.Sin().Sum(), inputs, createGraph: true).Select(g => g!)];
        static Tensor Sum(Tensor[] parts) => parts.Select(p => p.Square().Sum()).Aggregate((a, b) => a + b);
    }

    [Theory]
    [InlineData(70, 300, false)]
    [InlineData(200, 140, true)]
    public void A_matrix_has_the_same_bits_alone_as_among_many_and_as_a_view(int queries, int keys, bool isCausal)
    {
        var generator = new Generator(2);
        // [N, L, H, E], of which the heads are views
        Tensor[] all = [Draw(queries, 33), Draw(keys, 33), Draw(keys, 20), Draw(queries, 20)];
        Tensor Draw(int length, int width) => Tensor.Randn([4, length, 5, width], generator: generator);
        var many = Run(Array.ConvertAll(all, x => x.Transpose(1, 2)));
        for (int n = 0; n < 4; n++)
        {
            var one = Run(Array.ConvertAll(all, x => x[n].Transpose(0, 1).Contiguous()));
            for (int i = 0; i < one.Length; i++) Assert.Equal(one[i].ToArray<float>(), many[i][n].ToArray<float>());
        }

        Tensor[] Run(Tensor[] x)
        {
            Tensor[] inputs = [.. x[..3].Select(t => t.Detach().RequiresGradInPlace())];
            var y = F.ScaledDotProductAttention(inputs[0], inputs[1], inputs[2], isCausal: isCausal);
            return [y.Detach(), .. Gradient.Of([y], inputs, [x[3]]).Select(g => g!)];
        }
    }

    [Fact]
    public void Scores_that_grow_from_block_to_block_do_not_overflow()
    {
        var key = Tensor.Linspace(-20000, 20000, 300, DType.Float32).Unsqueeze(1);
        var value = Tensor.Arange(300.0).Unsqueeze(1);
        var y = F.ScaledDotProductAttention(Tensor.From([1f, -1f]).Unsqueeze(1), key, value);
        Assert.Equal([299f, 0], y.ToArray<float>());
    }

    [Fact]
    public void A_query_that_sees_no_key_gives_zero_and_has_no_gradient()
    {
        var q = Tensor.Ones([2, 3], DType.Float64, requiresGrad: true);
        var y = F.ScaledDotProductAttention(q, Tensor.Ones([4, 3], DType.Float64), Tensor.Ones([4, 2], DType.Float64), Tensor.From([false, true]).Unsqueeze(1));
        Assert.Equal([0, 0, 1.0, 1], y.Detach().ToArray<double>());
        Assert.All(Gradient.Of(y.Sum(), [q])[0]!.ToArray<double>(), g => Assert.Equal(0, g, 1e-15));
        Assert.Equal([0, 0.0], F.ScaledDotProductAttention(q[..1], Tensor.Ones([0, 3], DType.Float64), Tensor.Ones([0, 2], DType.Float64)).Detach().ToArray<double>());
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var (q, k) = (Tensor.Ones(2, 3), Tensor.Ones(4, 3));
        Refused<ShapeException>("the last sizes of query and key, 3 and 2, differ", () => F.ScaledDotProductAttention(q, Tensor.Ones(4, 2), k));
        Refused<ShapeException>("key and value have 4 and 5 positions", () => F.ScaledDotProductAttention(q, k, Tensor.Ones(5, 3)));
        Refused<ShapeException>("a mask of shape [3, 4] does not broadcast to the scores, [2, 4]", () => F.ScaledDotProductAttention(q, k, k, Tensor.Ones(3, 4)));
        Refused<DTypeException>("the mask is int64", () => F.ScaledDotProductAttention(q, k, k, Tensor.Ones([2, 4], DType.Int64)));
        Refused<ArgumentException>("a causal attention has its mask", () => F.ScaledDotProductAttention(q, k, k, Tensor.Ones(2, 4), isCausal: true));
        Refused<DTypeException>("query, key and value are float32, float64 and float32", () => F.ScaledDotProductAttention(q, k.Double(), k));
    }

    private static void Refused<E>(string message, Action action)
        where E : Exception
    {
        string text = Assert.Throws<E>(action).Message;
        Assert.Contains("ScaledDotProductAttention", text, StringComparison.Ordinal);
        Assert.Contains(message, text, StringComparison.Ordinal);
    }
}
