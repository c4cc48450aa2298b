namespace Autograd;

/// <summary>An arrow of the graph, from a consumer to one output of the node that made its input.</summary>
/// <param name="Node">The producing node; null when the input needs no gradient.</param>
/// <param name="Slot">Which of the node's outputs.</param>
public readonly record struct Edge(Node? Node, int Slot);
