using System.Globalization;
using Autograd.Checks;
using Autograd.Testing;
using Xunit.Abstractions;

namespace Autograd.PropertyTests;

/// <summary>
/// The checks are checked: what every rule of the library gives is made wrong in several ways, one at a time, and a check of a
/// row of the op table has to notice.
/// </summary>
public sealed class SabotageProperties(ITestOutputHelper output)
{
    // Rows are tried in the order of how little else they call.
    private const int Rows = 4;
    private const int Draws = 8;

    [Fact]
    public void Every_rule_that_is_made_wrong_is_noticed()
    {
        int planted = 0, caught = 0;
        var escaped = new List<string>();
        var rules = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (target, rows) in RowsByValue().OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal))
        {
            rules.Add(target.Rule);
            foreach (var corruption in Corruption.All)
            {
                var (isPlanted, isCaught) = Plant(target, rows, corruption);
                if (isPlanted) planted++;
                if (isCaught) caught++;
                if (isPlanted && !isCaught) escaped.Add($"{target}: {corruption} (rows {string.Join(", ", rows.Take(Rows))})");
            }
        }
        string count = string.Create(CultureInfo.InvariantCulture, $"{rules.Count} rules: caught {caught} / planted {planted}");
        output.WriteLine(count);
        Assert.True(escaped.Count == 0, $"{count}; not noticed:\n{string.Join('\n', escaped)}");
    }

    /// <summary>Every value that a rule gives in a check of a row, with the rows in which it does.</summary>
    private static Dictionary<Given, List<OpRow>> RowsByValue()
    {
        var found = new List<(OpRow Row, HashSet<Given> Seen)>();
        foreach (var row in OpTable.Rows.Where(row => row.Differentiability is Differentiability.Smooth or Differentiability.Piecewise))
        {
            var observer = new Observer();
            foreach (var (@case, draw) in Points(row).Where(point => point.Draw.Seed <= 2)) Check(@case, draw, observer);
            found.Add((row, observer.Seen));
        }
        return found.SelectMany(f => f.Seen.Select(given => (Given: given, f.Row, f.Seen.Count)))
            .GroupBy(f => f.Given)
            .ToDictionary(g => g.Key, g => g.OrderBy(f => f.Count).Select(f => f.Row).ToList());
    }

    private static (bool IsPlanted, bool IsCaught) Plant(Given target, List<OpRow> rows, Corruption corruption)
    {
        bool isPlanted = false;
        foreach (var (@case, draw) in rows.Take(Rows).SelectMany(Points))
        {
            var saboteur = new Saboteur(target, corruption);
            bool passed = Check(@case, draw, saboteur);
            isPlanted |= saboteur.IsPlanted;
            if (saboteur.IsPlanted && !passed) return (true, true);
        }
        return (isPlanted, false);
    }

    private static IEnumerable<(OpCase Case, Draw Draw)> Points(OpRow row) =>
        from seed in Enumerable.Range(1, Draws)
        from @case in row.Cases
        select (@case, new Draw(seed, 3, InputLayout.Contiguous));

    private static bool Check(OpCase @case, Draw draw, OpListener listener)
    {
        var inputs = Array.ConvertAll(@case.Inputs(draw.Dice()), Run.Leaf);
        if (!inputs.Any(x => x.RequiresGrad)) return true;
        var handle = Op.Listen(listener);
        try
        {
            return GradCheck.Run(@case.Function, inputs, new() { Order = 2, Seed = (ulong)draw.Seed }).Passed;
        }
        finally
        {
            handle.Remove();
        }
    }
}
