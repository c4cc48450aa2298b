using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Autograd.Checks;
using Autograd.Formulas;
using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>The page of all ops, made from the op table, the formulas and the documentation in the source.</summary>
internal static partial class OpsPage
{
    public const string Measured = "## Measured";

    // Longer formulas are for the source.
    private const int LongestFormula = 64;

    private static readonly Dictionary<string, string> Summaries = ReadSummaries("Autograd.xml");

    /// <summary>All that the page says without measuring.</summary>
    public static string Table()
    {
        var page = new StringBuilder($"""
            # Ops

            Made from the op table by a test; when it says that the page is stale, write it again:

                AUTOGRAD_APPROVE=1 dotnet test -c Release property-tests/Autograd.PropertyTests --filter OpsPage

            Shapes are those of one call. A derivative is the slope that the gradient g of the result is multiplied by (y is the result of one operand, z of
            two), or the rule of the op; where an op is composed, the ops that are recorded. "smooth": differentiable wherever it is defined;
            "piecewise": but for kinks, ties or jumps; "zero": the derivative is 0 wherever it exists; "none": the result has no gradient.
            Differences from PyTorch: [pytorch-map.md](pytorch-map.md).

            | op | PyTorch | shapes | what | derivative | class |
            |---|---|---|---|---|---|

            """);
        foreach (var row in OpTable.Rows.OrderBy(row => row.Name, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{Shown(row.Name)}` | `{row.Torch}` | {ShapesOf(row)} | {What(row)} | {Derivative(row)} | {Class(row)} |\n");
        }
        return page.ToString();
    }

    /// <summary>The worst errors of a few draws, as decades.</summary>
    public static string Errors()
    {
        var page = new StringBuilder($"""
            {Measured}

            The largest ||n - g|| / (||n|| + ||g||) of the gradients of orders 1 and 2 against differences, rounded up to a power of ten. Not compared by the test.

            | op | order 1 | order 2 |
            |---|---|---|

            """);
        foreach (var row in OpTable.Rows.Where(row => row.Differentiability is Differentiability.Smooth or Differentiability.Piecewise).OrderBy(row => row.Name, StringComparer.Ordinal))
        {
            var worst = new double[2];
            foreach (var @case in row.Cases)
            {
                for (int seed = 1; seed <= 3; seed++)
                {
                    var inputs = Array.ConvertAll(@case.Inputs(new Dice((ulong)seed, 3, InputLayout.Contiguous)), Run.Leaf);
                    if (!inputs.Any(x => x.RequiresGrad)) continue;
                    foreach (var found in GradCheck.Run(@case.Function, inputs, new() { Order = 2 }).Rows.Where(r => r.Kind == GradCheckKind.Backward))
                        worst[found.Order - 1] = Math.Max(worst[found.Order - 1], found.Error);
                }
            }
            page.Append(CultureInfo.InvariantCulture, $"| `{Shown(row.Name)}` | {Decade(worst[0])} | {Decade(worst[1])} |\n");
        }
        return page.ToString();
    }

    private static string Decade(double error) => error == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"1e{Math.Ceiling(Math.Log10(error)):0}");

    private static string Shown(string name) => name.StartsWith("get_", StringComparison.Ordinal) ? name[4..] : name;

    private static string ShapesOf(OpRow row)
    {
        if (row.Cases.Count == 0) return "";
        var inputs = row.Cases[0].Inputs(new Dice(1, 3, InputLayout.Contiguous));
        var outputs = row.Cases[0].Function(inputs);
        return $"{List(inputs)} -> {List(outputs)}";
    }

    private static string List(Tensor[] tensors) => string.Join(", ", tensors.Select(x => x.Shape.ToString()));

    private static string What(OpRow row) =>
        new[] { "Tensor", "NN.Functional", "Linalg", "Gradient" }.Select(type => Summaries.GetValueOrDefault($"Autograd.{type}.{Shown(row.Name)}")).FirstOrDefault(text => text is not null) ?? "";

    private static string Derivative(OpRow row)
    {
        if (row.Differentiability is Differentiability.NotDifferentiable) return "";
        var slopes = new Slopes();
        if (row.Unary is { } unary) unary.Accept(slopes);
        else if (row.Binary is { } binary) binary.Accept(slopes);
        if (slopes.Text is { } text) return text;
        return Recorded(row);
    }

    /// <summary>The rule of the op, or the names of the ops that a call records.</summary>
    private static string Recorded(OpRow row)
    {
        var inputs = Array.ConvertAll(row.Cases[0].Inputs(new Dice(1, 3, InputLayout.Contiguous)), Run.Leaf);
        var nodes = new List<Node>();
        foreach (var y in row.Cases[0].Function(inputs)) Visit(y.GradFn);
        if (nodes.Count == 1) return RuleOf(nodes[0]) ?? nodes[0].Name.Replace("Backward", "", StringComparison.Ordinal);
        return string.Join(", ", nodes.Select(n => n.Name.Replace("Backward", "", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

        void Visit(Node? node)
        {
            if (node is null or LeafNode || nodes.Contains(node)) return;
            nodes.Add(node);
            for (int i = 0; i < node.InputCount; i++) Visit(node.Input(i).Node);
        }
    }

    private static string? RuleOf(Node node)
    {
        var rule = node.GetType().GenericTypeArguments[0];
        if (rule.IsGenericType && rule.GetGenericTypeDefinition() == typeof(LinearRule<>)) rule = rule.GenericTypeArguments[0];
        // The rule of all formulas says nothing of one.
        if (rule.IsGenericType) return null;
        return Summaries.GetValueOrDefault(rule.FullName!.Replace('+', '.'));
    }

    private static string Class(OpRow row)
    {
        string name = row.Differentiability switch
        {
            Differentiability.Smooth => "smooth",
            Differentiability.Piecewise => "piecewise",
            Differentiability.ZeroAlmostEverywhere => "zero",
            _ => "none",
        };
        return row.IsLinear ? name + ", linear" : name;
    }

    /// <summary>The first summary of each member and type, without markup, by its name without parameters.</summary>
    private static Dictionary<string, string> ReadSummaries(string file)
    {
        var summaries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in XDocument.Load(Path.Combine(AppContext.BaseDirectory, file)).Descendants("member"))
        {
            string name = member.Attribute("name")!.Value[2..].Split('(')[0];
            if (Arity().Replace(name, "") is var plain && member.Element("summary") is { } summary) summaries.TryAdd(member.Attribute("name")!.Value[0] == 'T' ? name : plain, Plain(summary));
        }
        return summaries;
    }

    private static string Plain(XElement summary)
    {
        var text = new StringBuilder();
        foreach (var node in summary.DescendantNodes())
        {
            if (node is XText part) text.Append(part.Value);
            else if (node is XElement element && element.Attribute("cref") is { } cref) text.Append(cref.Value[2..].Split('(')[0].Split('.')[^1]);
            else if (node is XElement named && named.Attribute("name") is { } name) text.Append(name.Value);
        }
        return Space().Replace(text.ToString(), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"``?\d+$", RegexOptions.NonBacktracking)]
    private static partial Regex Arity();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Space();

    /// <summary>The slopes of a formula as text.</summary>
    private sealed class Slopes : IUnaryVisitor, IBinaryVisitor
    {
        public string? Text { get; private set; }

        public void Visit<F>(F f, Points points)
            where F : struct, IUnaryFormula => Text = Short(f.Slope(new FormulaText("x"), new FormulaText("y")));

        public void Visit<F>(F f, PointPairs points)
            where F : struct, IBinaryFormula
        {
            var (x, y, z) = (new FormulaText("x"), new FormulaText("y"), new FormulaText("z"));
            Text = $"{Short(f.SlopeX(x, y, z))} and {Short(f.SlopeY(x, y, z))}";
        }

        private static string Short(FormulaText slope) => slope.ToString() is { Length: <= LongestFormula } text ? $"`{text}`" : "in the source";
    }
}
