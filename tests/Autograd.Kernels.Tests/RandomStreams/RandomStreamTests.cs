using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using static Autograd.Kernels.Tests.RandomStreams.RandomGolden;

namespace Autograd.Kernels.Tests.RandomStreams;

/// <summary>The fills against PyTorch's streams: bit for bit but where a logarithm or a cosine is in between.</summary>
public class RandomStreamTests
{
    [Fact]
    public void Rand_is_PyTorchs()
    {
        foreach (var c in Cases("rand")) AssertEqual(Expected(c), Uniform(Twister(c), Count(c), OutputType(c), 0, 1), Id(c));
    }

    [Fact]
    public void Uniform_is_PyTorchs()
    {
        // The reference fuses the multiplication and the addition; without that the last bit may differ.
        Action<double[], IEnumerable<double>, string> agree = Fma.IsSupported ? AssertEqual : AssertClose;
        foreach (var c in Cases("uniform"))
            agree(Expected(c), Uniform(Twister(c), Count(c), OutputType(c), Number(c, "low"), Number(c, "high")), Id(c));
    }

    [Fact]
    public void Randn_is_PyTorchs()
    {
        foreach (var c in Cases("randn")) AssertClose(Expected(c), Normal(Twister(c), Count(c), OutputType(c), 0, 1), Id(c));
    }

    [Fact]
    public void Normal_is_PyTorchs()
    {
        foreach (var c in Cases("normal"))
            AssertClose(Expected(c), Normal(Twister(c), Count(c), OutputType(c), Number(c, "mean"), Number(c, "std")), Id(c));
    }

    [Fact]
    public void Randint_is_PyTorchs()
    {
        foreach (var c in Cases("randint"))
            AssertEqual(Expected(c), Integers(Twister(c), Count(c), Arg(c, "low").GetInt64(), Arg(c, "high").GetInt64()), Id(c));
    }

    [Fact]
    public void Randperm_is_PyTorchs()
    {
        foreach (var c in Cases("randperm")) AssertEqual(Expected(c), Permutation(Twister(c), Arg(c, "n").GetInt32()), Id(c));
    }

    [Fact]
    public void Bernoulli_is_PyTorchs()
    {
        foreach (var c in Cases("bernoulli"))
        {
            var result = new float[Count(c)];
            // torch.bernoulli of a float32 tensor filled with p: a float32 uniform an element.
            RandomKernel.Bernoulli<float>(Twister(c), result, Enumerable.Repeat((float)Number(c, "p"), result.Length).ToArray());
            var scalar = new float[result.Length];
            RandomKernel.Bernoulli(Twister(c), scalar, Number(c, "p"), 1f);
            var expected = Expected(c);
            Assert.True(expected.SequenceEqual(Widen(result)) || expected.SequenceEqual(Widen(scalar)), Id(c));
        }
    }

    [Fact]
    public void Dropout_is_PyTorchs()
    {
        foreach (var c in Cases("dropout"))
        {
            var result = new float[Count(c)];
            double keep = 1 - Number(c, "p");
            RandomKernel.Bernoulli(Twister(c), result, keep, (float)(1 / keep));
            AssertClose(Expected(c), Widen(result), Id(c));
        }
    }

    [Fact]
    public void Exponential_is_PyTorchs()
    {
        foreach (var c in Cases("exponential"))
        {
            var result = new float[Count(c)];
            RandomKernel.Exponential<float>(Twister(c), result, Number(c, "rate"));
            AssertClose(Expected(c), Widen(result), Id(c));
        }
    }

    [Fact]
    public void Multinomial_is_PyTorchs()
    {
        foreach (var c in Cases("multinomial"))
        {
            var result = new long[Arg(c, "num_samples").GetInt32()];
            float[] weights = [.. Arg(c, "weights").EnumerateArray().Select(w => w.GetSingle())];
            RandomKernel.Multinomial<float>(Twister(c), result, weights, Arg(c, "replacement").GetBoolean());
            AssertEqual(Expected(c), result.Select(i => (double)i), Id(c));
        }
    }

    /// <summary>What PyTorch 1.13 gives for seeds 0 to 3; newer versions draw one sample without replacement either way.</summary>
    [Theory]
    [InlineData(true, new long[] { 3, 0, 3, 0 })]
    [InlineData(false, new long[] { 2, 3, 1, 0 })]
    public void One_sample_is_drawn_by_the_rule_that_was_asked_for(bool replacement, long[] expected)
    {
        for (int seed = 0; seed < expected.Length; seed++)
        {
            var result = new long[1];
            RandomKernel.Multinomial<float>(new MersenneTwister((ulong)seed), result, [0.1f, 0.2f, 0.3f, 0.4f], replacement);
            Assert.Equal(expected[seed], result[0]);
        }
    }

    [Fact]
    public void Calls_on_one_generator_follow_each_other_as_in_PyTorch()
    {
        foreach (var c in Cases("sequence"))
        {
            var twister = Twister(c);
            int output = 0;
            foreach (string[] call in Arg(c, "calls").EnumerateArray().Select(call => call.GetString()!.Split(' ')))
            {
                int last = int.Parse(call[call.Length == 4 ? 3 : 1], CultureInfo.InvariantCulture);
                string type = OutputType(c, output);
                var actual = call[0] switch
                {
                    "rand" => Uniform(twister, last, type, 0, 1),
                    "randn" => Normal(twister, last, type, 0, 1),
                    "randint" => Integers(twister, last, Whole(call[1]), Whole(call[2])),
                    "randperm" => Permutation(twister, last),
                    _ => throw new InvalidDataException(call[0]),
                };
                AssertClose(Expected(c, output), actual, $"{Id(c)} {string.Join(' ', call)}");
                output++;
            }
        }
    }

    private static string Id(JsonElement c) => c.GetProperty("id").GetString()!;

    private static double Number(JsonElement c, string name) => Arg(c, name).GetDouble();

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<double> Widen(float[] values) => values.Select(x => (double)x);

    private static IEnumerable<double> Uniform(MersenneTwister twister, int count, string type, double low, double high)
    {
        var (single, full) = (new float[count], new double[count]);
        if (type is "float64") RandomKernel.Uniform(twister, full, low, high);
        else RandomKernel.Uniform(twister, single, (float)low, (float)high);
        return type is "float64" ? full : Widen(single);
    }

    private static IEnumerable<double> Normal(MersenneTwister twister, int count, string type, double mean, double std)
    {
        var (single, full) = (new float[count], new double[count]);
        if (type is "float64") RandomKernel.Normal<double>(twister, full, mean, std);
        else RandomKernel.Normal<float>(twister, single, mean, std);
        return type is "float64" ? full : Widen(single);
    }

    private static IEnumerable<double> Integers(MersenneTwister twister, int count, long low, long high)
    {
        var result = new long[count];
        RandomKernel.Integers<long>(twister, result, low, high);
        return result.Select(x => (double)x);
    }

    private static IEnumerable<double> Permutation(MersenneTwister twister, int n)
    {
        var result = new long[n];
        RandomKernel.Permutation(twister, result);
        return result.Select(x => (double)x);
    }
}
