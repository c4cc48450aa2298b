using System.Globalization;
using System.Text;

namespace Autograd;

/// <summary>The graph behind a tensor as text: one line a node, numbered, with its inputs and what it saves.</summary>
public static class GraphText
{
    /// <summary>Walks from the node of <paramref name="output"/> to the leaves, consumers first.</summary>
    /// <returns>Lines such as <c>0 SumBackward [] &lt;- 1</c>: number, name, shape of the first output, inputs.</returns>
    /// <exception cref="AutogradException">The tensor does not require a gradient.</exception>
    public static string Of(Tensor output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var root = output.Edge.Node ?? throw new AutogradException("GraphText: this tensor does not require a gradient, so there is no graph behind it");
        var order = new GraphOrder();
        order.Add(root);
        var text = new StringBuilder();
        foreach (int n in order.ConsumersFirst()) Line(text, order, n);
        order.Clear();
        return text.ToString();
    }

    private static void Line(StringBuilder text, GraphOrder order, int n)
    {
        var node = order[n];
        text.Append(CultureInfo.InvariantCulture, $"{n} {node.Name} {node.OutputShape(0)}");
        var visitor = new SavedVisitor(SavedVisitor.Task.Count);
        node.Visit(ref visitor);
        if (visitor.Bytes > 0) text.Append(CultureInfo.InvariantCulture, $" saves {visitor.Count} ({visitor.Bytes} bytes)");
        for (int i = 0; i < node.InputCount; i++)
        {
            var input = node.Input(i);
            text.Append(i == 0 ? " <- " : ", ").Append(input.Node is null ? "-" : order.NumberOf(input.Node).ToString(CultureInfo.InvariantCulture));
            if (input.Slot > 0) text.Append(CultureInfo.InvariantCulture, $":{input.Slot}");
        }
        if (node.Origin is not null) text.Append("  ").Append(node.Origin);
        text.Append('\n');
    }
}
