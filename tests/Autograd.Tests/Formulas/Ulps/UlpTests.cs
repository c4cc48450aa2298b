using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Autograd.Tests.House;

namespace Autograd.Tests.Formulas;

/// <summary>
/// The errors that functions state hold: in float32 against the runtime's functions in double, in float64 against series of 256 bits.
/// AUTOGRAD_ULPS=all takes every float32 number instead of a million of them.
/// </summary>
public sealed class UlpTests
{
    private const int Block = 8192, RealSamples = 1000;

    // What a sample may miss.
    private static float[] Edges =>
    [
        0, -0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 1, -1,
        float.BitIncrement(1), float.BitDecrement(1), float.BitIncrement(-1), float.BitDecrement(-1),
    ];

    public static TheoryData<string> Names => [.. UlpTable.Rows.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Float32_is_right_to_the_ulps_stated(string name)
    {
        var row = Row(name);
        // A prime, so that every exponent and every lowest bit occurs.
        long stride = Environment.GetEnvironmentVariable("AUTOGRAD_ULPS") == "all" ? 1 : 4099;
        long blocks = ((1L << 32) - 1) / (stride * Block) + 1;
        (double Error, float X) worst = default;
        var gate = new Lock();
        Parallel.For(0, blocks, block =>
        {
            float[] x = new float[Block];
            for (int i = 0; i < Block; i++) x[i] = BitConverter.UInt32BitsToSingle((uint)((block * Block + i) * stride));
            if (stride == 1 && Math.Abs(x[0]) >= row.Far && block % 997 != 0) return;
            Take(x);
        });
        Take(Edges);
        Assert.True(worst.Error <= row.Single, string.Create(CultureInfo.InvariantCulture, $"{name}({worst.X:R}) is {worst.Error:F3} ulp away in float32, {row.Single} are stated"));

        void Take(float[] x)
        {
            var y = new float[x.Length];
            row.Apply(x, y);
            (double Error, float X) found = default;
            for (int i = 0; i < x.Length; i++)
            {
                double error = row.Error(x[i], y[i]);
                if (error > found.Error) found = (error, x[i]);
            }
            lock (gate) worst = found.Error > worst.Error ? found : worst;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Float64_is_right_to_the_ulps_stated(string name)
    {
        var row = Row(name);
        var random = new System.Random(5);
        double[] x = [.. Enumerable.Range(0, RealSamples).Select(_ => row.Draw(random))], y = new double[RealSamples];
        row.Apply(x, y);
        for (int i = 0; i < RealSamples; i++)
        {
            double error = row.Error(x[i], y[i]);
            Assert.True(error <= row.Real, string.Create(CultureInfo.InvariantCulture, $"{name}({x[i]:R}) = {y[i]:R} is {error:F3} ulp away in float64, {row.Real} are stated"));
        }
    }

    [Fact]
    public void The_documentation_states_the_errors()
    {
        var members = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Autograd.xml")).Descendants("member").ToLookup(m => m.Attribute("name")!.Value);
        Findings.None(UlpTable.Rows
            .Where(row => !members[$"M:Autograd.Tensor.{row.Name}"].Any(m => m.Element("remarks")?.Value == row.Sentence))
            .Select(row => $"Tensor.{row.Name}: <remarks>{row.Sentence}</remarks>"));
    }

    [Fact]
    public void The_page_of_errors_is_that_of_the_table()
    {
        var page = new StringBuilder("""
            # Errors of functions

            The largest error of each function in units in the last place (ulp) of the exact result, at every width of registers, with and without fused
            multiply-add. Tested over all float32 numbers against the runtime's functions in double (`.ci/slow`; a million of them in every check), and in float64 by samples
            against series of 256 bits. Infinity counts as the number after the largest; subnormal results as others, with their own ulp.

            Beyond 8000 (float32) and 100000 (float64) sines, cosines and tangents are the runtime's, element by element. Not in this table: functions whose zeros are no
            numbers of the dtype or that are composed (`Lgamma`, `Digamma`, `Erfinv`, `GELU`, `Softplus`), and powers, which are tested to 1 ulp (2 without fused multiply-add) by samples.

            Made from the table of the tests. To write it again:

                AUTOGRAD_APPROVE=1 dotnet test -c Release tests/Autograd.Tests --filter UlpTests

            | function | float32 | float64 |
            |---|---|---|

            """);
        foreach (var row in UlpTable.Rows) page.Append(CultureInfo.InvariantCulture, $"| `{row.Name}` | {row.Single} | {row.Real} |\n");
        string file = Repository.Path("docs", "numerics.md"), wanted = page.ToString().ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("AUTOGRAD_APPROVE") == "1") File.WriteAllText(file, wanted);
        Assert.Equal(wanted, File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    private static UlpRow Row(string name) => UlpTable.Rows.Single(row => row.Name == name);
}
