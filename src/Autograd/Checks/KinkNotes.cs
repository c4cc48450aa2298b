using System.Globalization;

namespace Autograd.Checks;

/// <summary>What was done about kinks, input by input, in sentences.</summary>
internal static class KinkNotes
{
    /// <summary>The elements that lie on kinks, and those for which steps were shortened, with the ops.</summary>
    public static IEnumerable<string> Of(IEnumerable<GradCheckRow> rows)
    {
        foreach (var row in rows.Where(static row => row.Input != "all"))
        {
            if (row.Kinks > 0)
                yield return string.Create(CultureInfo.InvariantCulture, $"order {row.Order}, {row.Input}: {row.Kinks} on a kink{row.KinkOps}, where any slope between the two sides is accepted");
            foreach (var kink in row.KinksByOp.Where(static k => k.Beside > 0))
                yield return string.Create(CultureInfo.InvariantCulture, $"order {row.Order}, {row.Input}: {kink.Beside} beside a kink of {kink.Op}, measured by shorter steps");
        }
    }
}
