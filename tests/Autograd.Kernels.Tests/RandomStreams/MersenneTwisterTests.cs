using System.Security.Cryptography;

namespace Autograd.Kernels.Tests.RandomStreams;

/// <summary>Facts noted from PyTorch 1.13.1: seeding, draws across a twist, states; they need no golden bank.</summary>
public class MersenneTwisterTests
{
    [Fact]
    public void Seeds_count_by_their_lower_32_bits()
    {
        Assert.Equal(new MersenneTwister(7).NextUInt64(), new MersenneTwister((1UL << 40) + 7).NextUInt64());
        Assert.NotEqual(new MersenneTwister(7).NextUInt64(), new MersenneTwister(8).NextUInt64());
        Assert.Equal((1UL << 40) + 7, new MersenneTwister((1UL << 40) + 7).Seed);
    }

    [Fact]
    public void The_ten_thousandth_word_of_seed_5489_is_the_standards()
    {
        // ISO C++ [rand.predef]: the 10000th invocation of a default-constructed mt19937.
        var twister = new MersenneTwister(5489);
        for (int i = 1; i < 10000; i++) twister.NextUInt32();
        Assert.Equal(4123659995u, twister.NextUInt32());
    }

    [Fact]
    public void Integers_of_wide_and_narrow_ranges_are_PyTorchs()
    {
        var twister = new MersenneTwister(12345678901234);
        var wide = new long[3];
        RandomKernel.Integers<long>(twister, wide, 0, 1L << 33);
        Assert.Equal([6143866132, 3285063135, 4275309254], wide);
        var widest = new long[2];
        RandomKernel.Integers<long>(twister, widest, -(1L << 62), 1L << 62);
        Assert.Equal([-1938485167830173524, 764582417181222515], widest);
        var narrow = new int[4];
        RandomKernel.Integers<int>(twister, narrow, -3, 10);
        Assert.Equal([1, 3, 3, -3], narrow);
    }

    [Fact]
    public void Doubles_continue_over_a_twist_whole_or_split()
    {
        var aligned = new double[5000];
        RandomKernel.Uniform(new MersenneTwister(3), aligned, 0, 1);
        Assert.Equal([0.28575058576157875, 0.5830502351428105, 0.264766761564621], [aligned[311], aligned[312], aligned[4999]]);

        var twister = new MersenneTwister(3);
        twister.NextUInt32();
        var split = new double[1000];
        RandomKernel.Uniform(twister, split, 0, 1);
        Assert.Equal([0.2701187560534455, 0.6588241729380213, 0.8634810934706812], split[310..313]);
        Assert.Equal(0.4803191572120781, split[999]);
    }

    [Fact]
    public void Bernoulli_continues_over_a_split_twist()
    {
        var twister = new MersenneTwister(3);
        twister.NextUInt32();
        var result = new float[1000];
        RandomKernel.Bernoulli(twister, result, 0.25, 1f);
        Assert.Equal(274, result.Sum());
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1], result[300..330]);
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(1.0, 50)]
    public void Bernoulli_is_certain_at_its_ends(double p, int ones)
    {
        var result = new float[50];
        RandomKernel.Bernoulli(new MersenneTwister(1), result, p, 1f);
        Assert.Equal(ones, result.Sum());
    }

    [Fact]
    public void A_long_normal_fill_with_a_tail_is_PyTorchs()
    {
        var twister = new MersenneTwister(0);
        var single = new float[1003];
        RandomKernel.Normal<float>(twister, single, 0, 1);
        RandomGolden.AssertClose([2.12211537361145, 0.049964603036642075, -0.36541038751602173, 0.02225465327501297, 0.9875564575195312], single[985..990].Select(x => (double)x), "float32");
        var full = new double[1003];
        RandomKernel.Normal<double>(twister, full, 0, 1);
        RandomGolden.AssertClose([-0.7663144114366717, 0.17067962915399665, 2.0127769593397904, -0.6168480079386959, 1.9175849118440702], full[985..990], "float64");
    }

    [Fact]
    public void Multinomial_without_replacement_is_PyTorchs()
    {
        var twister = new MersenneTwister(0);
        var three = new long[3];
        RandomKernel.Multinomial<float>(twister, three, [.1f, .2f, .7f, 0, .5f], replacement: false);
        Assert.Equal([2, 4, 1], three);
        var one = new long[1];
        RandomKernel.Multinomial<float>(twister, one, [.1f, .2f, .7f], replacement: true);
        Assert.Equal([2], one);
    }

    [Fact]
    public void A_state_has_PyTorchs_bytes()
    {
        var twister = new MersenneTwister(3);
        Assert.Equal("030000000000000001000000010000000000000000000000", Head(twister));
        RandomKernel.Uniform(twister, new float[5], 0, 1);
        RandomKernel.Normal<float>(twister, new float[3], 0, 1);
        Assert.Equal("e215f250148ddb541657cb2ae3726d1cc4ede0599794ba62d7f62c4c9d590ea7", Convert.ToHexStringLower(SHA256.HashData(RandomState.Save(twister))));
        twister.Reseed(3);
        RandomKernel.Uniform(twister, new float[624], 0, 1);
        Assert.Equal("030000000000000001000000010000007002000000000000", Head(twister));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(623)]
    [InlineData(624)]
    [InlineData(700)]
    public void A_restored_state_continues_the_stream(int drawn)
    {
        var twister = new MersenneTwister(11);
        for (int i = 0; i < drawn; i++) twister.NextUInt32();
        RandomKernel.Normal<double>(twister, new double[3], 0, 1);
        var copy = new MersenneTwister(0);
        RandomState.Load(copy, RandomState.Save(twister));
        var (left, right) = (new double[15], new double[15]);
        RandomKernel.Normal<double>(twister, left, 0, 1);
        RandomKernel.Normal<double>(copy, right, 0, 1);
        Assert.Equal(left, right);
        Assert.Equal(twister.NextUInt64(), copy.NextUInt64());
    }

    [Fact]
    public void A_damaged_state_is_refused()
    {
        var twister = new MersenneTwister(1);
        Assert.Throws<ArgumentException>(() => RandomState.Load(twister, new byte[100]));
        Assert.Throws<ArgumentException>(() => RandomState.Load(twister, new byte[RandomState.ByteCount]));
    }

    private static string Head(MersenneTwister twister) => Convert.ToHexStringLower(RandomState.Save(twister).AsSpan(0, 24));
}
