using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The nodes behind some outputs, numbered in the order in which a breadth-first search meets them: the graph alone fixes
/// it, so sums are added up in the same order every time. Nothing here recurses.
/// </summary>
/// <remarks>
/// Numbers lie in the nodes while one walk has claimed them; a second walk at the same time, on another thread, keeps its
/// own numbers for the nodes that it found claimed.
/// </remarks>
internal sealed class GraphOrder
{
    private Dictionary<Node, int>? elsewhere;
    private Node[] nodes = new Node[16];

    public int Count { get; private set; }

    public Node this[int number] => nodes[number];

    /// <summary>The number of a node, -1 when it is not behind the outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NumberOf(Node node) => node.IsClaimedBy(this) ? node.ClaimNumber : Elsewhere(node);

    /// <summary>Numbers everything reachable from <paramref name="root"/> that is not numbered yet.</summary>
    public void Add(Node root)
    {
        int next = Count;
        Number(root);
        // Breadth first over the array itself: it is its own queue.
        for (; next < Count; next++)
        {
            var node = nodes[next];
            for (int i = 0; i < node.InputCount; i++)
            {
                if (node.Input(i).Node is { } input) Number(input);
            }
        }
    }

    /// <summary>For every node, how many edges of wanted nodes lead to it.</summary>
    public void CountConsumers(bool[]? wanted, Span<int> counts)
    {
        counts.Clear();
        for (int n = 0; n < Count; n++)
        {
            if (wanted is not null && !wanted[n]) continue;
            var node = nodes[n];
            for (int i = 0; i < node.InputCount; i++)
            {
                if (node.Input(i).Node is { } input) counts[NumberOf(input)]++;
            }
        }
    }

    /// <summary>All nodes, every consumer before its producers.</summary>
    public int[] ConsumersFirst()
    {
        var pending = new int[Count];
        CountConsumers(null, pending);
        var order = new int[Count];
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
                if (node.Input(i).Node is { } input && --pending[NumberOf(input)] == 0) order[filled++] = NumberOf(input);
            }
        }
        return order;
    }

    /// <summary>Gives the numbers back and forgets the nodes.</summary>
    public void Clear()
    {
        for (int n = 0; n < Count; n++)
        {
            if (nodes[n].IsClaimedBy(this)) nodes[n].Unclaim();
        }
        nodes.AsSpan(0, Count).Clear();
        elsewhere = null;
        Count = 0;
    }

    private int Elsewhere(Node node) => elsewhere is not null && elsewhere.TryGetValue(node, out int number) ? number : -1;

    private void Number(Node node)
    {
        // A node met in another walk's claim keeps its number here, although that walk may have let go of it by now.
        if (node.IsClaimedBy(this) || Elsewhere(node) >= 0) return;
        if (!node.TryClaim(this, Count)) (elsewhere ??= []).Add(node, Count);
        if (Count == nodes.Length) Array.Resize(ref nodes, 2 * Count);
        nodes[Count++] = node;
    }
}
