namespace Autograd.Training;

/// <summary>An entry of the legend.</summary>
internal readonly record struct LegendEntry(string Name, Style Style, LegendShape Shape);

/// <summary>Which name has which colour, in the order of first appearance, and the style sheet that says what the colours are in the light and in the dark.</summary>
internal sealed class Palette
{
    /// <summary>
    /// The style of a plot. Text has a contrast of at least 4.5 : 1 to the ground in both schemes, and so have the first eight colours, because names are written in
    /// them; the numbers in cells are black or white by what they stand on.
    /// </summary>
    public const string StyleSheet = """
        .ag-plot{--bg:#ffffff;--fg:#1b1f24;--soft:#57606a;--grid:#e3e7eb;--axis:#8c959f;--seq:#084594;--low:#000000;--mid:#000000;--high:#ffffff;
        --c0:#0072b2;--c1:#c24e00;--c2:#007a58;--c3:#a33b7e;--c4:#806000;--c5:#6a51c4;--c6:#00798c;--c7:#545b63;
        font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color-scheme:light dark}
        .ag-plot text{fill:var(--fg)}.ag-plot .k{fill:var(--soft);font-size:11px}.ag-plot .l{fill:var(--soft);font-size:12px}.ag-plot .t{font-size:15px;font-weight:600}.ag-plot .n{font-size:12px}
        @media (prefers-color-scheme:dark){.ag-plot{--bg:#14171a;--fg:#e6e9ec;--soft:#a3adb8;--grid:#2a3037;--axis:#6b7580;--seq:#8cc8ff;--low:#ffffff;--mid:#000000;--high:#000000;
        --c0:#56b4e9;--c1:#ff9850;--c2:#2ecc9a;--c3:#e58bc0;--c4:#e0bb2e;--c5:#b0a2ff;--c6:#3fd0de;--c7:#b0b8c0}}
        """;

    private readonly Dictionary<string, Style> styles = new(StringComparer.Ordinal);
    private readonly List<LegendEntry> entries = [];

    public Palette(IEnumerable<IMark> marks)
    {
        foreach (var mark in marks)
        {
            foreach (string name in mark.Names)
            {
                var style = new Style(styles.Count);
                if (styles.TryAdd(name, style) && name.Length > 0) entries.Add(new LegendEntry(name, style, mark.Shape));
            }
        }
    }

    /// <summary>What there is to explain.</summary>
    public IReadOnlyList<LegendEntry> Entries => entries;

    public Style Of(string name) => styles[name];
}
