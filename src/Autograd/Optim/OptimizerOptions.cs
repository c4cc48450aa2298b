using System.Globalization;

namespace Autograd.Optim;

/// <summary>What an optimiser is told, a group of parameters its own; immutable: change it with <c>with</c>.</summary>
/// <remarks>
/// An option is a property with its default, and is nowhere stated again: by its name in snake_case it is saved, loaded and printed.
/// Options are of type double, bool, int, long, an enum, or a pair of doubles.
/// </remarks>
public abstract record OptimizerOptions
{
    /// <summary>The learning rate.</summary>
    public double Lr { get; init; } = 1e-3;

    /// <summary>What a scheduler cycles against the learning rate: momentum, or the first of Adam's betas; null where there is none.</summary>
    protected internal virtual double? CycledMomentum
    {
        get => null;
        init => throw new NotSupportedException($"{GetType().Name}: there is no momentum to set; override CycledMomentum");
    }

    /// <summary>Names the options that are out of their range.</summary>
    /// <param name="problems">Where they are named; an override calls the base first.</param>
    protected internal virtual void Check(OptionProblems problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        problems.Need(Lr >= 0, nameof(Lr), Lr, "at least 0");
    }
}

/// <summary>The options of an optimiser that steps every parameter along its own gradient.</summary>
public abstract record DescentOptions : OptimizerOptions
{
    /// <summary>The factor of the parameter itself in its gradient, that of an L2 penalty of half as much, or, in <see cref="AdamW"/> and <see cref="Lion"/>, in the step.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The factor of the parameter's sign in its gradient: that of the L1 penalty, the sum of magnitudes.</summary>
    public double L1Penalty { get; init; }

    /// <summary>Climbs instead of descending.</summary>
    public bool Maximize { get; init; }

    /// <inheritdoc/>
    protected internal override void Check(OptionProblems problems)
    {
        base.Check(problems);
        problems.Need(WeightDecay >= 0, nameof(WeightDecay), WeightDecay, "at least 0");
        problems.Need(L1Penalty >= 0, nameof(L1Penalty), L1Penalty, "at least 0");
    }
}

/// <summary>What is wrong with the options of an optimiser; all of it is said at once.</summary>
public sealed class OptionProblems
{
    private readonly List<string> found = [];

    internal OptionProblems()
    {
    }

    internal IReadOnlyList<string> Found => found;

    /// <summary>Names an option whose rule does not hold. Write rules so that NaN breaks them: <c>x >= 0</c>, not <c>!(x &lt; 0)</c>.</summary>
    /// <param name="holds">Whether the rule holds.</param>
    /// <param name="name">The option.</param>
    /// <param name="value">Its value.</param>
    /// <param name="rule">What it must be: <c>at least 0</c>.</param>
    public void Need(bool holds, string name, object value, string rule)
    {
        if (!holds) found.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {rule}"));
    }

    /// <summary>What is wrong with some options.</summary>
    internal static IReadOnlyList<string> Of(OptimizerOptions options)
    {
        var problems = new OptionProblems();
        options.Check(problems);
        return problems.found;
    }

    internal static void ThrowIfAny(string optimizer, OptimizerOptions options)
    {
        var found = Of(options);
        if (found.Count > 0) throw new ArgumentException($"{optimizer}: {string.Join("; ", found)}", nameof(options));
    }
}
