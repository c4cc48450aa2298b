using Autograd.NN;

namespace Autograd.Testing;

/// <summary>One way to make a module and to call it.</summary>
/// <param name="Create">Makes the module, drawing its initial values from the thread's default generator.</param>
/// <param name="Inputs">Draws the inputs; those of float64 are differentiated, others are data.</param>
/// <param name="Call">Runs the module on the inputs, its results side by side.</param>
public sealed record ModuleCase(Func<Module> Create, Func<Dice, Tensor[]> Inputs, Func<Module, Tensor[], Tensor[]> Call)
{
    /// <summary>
    /// Whether what counts as a constant in training is computed from the parameters, as the singular vectors of a spectral norm: differences would
    /// see it move, so derivatives are compared with them in evaluation alone.
    /// </summary>
    public bool HasMovingConstants { get; init; }
}

/// <summary>
/// A row of the table of modules: a type of module, and the ways to make and call it that are checked. The row is all that
/// the property tests of modules need to know of one.
/// </summary>
public abstract class ModuleRow
{
    private readonly List<ModuleCase> cases = [];

    private protected ModuleRow(Type type) => Type = type;

    /// <summary>The type of the module; of a generic one, its definition.</summary>
    public Type Type { get; }

    /// <summary>The name of the type, without the number of its parameters.</summary>
    public string Name => Type.Name.Split('`')[0];

    /// <summary>The ways to make and call the module that are checked.</summary>
    public IReadOnlyList<ModuleCase> Cases => cases;

    /// <summary>Whether the module only holds others, and is never called itself.</summary>
    public bool IsHolder { get; private protected set; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private protected void Add(ModuleCase @case) => cases.Add(@case);

    private protected void ReplaceLast(Func<ModuleCase, ModuleCase> change) => cases[^1] = change(cases[^1]);
}

/// <summary>A row of the table of modules.</summary>
/// <typeparam name="M">The type of the module.</typeparam>
public sealed class ModuleRow<M>() : ModuleRow(typeof(M).IsGenericType ? typeof(M).GetGenericTypeDefinition() : typeof(M))
    where M : Module
{
    /// <summary>Adds a module that takes one tensor.</summary>
    public ModuleRow<M> On(Func<M> create, Func<Dice, Tensor> input) => On(create, d => [input(d)], (module, xs) => [module.Forward(xs[0])]);

    /// <summary>Adds a module that takes two tensors.</summary>
    public ModuleRow<M> On(Func<M> create, Func<Dice, Tensor> first, Func<Dice, Tensor> second) =>
        On(create, d => [first(d), second(d)], (module, xs) => [module.Forward(xs[0], xs[1])]);

    /// <summary>Adds a module that takes three tensors.</summary>
    public ModuleRow<M> On(Func<M> create, Func<Dice, Tensor> first, Func<Dice, Tensor> second, Func<Dice, Tensor> third) =>
        On(create, d => [first(d), second(d), third(d)], (module, xs) => [module.Forward(xs[0], xs[1], xs[2])]);

    /// <summary>Adds a module with a call of its own: tuples, sequences with their state, several results.</summary>
    public ModuleRow<M> On(Func<M> create, Func<Dice, Tensor[]> inputs, Func<M, Tensor[], Tensor[]> call)
    {
        Add(new ModuleCase(create, inputs, (module, xs) => call((M)module, xs)));
        return this;
    }

    /// <summary>Says of the last case that its derivatives are those of differences in evaluation alone, see <see cref="ModuleCase.HasMovingConstants"/>.</summary>
    public ModuleRow<M> WithMovingConstants()
    {
        ReplaceLast(static @case => @case with { HasMovingConstants = true });
        return this;
    }

    /// <summary>Says that the module only holds others, and is never called itself.</summary>
    public ModuleRow<M> Holder()
    {
        IsHolder = true;
        return this;
    }
}
