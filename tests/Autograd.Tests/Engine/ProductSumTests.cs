using F = Autograd.NN.Functional;

namespace Autograd.Tests.Engine;

/// <summary>The gradient of a weight that many linear maps read is summed by the products themselves.</summary>
public sealed class ProductSumTests
{
    [Theory]
    [InlineData(5, DType.Float32)]
    [InlineData(384, DType.Float64)]
    [InlineData(1000, DType.Float32)]
    public void The_sum_has_the_bits_of_products_that_are_added(int rows, DType dtype)
    {
        var (x, weight) = (Draw(rows, 40), Draw(33, 40).RequiresGradInPlace());
        Tensor Draw(int n, int m) => Tensor.Randn([n, m], dtype, new Generator((ulong)(n + m)));
        Tensor[] parts = [.. Enumerable.Range(1, 4).Select(k => Gradient.Of(Part(k), [weight])[0]!)];
        var all = Gradient.Of(Enumerable.Range(1, 4).Select(Part).Aggregate((a, b) => a + b), [weight])[0]!;
        // The walk runs the last consumer first.
        var expected = parts[3] + parts[2] + parts[1] + parts[0];
        Assert.Equal(expected.To(DType.Float64).ToArray<double>(), all.To(DType.Float64).ToArray<double>());

        Tensor Part(int k) => F.Linear(x * k, weight).Sin().Sum();
    }

    [Fact]
    public void A_gradient_that_a_user_holds_is_not_added_to()
    {
        var (x, weight) = (Tensor.Ones(2, 3), Tensor.Ones(4, 3).RequiresGradInPlace());
        Tensor[] held = [Tensor.Ones(4, 3), Tensor.Ones(2, 4)];
        var again = weight.View(4, 3);
        var gradient = Gradient.Of([again, F.Linear(x, again)], [weight], held)[0]!;
        Assert.All(held[0].ToArray<float>(), g => Assert.Equal(1, g));
        Assert.All(gradient.ToArray<float>(), g => Assert.Equal(3, g));
    }
}
