using System.Text.Json;

namespace Autograd.Kernels.Tests.RandomStreams;

/// <summary>The random streams of the golden bank, if the environment says where it lies.</summary>
internal static class RandomGolden
{
    /// <summary>The cases of an op in <c>rng.jsonl</c>; none, and a line that says so, without the bank.</summary>
    public static IReadOnlyList<JsonElement> Cases(string op)
    {
        string? folder = Environment.GetEnvironmentVariable("AUTOGRAD_GOLDEN");
        string path = Path.Combine(folder ?? "", "rng.jsonl");
        if (string.IsNullOrEmpty(folder) || !File.Exists(path))
        {
            Console.WriteLine($"skipped: random streams of {op} (AUTOGRAD_GOLDEN names no folder with rng.jsonl)");
            return [];
        }
        return [.. File.ReadLines(path)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(c => string.Equals(c.GetProperty("op").GetString(), op, StringComparison.Ordinal))];
    }

    public static JsonElement Arg(JsonElement c, string name) => c.GetProperty("args").GetProperty(name);

    public static MersenneTwister Twister(JsonElement c) => new(c.GetProperty("seed").GetUInt64());

    public static int Count(JsonElement c) => Arg(c, "size").EnumerateArray().Aggregate(1, (n, size) => n * size.GetInt32());

    public static double[] Expected(JsonElement c, int output = 0) =>
        [.. c.GetProperty("outputs")[output].GetProperty("data").EnumerateArray().Select(x => x.GetDouble())];

    public static string OutputType(JsonElement c, int output = 0) => c.GetProperty("outputs")[output].GetProperty("dtype").GetString()!;

    /// <summary>Equal to 1e-6 of the larger of 1/4 and the value: logarithm, cosine and a missing fused multiply-add cost last digits.</summary>
    public static void AssertClose(double[] expected, IEnumerable<double> actual, string id)
    {
        double[] values = [.. actual];
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
            Assert.True(IsClose(values[i], expected[i]), FormattableString.Invariant($"{id}[{i}]: {values[i]}, expected {expected[i]}"));
    }

    private static bool IsClose(double x, double y) => Math.Abs(x - y) <= 1e-6 * Math.Max(0.25, Math.Abs(y));

    public static void AssertEqual(double[] expected, IEnumerable<double> actual, string id) => Assert.True(expected.SequenceEqual(actual), id);
}
