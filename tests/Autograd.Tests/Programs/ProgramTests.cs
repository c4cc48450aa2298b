using System.Globalization;
using System.Text.Json;

namespace Autograd.Tests.Programs;

/// <summary>
/// Whole trainings follow PyTorch's loss by loss from the same seed: <c>programs.json</c> was written by <c>programs.py</c>, which holds the same programs.
/// </summary>
public class ProgramTests
{
    /// <summary>Of a loss; what rounding grows to over a run.</summary>
    private const double Tolerance = 1e-4;

    private static readonly Dictionary<string, Func<Progress>> Programs = new(StringComparer.Ordinal)
    {
        ["classifier"] = ImageProgram.Run,
        ["reader"] = SequencePrograms.Reader,
        ["writer"] = SequencePrograms.Writer,
        ["encoder"] = static () => TransformerPrograms.Encoder(normFirst: false, batchFirst: true),
        ["encoder-norm-first"] = static () => TransformerPrograms.Encoder(normFirst: true, batchFirst: false),
        ["translator"] = TransformerPrograms.Translator,
        ["regression"] = DensePrograms.Regression,
        ["autoencoder"] = DensePrograms.Autoencoder,
        ["adversaries"] = AdversaryProgram.Run,
        ["signals"] = SignalProgram.Run,
    };

    private static readonly Lazy<JsonElement> Recorded = new(static () =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Programs", "programs.json"))).RootElement);

    public static TheoryData<string> Names => [.. Recorded.Value.EnumerateObject().Select(static p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_program_follows_PyTorchs_losses(string name)
    {
        var there = Recorded.Value.GetProperty(name);
        Generator.ManualSeed(7);
        var here = Programs[name]();
        Follow("losses", there, here.Losses);
        Follow("tests", there, here.Tests);
        // As many numbers were drawn.
        Assert.Equal(there.GetProperty("next").GetDouble(), Tensor.Rand(1).Item());
    }

    private static void Follow(string what, JsonElement there, List<double> here)
    {
        double[] expected = [.. there.GetProperty(what).EnumerateArray().Select(static n => n.GetDouble())];
        Assert.Equal(expected.Length, here.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - here[i]) / Math.Max(1, Math.Abs(expected[i]));
            Assert.True(error <= Tolerance, string.Create(CultureInfo.InvariantCulture, $"{what} {i}: {expected[i]} there, {here[i]} here"));
        }
    }
}
