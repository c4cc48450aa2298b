using System.Collections.Concurrent;
using System.Globalization;
using Autograd.Checks;
using Xunit.Abstractions;

namespace Autograd.Tests.Checks;

/// <summary>The checker is checked: every planted error is found where it must be, pointed at and explained, and its twin passes.</summary>
public sealed class CorruptionTests(ITestOutputHelper output)
{
    private const int AtLeast = 60;

    private static readonly ConcurrentDictionary<string, GradCheckReport> Reports = new(StringComparer.Ordinal);

    public static TheoryData<string> Names() => [.. Corruption.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_twin_passes(string name)
    {
        var corruption = Named(name);
        GradCheck.Run(corruption.Right, corruption.Inputs(), new() { Order = corruption.Order }).ThrowIfFailed();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_caught_at_its_order_and_in_its_mode(string name)
    {
        var corruption = Named(name);
        var report = Check(corruption);
        Assert.Null(Escaped(corruption, report));
        Assert.Throws<AutogradException>(report.ThrowIfFailed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_localised(string name)
    {
        var corruption = Named(name);
        Assert.Null(Misplaced(corruption, Check(corruption)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_explained(string name)
    {
        var corruption = Named(name);
        var report = Check(corruption);
        if (corruption.Cause is not { } cause) return;
        Assert.True(report.Diagnoses.Any(d => d.Cause == cause && (corruption.Op is null || corruption.Op == d.Op)), report.ToString());
    }

    [Fact]
    public void At_least_sixty_of_every_kind_are_caught_and_localised()
    {
        int caught = 0, localised = 0, explained = 0;
        var left = new List<string>();
        foreach (var corruption in Corruption.All)
        {
            var report = Check(corruption);
            if (Escaped(corruption, report) is { } escaped) left.Add($"{corruption}: {escaped}");
            else caught++;
            if (Misplaced(corruption, report) is { } misplaced) left.Add($"{corruption}: {misplaced}");
            else localised++;
            if (report.Diagnoses.Count > 0) explained++;
        }
        int planted = Corruption.All.Count;
        string count = string.Create(CultureInfo.InvariantCulture, $"planted {planted}, caught {caught}, localised {localised}, explained {explained}");
        output.WriteLine(count);
        Assert.True(left.Count == 0, $"{count}\n{string.Join('\n', left)}");
        Assert.True(planted >= AtLeast, count);
        Assert.Equal(planted, Corruption.All.Select(c => c.Name).Distinct(StringComparer.Ordinal).Count());
    }

    private static Corruption Named(string name) => Corruption.All.Single(c => c.Name == name);

    private static GradCheckReport Check(Corruption corruption) =>
        Reports.GetOrAdd(corruption.Name, _ => GradCheck.Run(corruption.Wrong, corruption.Inputs(), new() { Order = corruption.Order }));

    /// <summary>What is wrong with the report where it does not find the error in its mode and at its order, or finds one before.</summary>
    private static string? Escaped(Corruption corruption, GradCheckReport report) =>
        !report.Rows.Any(row => row.Verdict == GradCheckVerdict.Fail && row.Kind == corruption.Kind && row.Order == corruption.FoundAt) ? $"not caught\n{report}"
        : report.Rows.Any(row => !row.Passed && row.Order < corruption.FoundAt) ? $"caught too early\n{report}"
        : null;

    /// <summary>
    /// What is wrong with the report where it points elsewhere: the inputs that fail have to be those whose gradients are wrong, and the
    /// elements named as wrong have to be wrong ones.
    /// </summary>
    private static string? Misplaced(Corruption corruption, GradCheckReport report)
    {
        var failed = report.Rows.Where(row => row.Verdict == GradCheckVerdict.Fail && row.Kind == corruption.Kind && row.Order == corruption.FoundAt && row.Input != "all").ToList();
        if (failed.Count == 0) return $"no input is named\n{report}";
        // Beyond first-order gradients there is one input, and the mode or the order is the place.
        if (corruption.Kind != GradCheckKind.Backward || corruption.FoundAt > 1) return null;
        var places = corruption.Places();
        string expected = string.Join(", ", places.Keys.Select(i => string.Create(CultureInfo.InvariantCulture, $"input {i}")));
        string actual = string.Join(", ", failed.Select(row => row.Input));
        if (expected != actual) return $"{expected} wrong, {actual} named\n{report}";
        foreach (var (row, wrong) in failed.Zip(places.Values))
        {
            if (row.Worst[0].Verdict != ElementVerdict.Wrong) return $"{row.Input}: no element is named\n{report}";
            foreach (var element in row.Worst.Where(e => e.Verdict == ElementVerdict.Wrong))
            {
                if (!wrong.Contains(Number(row.Shape, element.Index))) return $"{row.Input}: element {string.Join(", ", element.Index)} is right and named as wrong\n{report}";
            }
        }
        return null;
    }

    private static int Number(Shape shape, IReadOnlyList<int> index) => index.Select((at, d) => (at, d)).Aggregate(0, (number, next) => number * shape[next.d] + next.at);
}
