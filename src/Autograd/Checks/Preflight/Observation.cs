using Autograd.NN;

namespace Autograd.Checks;

/// <summary>An op of one number, applied to every element of a tensor.</summary>
/// <param name="Module">The dotted name of the module that called it; that of the model is its type's.</param>
/// <param name="Op">Its name.</param>
/// <param name="Input">Its input.</param>
/// <param name="Output">Its result.</param>
internal sealed record ElementwiseCall(string Module, string Op, Tensor Input, Tensor Output);

/// <summary>A layer with weights that was called.</summary>
/// <param name="Name">Its dotted name.</param>
/// <param name="Output">What it gave.</param>
/// <param name="Gradient">The gradient of the loss with respect to that; null where the loss does not depend on it.</param>
internal sealed record LayerCall(string Name, Tensor Output, Tensor? Gradient);

/// <summary>One forward and backward pass, and what was seen on the way.</summary>
internal sealed class Observation : OpListener
{
    private readonly int thread = Environment.CurrentManagedThreadId;
    private readonly Stack<string> modules = new();
    private readonly List<ElementwiseCall> calls = [];

    private Observation()
    {
    }

    /// <summary>The loss, recorded.</summary>
    public Tensor Loss { get; private set; } = null!;

    /// <summary>The gradients of the learned parameters; null for one on which the loss does not depend.</summary>
    public Tensor?[] Gradients { get; private set; } = [];

    /// <summary>The layers with weights, in the order in which they were called.</summary>
    public IReadOnlyList<LayerCall> Layers { get; private set; } = [];

    /// <summary>The elementwise ops of one tensor inside of modules, on tensors whose first dimension is that of the samples.</summary>
    public IReadOnlyList<ElementwiseCall> Elementwise => calls;

    /// <summary>The scores and labels of a loss of classes, where the loss is one.</summary>
    public ClassLoss? Classes { get; private set; }

    /// <summary>Whether the loss and all gradients are finite.</summary>
    public bool IsFinite { get; private set; }

    private int Samples { get; init; }

    /// <summary>Runs the model once, and looks on.</summary>
    public static Observation Of(Rehearsal r)
    {
        var seen = new Observation { Samples = r.Samples };
        var outputs = new List<(string Name, Tensor Output)>();
        var handles = new List<RemovableHandle>();
        foreach (var (name, layer) in r.Model.NamedModules().Where(static m => HasWeights(m.Module)).ToList())
        {
            handles.Add(layer.RegisterForwardObserver((Module _, object _, object y) =>
            {
                if (y is Tensor output) outputs.Add((name, output));
            }));
        }
        handles.Add(Op.Listen(seen));
        try
        {
            using (new Scopes(seen).Listen()) seen.Loss = r.Loss();
        }
        finally
        {
            foreach (var handle in handles) handle.Remove();
        }
        seen.GoBackward([.. r.Learned.Select(static p => p.Parameter)], outputs);
        return seen;
    }

    /// <inheritdoc/>
    public override void OnOp(string op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Node? node)
    {
        if (Environment.CurrentManagedThreadId != thread) return;
        Classes = ClassLoss.Of(op, inputs, outputs) ?? Classes;
        if (node is null || inputs.Length != 1 || outputs.Length != 1 || !modules.TryPeek(out string? module)) return;
        if (IsElementwise(node) && inputs[0].RequiresGrad && inputs[0].Rank > 1 && inputs[0].Numel > 0 && inputs[0].Shape[0] == Samples) calls.Add(new ElementwiseCall(module, op, inputs[0], outputs[0]));
    }

    private void GoBackward(Parameter[] learned, List<(string Name, Tensor Output)> outputs)
    {
        var reached = outputs.Where(static o => o.Output.RequiresGrad).ToArray();
        Tensor[] wanted = [.. learned, .. reached.Select(static o => o.Output)];
        // The slopes of single ops are asked for later.
        var gradients = Loss.RequiresGrad ? Gradient.Of(Loss, wanted, retainGraph: true, allowUnused: true) : new Tensor?[wanted.Length];
        Gradients = gradients[..learned.Length];
        Layers = [.. reached.Select((o, i) => new LayerCall(o.Name, o.Output.Detach(), gradients[learned.Length + i]))];
        IsFinite = AllFinite(Loss) && gradients.All(static g => g is null || AllFinite(g));
    }

    /// <summary>Whether a module is a layer whose products mix its inputs: of its own parameters one has two dimensions at least.</summary>
    private static bool HasWeights(Module module) => !module.Children().Any() && module.Parameters().Any(static p => p.Rank > 1);

    /// <summary>Whether a node is a formula applied to each element of one tensor, of this library or not.</summary>
    private static bool IsElementwise(Node node) =>
        node.GetType().GenericTypeArguments is [{ IsGenericType: true } rule] && rule.GetGenericTypeDefinition() == typeof(UnaryOp<>);

    private static bool AllFinite(Tensor x) => x.Detach().IsFinite().All().Item<bool>();

    /// <summary>Which module runs.</summary>
    private sealed class Scopes(Observation seen) : ScopeListener
    {
        public override void Enter(string name, object part) => seen.modules.Push(name);

        public override void Exit() => seen.modules.Pop();
    }
}
