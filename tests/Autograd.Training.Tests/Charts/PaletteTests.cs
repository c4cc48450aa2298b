using System.Globalization;
using System.Text.RegularExpressions;

namespace Autograd.Training.Tests.Charts;

/// <summary>Everything that is read can be read, in the light and in the dark (contrast as WCAG 2.2 defines it).</summary>
public sealed class PaletteTests
{
    private static readonly string Sheet = new Plot("").ToSvg();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Texts_and_names_stand_out_from_the_ground(bool dark)
    {
        var colours = Colours(dark);

        Assert.True(Contrast(colours["fg"], colours["bg"]) >= 7);
        Assert.True(Contrast(colours["soft"], colours["bg"]) >= 4.5);
        for (int i = 0; i < 8; i++) Assert.True(Contrast(colours[FormattableString.Invariant($"c{i}")], colours["bg"]) >= 4.5, FormattableString.Invariant($"c{i}"));
    }

    /// <summary>The number in a cell, at every strength of its shade.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Numbers_stand_out_from_their_cells(bool dark)
    {
        var colours = Colours(dark);
        double[,] values = new double[10, 10];
        for (int i = 0; i < 100; i++) values[i / 10, i % 10] = i;
        string[] names = [.. Enumerable.Range(0, 10).Select(static i => i.ToString(CultureInfo.InvariantCulture))];
        var drawn = new Drawn(new Plot("").Cells(names, names, values));

        var cells = drawn.Named("rect").Zip(drawn.Named("text")).ToList();
        Assert.Equal(100, cells.Count);
        foreach (var (cell, number) in cells)
        {
            double share = Drawn.Number(cell, "fill-opacity");
            string ink = Regex.Match(number.Attribute("style")!.Value, "--(?<ink>[a-z]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["ink"].Value;
            double[] ground = [.. colours["bg"].Zip(colours["seq"], (b, s) => b + share * (s - b))];
            Assert.True(Contrast(colours[ink], ground) >= 4.4, FormattableString.Invariant($"{share}: {ink} {Contrast(colours[ink], ground)}"));
        }
    }

    private static Dictionary<string, double[]> Colours(bool dark)
    {
        string[] parts = Sheet.Split("prefers-color-scheme:dark");
        return Regex.Matches(parts[dark ? 1 : 0], "--(?<name>[a-z0-9]+):#(?<colour>[0-9a-f]{6})", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .ToDictionary(static m => m.Groups["name"].Value, static m => Enumerable.Range(0, 3).Select(i => (double)int.Parse(m.Groups["colour"].ValueSpan.Slice(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray(), StringComparer.Ordinal);
    }

    private static double Contrast(double[] one, double[] other)
    {
        double a = Luminance(one), b = Luminance(other);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(double[] colour) => colour.Zip([0.2126, 0.7152, 0.0722], static (c, weight) => weight * Linear(c / 255)).Sum();

    private static double Linear(double c) => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
}
