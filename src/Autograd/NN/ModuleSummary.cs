using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Autograd.NN;

/// <summary>A module in a summary: everything below it counts.</summary>
/// <param name="Name">Its dotted name; empty for the model.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Output">The shape of what it gives; of several tensors all shapes.</param>
/// <param name="Parameters">The elements of its parameters, each parameter once.</param>
/// <param name="MultiplyAdds">The multiply-adds of all its calls.</param>
/// <param name="Bytes">The memory of all results of its ops, given back or not.</param>
public sealed record SummaryRow(string Name, string Type, string Output, long Parameters, long MultiplyAdds, long Bytes);

/// <summary>A table of the layers of a model: shapes, parameters, multiply-adds and memory of one forward pass, of which nothing was computed.</summary>
public sealed class ModuleSummary
{
    internal ModuleSummary(Module module, IReadOnlyList<SummaryRow> rows)
    {
        Rows = rows;
        Parameters = module.Parameters().Sum(static p => (long)p.Numel);
        Trainable = module.Parameters().Where(static p => p.RequiresGrad).Sum(static p => (long)p.Numel);
        StateBytes = module.StateDict().Values.Distinct().Sum(static t => (long)t.Numel * t.DType.Size);
    }

    /// <summary>The modules that were called, in the order of their first call; the model first.</summary>
    public IReadOnlyList<SummaryRow> Rows { get; }

    /// <summary>The elements of all parameters, each parameter once.</summary>
    public long Parameters { get; }

    /// <summary>The elements of the parameters that are not frozen.</summary>
    public long Trainable { get; }

    /// <summary>The multiply-adds of the forward pass: of matrix products, convolutions, attention, not of elementwise work.</summary>
    public long MultiplyAdds => Rows[0].MultiplyAdds;

    /// <summary>The memory of parameters and buffers.</summary>
    public long StateBytes { get; }

    /// <summary>The memory of all results of the forward pass, given back or not.</summary>
    public long ResultBytes => Rows[0].Bytes;

    /// <summary>The table.</summary>
    public override string ToString()
    {
        string[][] cells =
        [
            ["name", "module", "output", "parameters", "multiply-adds", "KB"],
            .. Rows.Select(static r => (string[])[r.Name, r.Type, r.Output, Number(r.Parameters), Number(r.MultiplyAdds), Kilobytes(r.Bytes)]),
        ];
        int[] widths = [.. Enumerable.Range(0, cells[0].Length).Select(c => cells.Max(row => row[c].Length))];
        var text = new StringBuilder();
        foreach (string[] row in cells)
        {
            for (int c = 0; c < row.Length; c++)
            {
                // Names to the left, numbers to the right.
                string cell = c < 3 ? row[c].PadRight(widths[c]) : row[c].PadLeft(widths[c]);
                text.Append(c == 0 ? "" : "  ").Append(cell);
            }
            text.Append('\n');
        }
        text.Append(CultureInfo.InvariantCulture, $"parameters {Number(Parameters)}, {Number(Trainable)} of them learned; multiply-adds {Number(MultiplyAdds)}\n");
        text.Append(CultureInfo.InvariantCulture, $"memory {Kilobytes(StateBytes)} KB of parameters and buffers, {Kilobytes(ResultBytes)} KB of results");
        return text.ToString();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Kilobytes(long bytes) => (bytes / 1024.0).ToString("N1", CultureInfo.InvariantCulture);
}

/// <summary>Makes summaries.</summary>
internal static class Summarizer
{
    public static ModuleSummary Run(Module module, Action forward)
    {
        var outputs = new Dictionary<Module, string?>(ReferenceEqualityComparer.Instance);
        var order = new List<(string Name, Module Module)>();
        var handles = new List<RemovableHandle>();
        foreach (var (name, part) in module.NamedModules().ToList())
        {
            handles.Add(part.RegisterForwardPreObserver((Module m, object _) =>
            {
                if (outputs.TryAdd(m, null)) order.Add((name, m));
            }));
            handles.Add(part.RegisterForwardObserver((Module m, object _, object y) => outputs[m] = Shapes(y)));
        }
        OpTrace trace;
        try
        {
            trace = ShapesOnly.Run(() => NoGrad.Run(forward));
        }
        finally
        {
            foreach (var handle in handles) handle.Remove();
        }
        if (!outputs.ContainsKey(module))
            throw new AutogradException($"Summary: {Module.NameOf(module.GetType())} was not called itself; call its Forward, or sum up the modules that it holds");
        return new ModuleSummary(module, [.. order.Select(part => Row(part.Name, part.Module, outputs[part.Module]!, trace))]);
    }

    private static SummaryRow Row(string name, Module module, string output, OpTrace trace)
    {
        // The trace names the model itself by its type.
        bool IsWithin(string part) => name.Length == 0 ? part.Length > 0 : string.Equals(part, name, StringComparison.Ordinal) || part.StartsWith(name + ".", StringComparison.Ordinal);
        var own = trace.Rows.Where(r => IsWithin(r.Module)).ToList();
        return new SummaryRow(
            name, Module.NameOf(module.GetType()), output, module.Parameters().Sum(static p => (long)p.Numel), own.Sum(static r => r.MultiplyAdds), own.Sum(static r => r.Bytes));
    }

    private static string Shapes(object? result) => result switch
    {
        Tensor tensor => tensor.Shape.ToString(),
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Shapes(tuple[i])))})",
        null => "-",
        _ => Module.NameOf(result.GetType()),
    };
}
