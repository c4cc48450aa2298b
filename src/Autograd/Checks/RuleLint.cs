using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using Autograd.NN;

namespace Autograd.Checks;

/// <summary>What the fields of users' rules keep besides what the graph knows of: no number shows it, but memory and later orders do.</summary>
internal static class RuleLint
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>A sentence for every field of a user's rule behind some outputs that is not as it should be.</summary>
    public static IEnumerable<string> Of(IEnumerable<Tensor> ys)
    {
        var types = new HashSet<Type>();
        foreach (var node in NodesBehind(ys))
        {
            if (node.ForeignRule is not { } rule || !types.Add(rule.GetType())) continue;
            foreach (string text in Of(node, rule)) yield return text;
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A field that trimming takes away keeps nothing.")]
    private static IEnumerable<string> Of(Node node, object rule)
    {
        int saved = 0;
        foreach (var field in rule.GetType().GetFields(Fields))
        {
            object? value = field.GetValue(rule);
            saved += value switch
            {
                Saved { IsEmpty: false } => 1,
                Saved[] several => several.Count(static s => !s.IsEmpty),
                _ => 0,
            };
            if (value is Tensor or Tensor[])
                yield return $"{node.Name} keeps a tensor in the field '{MemberPlan.NameOf(field)}': derivatives take it for a constant, and a write in place is not noticed; keep it by Saved.Of or c.Keep";
        }
        int visited = Visited(node);
        if (visited < saved)
            yield return string.Create(CultureInfo.InvariantCulture, $"{node.Name} saves {saved} values and names {visited} of them in Visit: the others are not given back when the pass is over");
    }

    private static int Visited(Node node)
    {
        var visitor = new SavedVisitor(SavedVisitor.Task.Count);
        node.Visit(ref visitor);
        return visitor.Count;
    }

    private static HashSet<Node> NodesBehind(IEnumerable<Tensor> ys)
    {
        var seen = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Edge>(ys.Select(static y => y.Edge));
        while (open.TryPop(out var edge))
        {
            if (edge.Node is not { } node || !seen.Add(node)) continue;
            for (int i = 0; i < node.InputCount; i++) open.Push(node.Input(i));
        }
        return seen;
    }
}
