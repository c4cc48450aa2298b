namespace Autograd.PropertyTests;

/// <summary>A mistake in what a rule gives.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Apply">The wrong value for the right one.</param>
internal sealed record Corruption(string Name, Func<Tensor, Tensor> Apply)
{
    /// <summary>The mistakes that derivatives are made with.</summary>
    public static IReadOnlyList<Corruption> All { get; } =
    [
        new("sign", g => -g),
        new("factor", g => g * 1.001),
        new("dropped term", g => g * 0.0),
        new("neighbour", g => g.Flatten().Roll(1).Reshape(g.Shape)),
        new("one element", g => g * First(g)),
        new("reduced", g => g.Mean().Expand(g.Shape)),
    ];

    /// <summary>Whether the wrong value differs from the right one by more than what a check may call rounding.</summary>
    public static bool Shows(Tensor right, Tensor wrong)
    {
        double size = 0, distance = 0;
        var (a, b) = (right.Detach().To(DType.Float64).ToArray<double>(), wrong.Detach().To(DType.Float64).ToArray<double>());
        for (int i = 0; i < a.Length; i++)
        {
            size = Math.Max(size, Math.Abs(a[i]));
            distance = Math.Max(distance, Math.Abs(a[i] - b[i]));
        }
        return double.IsFinite(size) && distance > 1e-4 * size;
    }

    public override string ToString() => Name;

    private static Tensor First(Tensor g)
    {
        var factors = new double[g.Numel];
        Array.Fill(factors, 1);
        factors[0] = 1.001;
        return Tensor.From<double>(factors, g.Shape).To(g.DType);
    }
}

/// <summary>A value that a rule gives: its gradient for an input, or its tangent for an output.</summary>
internal readonly record struct Given(string Rule, bool IsTangent, int Index)
{
    public override string ToString() => $"{Rule}, {(IsTangent ? "tangent of output" : "gradient of input")} {Index}";
}

/// <summary>Meets what rules give on this thread.</summary>
internal abstract class RuleListener : OpListener
{
    private readonly int thread = Environment.CurrentManagedThreadId;

    internal sealed override bool IsBuiltIn => true;

    public sealed override void OnOp(string op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Node? node)
    {
    }

    internal sealed override Tensor GradientGiven(Node node, int input, Tensor gradient) => Here(new(node.Name, false, input), gradient);

    internal sealed override Tensor TangentGiven(Node node, int output, Tensor tangent) => Here(new(node.Name, true, output), tangent);

    /// <summary>What goes on instead of a value.</summary>
    protected abstract Tensor Meet(Given given, Tensor value);

    private Tensor Here(Given given, Tensor value) => Environment.CurrentManagedThreadId == thread ? Meet(given, value) : value;
}

/// <summary>Notes what rules give.</summary>
internal sealed class Observer : RuleListener
{
    public HashSet<Given> Seen { get; } = [];

    protected override Tensor Meet(Given given, Tensor value)
    {
        Seen.Add(given);
        return value;
    }
}

/// <summary>Puts a wrong value in the place of one that a rule gives.</summary>
internal sealed class Saboteur(Given target, Corruption corruption) : RuleListener
{
    /// <summary>Whether a wrong value was handed on.</summary>
    public bool IsPlanted { get; private set; }

    protected override Tensor Meet(Given given, Tensor value)
    {
        if (given != target || !value.HasValues || value.Numel == 0) return value;
        var wrong = corruption.Apply(value);
        if (!Corruption.Shows(value, wrong)) return value;
        IsPlanted = true;
        return wrong;
    }
}
