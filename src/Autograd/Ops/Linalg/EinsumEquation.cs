using System.Globalization;

namespace Autograd;

/// <summary>
/// An equation <c>ij,jk->ik</c> with shapes for its operands: a label for every dimension. Letters are 0 to 51, capital ones first, as
/// PyTorch orders them; dimensions of an ellipsis come after them, aligned at the right.
/// </summary>
internal sealed class EinsumEquation
{
    private const int Letters = 52;

    private readonly string text;
    private readonly Dictionary<int, int> sizes = [];
    private int ellipsisRank;

    public EinsumEquation(string equation, ReadOnlySpan<Tensor> operands)
    {
        text = equation.Replace(" ", "", StringComparison.Ordinal);
        int arrow = text.IndexOf("->", StringComparison.Ordinal);
        string[] inputs = (arrow < 0 ? text : text[..arrow]).Split(',');
        if (inputs.Length != operands.Length)
            throw Wrong($"it has {Number(inputs.Length)} operands, {Number(operands.Length)} tensors were given");
        for (int i = 0; i < inputs.Length; i++) ellipsisRank = Math.Max(ellipsisRank, EllipsisRank(inputs[i], operands[i].Rank));
        Operands = new int[inputs.Length][];
        for (int i = 0; i < inputs.Length; i++) Operands[i] = Labels(inputs[i], EllipsisRank(inputs[i], operands[i].Rank), operands[i].Rank);
        for (int i = 0; i < inputs.Length; i++) Measure(i, operands);
        Output = arrow < 0 ? Implicit() : Explicit(text[(arrow + 2)..]);
    }

    /// <summary>The labels of each operand's dimensions.</summary>
    public int[][] Operands { get; }

    /// <summary>The labels of the result's dimensions.</summary>
    public int[] Output { get; }

    public int Size(int label) => sizes[label];

    /// <summary>The number of elements that a set of labels goes through.</summary>
    public double Count(IEnumerable<int> labels) => labels.Aggregate(1.0, (count, label) => count * sizes[label]);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private int[] Labels(string subscripts, int covered, int rank)
    {
        var labels = new List<int>();
        for (int i = 0; i < subscripts.Length; i++)
        {
            if (subscripts[i] != '.')
            {
                labels.Add(Letter(subscripts[i]));
                continue;
            }
            i += 2;
            for (int d = ellipsisRank - covered; d < ellipsisRank; d++) labels.Add(Letters + d);
        }
        if (labels.Count != rank) throw Wrong($"the subscripts '{subscripts}' name {Number(labels.Count)} dimensions of a tensor that has {Number(rank)}");
        return [.. labels];
    }

    /// <summary>How many dimensions of an operand its ellipsis stands for.</summary>
    private int EllipsisRank(string subscripts, int rank)
    {
        int at = subscripts.IndexOf('.', StringComparison.Ordinal);
        if (at < 0) return 0;
        if (!subscripts.AsSpan(at).StartsWith("...") || subscripts.LastIndexOf('.') != at + 2)
            throw Wrong($"'{subscripts}' has a point that is no ellipsis '...', or two of them");
        int covered = rank - (subscripts.Length - 3);
        return covered >= 0 ? covered : throw Wrong($"the subscripts '{subscripts}' name more dimensions than a tensor has, which are {Number(rank)}");
    }

    /// <summary>Sizes of 1 broadcast, as in PyTorch.</summary>
    private void Measure(int number, ReadOnlySpan<Tensor> operands)
    {
        var (labels, operand) = (Operands[number], operands[number]);
        for (int d = 0; d < labels.Length; d++)
        {
            int size = operand.Shape[d], known = sizes.GetValueOrDefault(labels[d], 1);
            if (size != known && size != 1 && known != 1)
                throw Wrong($"sizes {Number(known)} and {Number(size)} have the same subscript; the second is dimension {Number(d)} of operand {Number(number)}, the shapes are {string.Join(", ", operands.ToArray().Select(x => x.Shape.ToString()))}");
            sizes[labels[d]] = size == 1 ? known : size;
        }
    }

    /// <summary>Dimensions of the ellipsis, then what occurs once, in alphabetical order.</summary>
    private int[] Implicit()
    {
        var all = Operands.SelectMany(labels => labels).ToArray();
        var once = all.Where(label => label < Letters && all.Count(other => other == label) == 1).Order();
        return [.. Enumerable.Range(Letters, ellipsisRank), .. once];
    }

    private int[] Explicit(string subscripts)
    {
        int covered = subscripts.Contains('.', StringComparison.Ordinal) ? EllipsisRank(subscripts, ellipsisRank + subscripts.Length - 3) : 0;
        var labels = Labels(subscripts, covered, subscripts.Length - (covered > 0 || subscripts.Contains('.', StringComparison.Ordinal) ? 3 : 0) + covered);
        foreach (int label in labels)
        {
            if (!sizes.ContainsKey(label)) throw Wrong($"the result's subscript '{(char)(label < 26 ? 'A' + label : 'a' + label - 26)}' is in no operand");
        }
        if (labels.Distinct().Count() != labels.Length) throw Wrong("a subscript stands twice in the result");
        return labels;
    }

    private int Letter(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        _ => throw Wrong($"'{c}' is no subscript; letters, '...', ',' and '->' are"),
    };

    private ShapeException Wrong(string what) => new($"Einsum: \"{text}\": {what}");
}
