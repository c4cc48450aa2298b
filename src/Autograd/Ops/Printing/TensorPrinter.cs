using System.Globalization;
using System.Text;

namespace Autograd;

/// <summary>Text of a tensor as NumPy and PyTorch lay it out: aligned columns, summarised beyond 1000 elements, dtype, gradient function.</summary>
internal sealed class TensorPrinter
{
    private const int Threshold = 1000;
    private const int Edge = 3;
    private const int Precision = 4;
    private const string Prefix = "tensor(";

    private readonly Tensor x;
    private readonly bool summarise;
    private readonly Func<double, string> format;
    private readonly int width;

    private TensorPrinter(Tensor x)
    {
        this.x = x;
        summarise = x.Numel > Threshold;
        var shown = new List<double>();
        Collect(x, 0, [], shown);
        format = Choose(shown, x.DType);
        width = shown.Count == 0 ? 0 : shown.Max(v => format(v).Length);
    }

    public static string Print(Tensor tensor)
    {
        var plain = tensor.Detach();
        var text = new StringBuilder(Prefix);
        var printer = new TensorPrinter(plain.DType is DType.Float16 or DType.BFloat16 ? plain.To(DType.Float32) : plain);
        if (plain.Numel == 0) text.Append("[]");
        else printer.Write(text, printer.x, 0);
        if (plain.Numel == 0 && plain.Rank != 1) text.Append(CultureInfo.InvariantCulture, $", size={plain.Shape}");
        if (plain.DType is not (DType.Float32 or DType.Int64 or DType.Bool) || plain.Numel == 0) text.Append(CultureInfo.InvariantCulture, $", dtype={plain.DType.Name}");
        if (tensor.GradFn is { } node) text.Append(CultureInfo.InvariantCulture, $", gradFn=<{node.Name}>");
        else if (tensor.RequiresGrad) text.Append(", requiresGrad=true");
        return text.Append(')').ToString();
    }

    /// <summary>Shape, dtype and first values on one line, for debuggers.</summary>
    public static string Brief(Tensor tensor)
    {
        var first = tensor.Detach().Ravel();
        var values = first.Narrow(0, 0, Math.Min(first.Numel, 4)).To(DType.Float64).ToArray<double>();
        string shown = string.Join(", ", values.Select(v => v.ToString("G6", CultureInfo.InvariantCulture)));
        return string.Create(CultureInfo.InvariantCulture, $"{tensor.DType.Name} {tensor.Shape} [{shown}{(tensor.Numel > 4 ? ", ..." : "")}]");
    }

    /// <summary>One format for all elements: bools, integers, whole floats as 1., fixed point, or scientific where magnitudes differ by more than 1000.</summary>
    private static Func<double, string> Choose(List<double> values, DType dtype)
    {
        var culture = CultureInfo.InvariantCulture;
        if (dtype == DType.Bool) return v => v != 0 ? "True" : "False";
        if (!dtype.IsFloat) return v => v.ToString("0", culture);
        var sizes = values.Where(v => double.IsFinite(v) && v != 0).Select(Math.Abs).ToList();
        double largest = sizes.Count == 0 ? 0 : sizes.Max(), smallest = sizes.Count == 0 ? 0 : sizes.Min();
        bool whole = values.TrueForAll(v => !double.IsFinite(v) || v == Math.Round(v));
        bool scientific = largest > 1e8 || (sizes.Count > 0 && !whole && (largest / smallest > 1000 || smallest < 1e-4));
        string digits = scientific ? "0." + new string('0', Precision) + "e+00" : whole ? "0." : "F" + Precision.ToString(culture);
        return v => double.IsNaN(v) ? "nan" : double.IsInfinity(v) ? (v > 0 ? "inf" : "-inf")
            : whole && !scientific ? v.ToString("0", culture) + "." : v.ToString(digits, culture);
    }

    private static double Value(Tensor scalar) => scalar.Item();

    private void Collect(Tensor t, int depth, List<int> at, List<double> values)
    {
        if (t.Rank == 0)
        {
            values.Add(Value(t));
            return;
        }
        foreach (int i in Shown(t.Shape[0]))
        {
            if (i >= 0) Collect(t.Select(0, i), depth + 1, at, values);
        }
    }

    /// <summary>Indices to print; -1 stands for the dots.</summary>
    private IEnumerable<int> Shown(int size)
    {
        if (!summarise || size <= 2 * Edge) return Enumerable.Range(0, size);
        return [.. Enumerable.Range(0, Edge), -1, .. Enumerable.Range(size - Edge, Edge)];
    }

    private void Write(StringBuilder text, Tensor t, int depth)
    {
        if (t.Rank == 0)
        {
            text.Append(x.Rank == 0 ? format(Value(t)) : format(Value(t)).PadLeft(width));
            return;
        }
        text.Append('[');
        bool first = true;
        foreach (int i in Shown(t.Shape[0]))
        {
            if (!first) text.Append(t.Rank == 1 ? ", " : ",");
            if (!first && t.Rank > 1)
            {
                text.Append('\n', t.Rank - 1).Append(' ', Prefix.Length + depth + 1);
            }
            if (i < 0) text.Append("...");
            else Write(text, t.Select(0, i), depth + 1);
            first = false;
        }
        text.Append(']');
    }
}

public partial class Tensor
{
    /// <summary>The values as PyTorch prints them, with dtype and gradient function; beyond 1000 elements the edges.</summary>
    public override string ToString() => TensorPrinter.Print(this);

    private string DebuggerDisplay => TensorPrinter.Brief(this);
}
