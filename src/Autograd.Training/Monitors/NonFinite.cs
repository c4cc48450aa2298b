using System.Runtime.CompilerServices;
using Autograd.NN;

namespace Autograd.Training;

/// <summary>Where the first NaN or infinity of a pass is born: the op and the module, forward or backward.</summary>
/// <remarks><see cref="AnomalyMode"/> looks at all threads and throws; this looks at its own and tells, so that one of several trainings at a time can ask.</remarks>
public static class NonFinite
{
    /// <summary>Runs a pass and says where the first value that is not finite comes from; null where all are.</summary>
    /// <param name="model">The model; its parameters and buffers are looked at first.</param>
    /// <param name="pass">A forward pass, and a backward pass if wanted. It takes a step no more than once, so leave the optimiser out.</param>
    /// <returns>Such as <c>Log gave NaN from finite inputs in layers.2 (Probability)</c>.</returns>
    public static string? Origin(Module model, Action pass)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(pass);
        foreach (var (name, value) in model.NamedParameters())
        {
            if (Kind(value) is { } kind) return $"the parameter {name} holds {kind} before the pass";
        }
        foreach (var (name, value) in model.NamedBuffers())
        {
            if (Kind(value) is { } kind) return $"the buffer {name} holds {kind} before the pass";
        }
        return new Search(model).Run(pass);
    }

    /// <summary>NaN or an infinity, if there is one among the values.</summary>
    internal static string? Kind(Tensor x)
    {
        if (!Labels.IsFloat(x.DType) || x.Numel == 0) return null;
        using var scope = NoGrad.Scope;
        var values = x.Detach();
        if (values.IsFinite().Long().Sum().Item<long>() == values.Numel) return null;
        return values.IsNaN().Long().Sum().Item<long>() > 0 ? "NaN" : "an infinity";
    }

    /// <summary>Listens to the ops of its thread, and knows the module they are in.</summary>
    private sealed class Search(Module model) : OpListener
    {
        private readonly int thread = Environment.CurrentManagedThreadId;
        private readonly Stack<string> open = new();
        private readonly ConditionalWeakTable<Node, string> moduleOf = [];
        private bool isLooking;
        private string? found;
        private string? suspect;

        private string Module => open.TryPeek(out string? name) ? name : "outside of modules";

        public string? Run(Action pass)
        {
            var handles = new List<RemovableHandle>();
            foreach (var (path, module) in model.NamedModules())
            {
                string name = path.Length == 0 ? $"in the {module.GetType().Name} itself" : $"in {path} ({module.GetType().Name})";
                handles.Add(module.RegisterForwardPreObserver((Module _, object _) => open.Push(name)));
                handles.Add(module.RegisterForwardObserver((Module _, object _, object _) => open.Pop()));
            }
            handles.Add(Op.Listen(this));
            try
            {
                pass();
            }
            finally
            {
                foreach (var handle in handles) handle.Remove();
            }
            return found ?? suspect;
        }

        public override void OnOp(string op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Node? node)
        {
            if (IsBusy) return;
            isLooking = true;
            if (node is not null) moduleOf.AddOrUpdate(node, Module);
            foreach (var y in outputs)
            {
                if (Kind(y) is not { } kind) continue;
                // What a slope reads may have no values; the gradient that comes of it is looked at.
                if (op.EndsWith("Slope", StringComparison.Ordinal) || !AllFinite(inputs)) break;
                string what = $"{op} gave {kind} from finite inputs {Module}";
                // Outside of modules and not recorded it is most likely a part of the backward pass, whose node says more.
                if (node is null && open.Count == 0) suspect ??= what;
                else found = what;
                break;
            }
            isLooking = false;
        }

        public override void OnGradient(Node node, Tensor gradient)
        {
            if (IsBusy) return;
            isLooking = true;
            if (Kind(gradient) is { } kind) found = $"{node.Name} gave {kind} in the backward pass {(moduleOf.TryGetValue(node, out string? module) ? module : "outside of modules")}";
            isLooking = false;
        }

        // Ops of this class's own, of other threads, and those behind the first find are not looked at.
        private bool IsBusy => isLooking || found is not null || Environment.CurrentManagedThreadId != thread;

        private static bool AllFinite(ReadOnlySpan<Tensor> inputs)
        {
            foreach (var x in inputs)
            {
                if (Kind(x) is not null) return false;
            }
            return true;
        }
    }
}
