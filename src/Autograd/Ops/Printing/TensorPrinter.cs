using System.Globalization;
using System.Text;

namespace Autograd;

/// <summary>
/// Text of a tensor as PyTorch lays it out: aligned columns, lines of at most 80 characters, summarised beyond 1000
/// elements, dtype, gradient function. As in NumPy, zeros, NaN and infinities take part in the alignment.
/// </summary>
internal sealed class TensorPrinter
{
    private const int LineWidth = 80;
    private const string Prefix = "tensor(";

    private readonly StringBuilder text = new(Prefix);
    private readonly int[] sizes;
    private readonly string[] elements;
    private readonly int width;
    private readonly bool isSummary;
    private int next;

    private TensorPrinter(Tensor x, string? format)
    {
        sizes = x.Shape.ToArray();
        elements = ElementText.Of(x, format);
        isSummary = elements.Length < x.Numel;
        width = x.Rank == 0 ? 0 : elements.Max(e => e.Length);
    }

    /// <summary>With a format of .NET for each number, or PyTorch's choice of digits.</summary>
    public static string Print(Tensor x, string? format = null)
    {
        string body = x.Numel == 0 ? Prefix + "[]" : new TensorPrinter(x, format).Write();
        var text = new StringBuilder(body);
        // PyTorch leaves two columns free behind the values.
        int column = body.Length - body.LastIndexOf('\n') + 1;
        if (x.Numel == 0 && x.Rank != 1) Suffix(string.Create(CultureInfo.InvariantCulture, $"size={x.Shape}"));
        // What a literal without a dtype would have goes without saying.
        if (x.DType != DType.Float32 && (x.Numel == 0 || x.DType is not (DType.Int64 or DType.Bool))) Suffix($"dtype={x.DType.Name}");
        if (x.GradFn is { } node) Suffix($"gradFn=<{node.Name}>");
        else if (x.RequiresGrad) Suffix("requiresGrad=true");
        return text.Append(')').ToString();

        void Suffix(string suffix)
        {
            bool fits = column + suffix.Length + 2 <= LineWidth;
            text.Append(fits ? ", " : ",\n" + new string(' ', Prefix.Length)).Append(suffix);
            column = (fits ? column + 2 : Prefix.Length) + suffix.Length;
        }
    }

    /// <summary>Shape, dtype and first values on one line, for debuggers.</summary>
    public static string Brief(Tensor x) => string.Create(
        CultureInfo.InvariantCulture,
        $"{x.DType.Name} {x.Shape} [{string.Join(", ", ElementText.First(x, 4))}{(x.Numel > 4 ? ", ..." : "")}]");

    private string Write()
    {
        Block(0);
        return text.ToString();
    }

    private void Block(int dim)
    {
        if (dim == sizes.Length)
        {
            text.Append(elements[next++].PadLeft(width));
            return;
        }
        text.Append('[');
        bool isRow = dim == sizes.Length - 1;
        // Each element comes with its comma and space.
        int perLine = Math.Max(1, (LineWidth - Prefix.Length - dim) / (width + 2));
        int place = 0;
        foreach (bool isShown in ElementText.Places(sizes[dim], isSummary))
        {
            if (place > 0)
            {
                text.Append(',');
                if (!isRow) text.Append('\n', sizes.Length - 1 - dim).Append(' ', Prefix.Length + dim + 1);
                else if (place % perLine == 0) text.Append('\n').Append(' ', Prefix.Length + dim + 1);
                else text.Append(' ');
            }
            if (isShown) Block(dim + 1);
            else text.Append(isRow ? " ..." : "...");
            place++;
        }
        text.Append(']');
    }
}

public partial class Tensor : IFormattable
{
    /// <summary>The values as PyTorch prints them, with dtype and gradient function; beyond 1000 elements the edges (<c>str(tensor)</c>).</summary>
    public override string ToString() => TensorPrinter.Print(this);

    /// <summary>The values in a format of .NET, <c>$"{x:F3}"</c>; always with a point, whatever the culture.</summary>
    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => TensorPrinter.Print(this, string.IsNullOrEmpty(format) ? null : format);

    private string DebuggerDisplay => TensorPrinter.Brief(this);
}
