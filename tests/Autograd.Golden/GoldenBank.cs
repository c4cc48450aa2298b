namespace Autograd.Golden;

/// <summary>A folder of cases: one JSON object a line, one file a group.</summary>
internal static class GoldenBank
{
    /// <summary>Runs the cases whose op or id begins with a prefix.</summary>
    public static void Run(string folder, string prefix, IReadOnlyDictionary<string, Binding> bindings, Report report)
    {
        foreach (var c in Cases(folder))
        {
            if (!c.Op.StartsWith(prefix, StringComparison.Ordinal) && !c.Id.StartsWith(prefix, StringComparison.Ordinal)) continue;
            report.Add(c, bindings.TryGetValue(c.Op, out var binding) ? CaseRunner.Run(c, binding) : new Outcome(Verdict.Unbound));
        }
    }

    private static IEnumerable<GoldenCase> Cases(string folder) =>
        Directory.EnumerateFiles(folder, "*.jsonl")
            .Order(StringComparer.Ordinal)
            .SelectMany(path => File.ReadLines(path)
                .Where(line => !string.IsNullOrWhiteSpace(line))
                .Select(line => GoldenCase.Parse(line, Path.GetFileNameWithoutExtension(path))));
}
