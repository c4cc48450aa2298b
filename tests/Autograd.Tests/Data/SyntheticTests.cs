using Autograd.Data;

namespace Autograd.Tests.Data;

/// <summary>Points that a seed makes.</summary>
public sealed class SyntheticTests
{
    /// <summary>scikit-learn 1.x: make_moons(4, shuffle=False) and make_circles(4, shuffle=False, factor=0.5).</summary>
    [Fact]
    public void Moons_and_circles_without_noise_are_those_of_scikit_learn()
    {
        var (x, y) = Datasets.Moons(4, noise: 0).All;
        Assert.True(x.AllClose(Tensor.From([1f, 0, -1, 0, 0, 0.5f, 2, 0.5f]).Reshape(4, 2), atol: 1e-6));
        Assert.Equal([0L, 0, 1, 1], y.ToArray<long>());
        (x, y) = Datasets.Circles(4, noise: 0, factor: 0.5).All;
        Assert.True(x.AllClose(Tensor.From([1f, 0, -1, 0, 0.5f, 0, -0.5f, 0]).Reshape(4, 2), atol: 1e-6));
        Assert.Equal([0L, 0, 1, 1], y.ToArray<long>());
    }

    [Fact]
    public void An_arm_of_a_spiral_winds_from_the_middle_to_the_circle()
    {
        var (x, y) = Datasets.Spirals(61, arms: 3, turns: 2, noise: 0).All;
        double[] radii = [.. x.Square().Sum(1).Sqrt().ToArray<float>().Select(static r => (double)r)];
        long[] labels = y.ToArray<long>();
        Assert.Equal([21, 20, 20], labels.CountBy(static l => l).Select(static c => c.Value));
        for (int i = 1; i < 61; i++) Assert.True(labels[i] != labels[i - 1] || radii[i] > radii[i - 1]);
        Assert.Equal(1, radii[20], 6);
        // Two whole turns: the first arm ends where it set out to, on the positive side of x.
        Assert.Equal(1, x[20, 0].Item(), 5);
    }

    [Fact]
    public void Noise_has_its_deviation_and_the_seed_decides()
    {
        var (x, y) = Datasets.Sinusoid(4000, noise: 0.3, new Generator(1)).All;
        Assert.Equal(new Shape(4000, 1), y.Shape);
        Assert.Equal(0.3, (y - (x * Math.Tau).Sin()).Std().Item(), 2);
        Assert.True(x.AMin().Item() >= 0 && x.AMax().Item() < 1);
        Assert.True(Datasets.Sinusoid(50, 0.3, new Generator(1)).All[1].Equal(Datasets.Sinusoid(50, 0.3, new Generator(1)).All[1]));
        Assert.False(Datasets.Moons(50, 0.3, new Generator(1)).All[0].Equal(Datasets.Moons(50, 0.3, new Generator(2)).All[0]));
        var cloud = Datasets.Blobs(3000, centers: 1, std: 0.5, new Generator(3)).All[0];
        Assert.Equal(0.5, cloud.Std(0).Mean().Item(), 1);
    }

    [Fact]
    public void No_points_are_a_set_and_numbers_that_make_no_sense_are_refused()
    {
        Assert.Equal(0, Datasets.Spirals(0).Count);
        Assert.Equal(0, Datasets.Sinusoid(0).Count);
        Assert.Equal(1, Datasets.Moons(1).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => Datasets.Moons(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Datasets.Spirals(3, arms: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Datasets.Blobs(3, centers: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Datasets.Circles(3, factor: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Datasets.Sinusoid(3, noise: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Datasets.Moons(3, noise: -1));
    }
}
