using System.Globalization;
using Autograd.Memory;

namespace Autograd.Checks;

/// <summary>The op that keeps a gradient from an input, and in which way.</summary>
/// <param name="Op">Its name.</param>
/// <param name="Text">What it does, as the end of a sentence.</param>
internal sealed record Cut(string Op, string Text);

/// <summary>
/// Finds why no gradient reaches an input: goes with the values from the input through every op to the first result that the graph does
/// not connect with it, and, where the graph is whole, from the outputs back to the rule that gives nothing.
/// </summary>
internal sealed class CutFinder : OpListener
{
    private readonly int thread = Environment.CurrentManagedThreadId;

    /// <summary>What depends on the input by its values, and by which op it lost the graph; null where it did not.</summary>
    private readonly Dictionary<Storage, Cut?> touched = new(ReferenceEqualityComparer.Instance);

    private readonly HashSet<(Node Node, int Input)> given = [];
    private readonly Stack<string> modules = new();
    private string? last;

    private CutFinder()
    {
    }

    /// <summary>Calls a function and goes backward from it once more, and looks on.</summary>
    /// <param name="call">The function at the point.</param>
    /// <param name="backward">Goes backward from its outputs.</param>
    /// <param name="input">The input that gets no gradient.</param>
    public static Cut? Find(Func<Tensor[]> call, Action<Tensor[]> backward, Tensor input)
    {
        var finder = new CutFinder();
        finder.touched.Add(input.Storage, null);
        var listening = Op.Listen(finder);
        try
        {
            Tensor[] ys;
            using (new Scopes(finder).Listen()) ys = call();
            var reaching = Reaching(ys, input);
            if (reaching.Count == 0) return finder.Lost(ys);
            backward(ys);
            return finder.Silent(ys, reaching, input);
        }
        finally
        {
            listening.Remove();
        }
    }

    /// <inheritdoc/>
    public override void OnOp(string op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Node? node)
    {
        if (Environment.CurrentManagedThreadId != thread) return;
        Cut? cut = null;
        bool isTouched = false;
        foreach (var x in inputs)
        {
            if (!touched.TryGetValue(x.Storage, out var before)) continue;
            isTouched = true;
            cut ??= before ?? (x.Edge.Node is null ? Here(op, $"{op}{Module} takes its values and not its place in the graph: they were detached before, or computed where recording is off")
                : node is null ? Here(op, $"{op}{Module} is not recorded: {(EnableGrad.IsEnabled ? "its result has no gradient" : "recording is off around it")}")
                : null);
        }
        if (!isTouched) return;
        last = op;
        // A view, or a write in place, has the memory of its input, which stays what it was.
        foreach (var y in outputs)
        {
            if (y.DType.IsFloat) touched.TryAdd(y.Storage, cut);
        }
    }

    internal override Tensor GradientGiven(Node node, int input, Tensor gradient)
    {
        if (Environment.CurrentManagedThreadId == thread && IsSome(gradient)) given.Add((node, input));
        return gradient;
    }

    private string Module => modules.TryPeek(out string? name) ? $" (in {name})" : "";

    private static Cut Here(string op, string text) => new(op, text);

    /// <summary>By which op the outputs lost the input.</summary>
    private Cut? Lost(Tensor[] ys)
    {
        foreach (var y in ys)
        {
            if (touched.TryGetValue(y.Storage, out var cut) && cut is not null) return cut;
        }
        return touched.Values.OfType<Cut>().FirstOrDefault()
            ?? (last is null ? null : new Cut(last, $"the values leave the graph after {last}: they are read (ToArray, Item) and made a tensor again"));
    }

    /// <summary>The first rule on the way back that is reached by a gradient and gives none towards the input.</summary>
    private Cut? Silent(Tensor[] ys, HashSet<Node> reaching, Tensor input)
    {
        var open = new Stack<Node>(ys.Select(static y => y.Edge.Node).OfType<Node>().Where(reaching.Contains));
        var seen = new HashSet<Node>(open);
        while (open.TryPop(out var node))
        {
            for (int i = 0; i < node.InputCount; i++)
            {
                if (node.Input(i).Node is not { } below || !reaching.Contains(below)) continue;
                if (!given.Contains((node, i))) return new Cut(node.Name, string.Create(CultureInfo.InvariantCulture, $"the rule of {node.Name} gives no gradient, or zeros, for its input {i}"));
                if (below != input.Edge.Node && seen.Add(below)) open.Push(below);
            }
        }
        return null;
    }

    /// <summary>The nodes from which the graph leads to the input, its own included; none where it does not.</summary>
    private static HashSet<Node> Reaching(Tensor[] ys, Tensor input)
    {
        var reaching = new HashSet<Node>();
        if (input.Edge.Node is not { } goal) return reaching;
        var consumers = new Dictionary<Node, List<Node>>();
        var open = new Stack<Node>(ys.Select(static y => y.Edge.Node).OfType<Node>());
        var seen = new HashSet<Node>(open);
        while (open.TryPop(out var node))
        {
            for (int i = 0; i < node.InputCount; i++)
            {
                if (node.Input(i).Node is not { } below) continue;
                if (!consumers.TryGetValue(below, out var above)) consumers.Add(below, above = []);
                above.Add(node);
                if (seen.Add(below)) open.Push(below);
            }
        }
        if (!seen.Contains(goal)) return reaching;
        open.Push(goal);
        while (open.TryPop(out var node))
        {
            if (!reaching.Add(node) || !consumers.TryGetValue(node, out var above)) continue;
            foreach (var consumer in above) open.Push(consumer);
        }
        return reaching;
    }

    private static bool IsSome(Tensor gradient) => gradient.HasValues && Array.Exists(gradient.Detach().To(DType.Float64).ToArray<double>(), static g => g != 0);

    /// <summary>Which module runs.</summary>
    private sealed class Scopes(CutFinder finder) : ScopeListener
    {
        public override void Enter(string name, object part) => finder.modules.Push(name);

        public override void Exit() => finder.modules.Pop();
    }
}
