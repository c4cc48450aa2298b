using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The nodes behind some outputs, numbered in the order in which a breadth-first search meets them: the graph alone fixes
/// it, so sums are added up in the same order every time. Nothing here recurses.
/// </summary>
internal sealed class GraphOrder
{
    private readonly Dictionary<Node, int> numbers = [];
    private readonly List<Node> nodes = [];

    public int Count => nodes.Count;

    public Node this[int number] => nodes[number];

    /// <summary>The number of a node, -1 when it is not behind the outputs.</summary>
    public int NumberOf(Node node) => numbers.GetValueOrDefault(node, -1);

    /// <summary>Numbers everything reachable from <paramref name="root"/> that is not numbered yet.</summary>
    public void Add(Node root)
    {
        int next = nodes.Count;
        Number(root);
        // Breadth first over the list itself: it is its own queue.
        for (; next < nodes.Count; next++)
        {
            var node = nodes[next];
            for (int i = 0; i < node.InputCount; i++)
            {
                if (node.Input(i).Node is { } input) Number(input);
            }
        }
    }

    /// <summary>For every node, how many edges of wanted nodes lead to it.</summary>
    public int[] CountConsumers(bool[]? wanted)
    {
        var counts = new int[nodes.Count];
        for (int n = 0; n < nodes.Count; n++)
        {
            if (wanted is not null && !wanted[n]) continue;
            var node = nodes[n];
            for (int i = 0; i < node.InputCount; i++)
            {
                if (node.Input(i).Node is { } input) counts[numbers[input]]++;
            }
        }
        return counts;
    }

    /// <summary>All nodes, every consumer before its producers.</summary>
    public int[] ConsumersFirst()
    {
        var pending = CountConsumers(null);
        var order = new int[nodes.Count];
        int filled = 0;
        for (int n = 0; n < pending.Length; n++)
        {
            if (pending[n] == 0) order[filled++] = n;
        }
        for (int next = 0; next < filled; next++)
        {
            var node = nodes[order[next]];
            for (int i = 0; i < node.InputCount; i++)
            {
                if (node.Input(i).Node is { } input && --pending[numbers[input]] == 0) order[filled++] = numbers[input];
            }
        }
        return order;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Number(Node node)
    {
        if (numbers.TryAdd(node, nodes.Count)) nodes.Add(node);
    }
}
