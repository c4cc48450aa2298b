using System.Diagnostics;
using System.Globalization;

namespace Autograd;

/// <summary>
/// Finds where the first NaN or infinity was born (<c>torch.autograd.set_detect_anomaly</c>): in the forward pass by
/// checking every result, in the backward pass every gradient. The exception names the op and the user's source line.
/// Slow: for hunting, not for training.
/// </summary>
public static class AnomalyMode
{
    /// <summary>Switches the mode on for all threads until the handle is removed.</summary>
    public static RemovableHandle Enable() => Op.Listen(new Detector());

    /// <summary>Runs an action in anomaly mode.</summary>
    /// <exception cref="AutogradException">An op gave a NaN or infinity from finite inputs.</exception>
    public static void Run(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var handle = Enable();
        try
        {
            action();
        }
        finally
        {
            handle.Remove();
        }
    }

    /// <summary>Does not compile: the mode would end before an asynchronous function does.</summary>
    [Obsolete(GradMode.Asynchronous, error: true)]
    public static void Run(Func<Task> action) => throw new NotSupportedException(GradMode.Asynchronous);

    private sealed class Detector : OpListener
    {
        // The detector's own ops are not to be detected.
        [ThreadStatic]
        private static bool isLooking;

        [ThreadStatic]
        private static Node? differentiated;

        internal override bool IsBuiltIn => true;

        private static string Origin(Node node) => $"its op was called {node.Origin ?? "before anomaly mode was switched on"}";

        public override void OnOp(string op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Node? node)
        {
            if (isLooking) return;
            if (node is not null) node.Origin ??= UserLine();
            foreach (var y in outputs)
            {
                if (AllFinite(y)) continue;
                foreach (var x in inputs)
                {
                    if (!AllFinite(x)) return;
                }
                throw new AutogradException(differentiated is { } rule
                    ? $"Anomaly: in {rule.Name}, {op} gave {Kind(y)} from finite inputs; {Origin(rule)}"
                    : $"Anomaly: {op} gave {Kind(y)} from finite inputs, {UserLine()}");
            }
        }

        public override void OnGradient(Node node, Tensor gradient)
        {
            if (isLooking || AllFinite(gradient)) return;
            throw new AutogradException($"Anomaly: {node.Name} gave {Kind(gradient)} as a gradient; {Origin(node)}");
        }

        internal override void OnRule(Node? node) => differentiated = node;

        private static bool AllFinite(Tensor x)
        {
            // A slope may stand on a place in the graph alone, without a value.
            if (!x.DType.IsFloat || x.Storage.IsHollow) return true;
            isLooking = true;
            try
            {
                using (NoGrad.Scope) return x.IsFinite().Long().Sum().Item() == x.Numel;
            }
            finally
            {
                isLooking = false;
            }
        }

        private static string Kind(Tensor x)
        {
            isLooking = true;
            try
            {
                using (NoGrad.Scope) return x.IsNaN().Long().Sum().Item() > 0 ? "NaN" : "an infinity";
            }
            finally
            {
                isLooking = false;
            }
        }

        /// <summary>The first frame outside of this library, with its line where symbols are there (they are in Release as well).</summary>
        private static string UserLine()
        {
            foreach (var frame in new StackTrace(true).GetFrames())
            {
                if (DiagnosticMethodInfo.Create(frame) is not { } method) continue;
                string assembly = method.DeclaringAssemblyName.Split(',')[0];
                if (assembly is "Autograd" or "Autograd.Kernels" || assembly.StartsWith("System.", StringComparison.Ordinal)) continue;
                string place = $"{method.DeclaringTypeName}.{method.Name}";
                return frame.GetFileName() is { } file
                    ? string.Create(CultureInfo.InvariantCulture, $"at {file}:{frame.GetFileLineNumber()} in {place}")
                    : $"in {place}";
            }
            return "at an unknown place";
        }
    }
}
