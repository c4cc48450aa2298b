namespace Autograd.Checks;

/// <summary>The loss and the gradients of all parameters are finite; where not, the op that made the first NaN, or infinity, and its module.</summary>
/// <remarks>An infinity on the way is no fault by itself: masks of attention are made of them.</remarks>
internal sealed class FiniteCheck : IPreflightCheck
{
    public string Name => "no NaN or infinity";

    public PreflightRow Run(Rehearsal r)
    {
        if (r.IsFinite) return this.Say(passed: true, $"the loss is {r.First.Loss.Item():G4}; all gradients are finite");
        var broken = new List<string>();
        if (!double.IsFinite(r.First.Loss.Item())) broken.Add(FormattableString.Invariant($"the loss is {r.First.Loss.Item()}"));
        foreach (var ((name, _), gradient) in r.Learned.Zip(r.First.Gradients))
        {
            if (gradient is not null && !gradient.IsFinite().All().Item<bool>()) broken.Add($"the gradient of {name} is not finite");
        }
        return this.Say(passed: false, $"{Origin.Find(r)}", [.. broken]);
    }

    /// <summary>Goes through a run once more, and looks at every result.</summary>
    private sealed class Origin : OpListener
    {
        private readonly int thread = Environment.CurrentManagedThreadId;
        private readonly Stack<string> modules = new();
        private readonly Dictionary<Node, string> places = new(ReferenceEqualityComparer.Instance);
        private string? nan;
        private string? infinity;
        private string? gradient;
        private bool isLooking;
        private Node? differentiated;

        public static string Find(Rehearsal r)
        {
            var origin = new Origin();
            var listening = Op.Listen(origin);
            try
            {
                Tensor loss;
                using (new Scopes(origin).Listen()) loss = r.Loss();
                if (loss.RequiresGrad) _ = Gradient.Of(loss, [.. r.Learned.Select(static p => (Tensor)p.Parameter)], allowUnused: true);
            }
            finally
            {
                listening.Remove();
            }
            return origin.nan ?? origin.infinity ?? origin.gradient ?? "a parameter, a buffer or the batch is not finite";
        }

        public override void OnOp(string op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Node? node)
        {
            if (isLooking || Environment.CurrentManagedThreadId != thread) return;
            isLooking = true;
            if (node is not null && differentiated is null) places[node] = Place;
            if (nan is null && Any(outputs, static x => x.IsNaN()) && !Any(inputs, static x => x.IsNaN())) nan = $"{op} made the first NaN{Place}";
            if (infinity is null && Any(outputs, static x => x.IsInf()) && !Any(inputs, static x => x.IsInf())) infinity = $"{op} made the first infinity{Place}";
            isLooking = false;
        }

        public override void OnGradient(Node node, Tensor g)
        {
            if (isLooking || gradient is not null || Environment.CurrentManagedThreadId != thread) return;
            isLooking = true;
            if (Any([g], static x => x.IsFinite().LogicalNot())) gradient = $"{node.Name} gave the first gradient that is not finite{places.GetValueOrDefault(node, "")}";
            isLooking = false;
        }

        internal override void OnRule(Node? node) => differentiated = node;

        private string Place => differentiated is { } node ? $"{places.GetValueOrDefault(node, "")}, on the way back"
            : modules.TryPeek(out string? name) ? $", in {name}"
            : ", in the loss";

        // A slope may stand on a place in the graph alone, without a value.
        private static bool Any(ReadOnlySpan<Tensor> tensors, Func<Tensor, Tensor> condition)
        {
            foreach (var x in tensors)
            {
                if (x.DType.IsFloat && x.HasValues && condition(x.Detach()).Any().Item<bool>()) return true;
            }
            return false;
        }

        private sealed class Scopes(Origin origin) : ScopeListener
        {
            public override void Enter(string name, object part) => origin.modules.Push(name);

            public override void Exit() => origin.modules.Pop();
        }
    }
}
