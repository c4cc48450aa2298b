using Autograd.Formulas;

namespace Autograd.Testing;

/// <summary>What is true of the derivative of an op.</summary>
public enum Differentiability
{
    /// <summary>Differentiable wherever it is defined.</summary>
    Smooth,

    /// <summary>Differentiable but for kinks, ties or jumps.</summary>
    Piecewise,

    /// <summary>Zero wherever it exists: steps.</summary>
    ZeroAlmostEverywhere,

    /// <summary>The result has no gradient at all: comparisons, indices.</summary>
    NotDifferentiable,
}

/// <summary>What an op makes of integer tensors.</summary>
public enum IntegerResult
{
    /// <summary>Whole numbers of the same dtype, as exact as arithmetic is.</summary>
    Kept,

    /// <summary>int64, whatever the integers: sums and products, as in PyTorch.</summary>
    Widened,

    /// <summary>float32, as if the input had been converted first.</summary>
    Float,

    /// <summary>A result whose dtype does not depend on the input: bool of a comparison, int64 of an index.</summary>
    Fixed,

    /// <summary>A <see cref="DTypeException"/>.</summary>
    Refused,

    /// <summary>The row draws inputs that have no integer form.</summary>
    Untested,
}

/// <summary>One way to call an op: inputs, drawn from dice, and the function that is checked on them.</summary>
/// <param name="Inputs">Draws the inputs; float64 tensors are differentiated, others are data.</param>
/// <param name="Function">Calls the op.</param>
public sealed record OpCase(Func<Dice, Tensor[]> Inputs, Func<Tensor[], Tensor[]> Function)
{
    /// <summary>Whether the shape of a result depends on the values of the inputs: such a case does not run on shapes alone.</summary>
    public bool DependsOnValues { get; init; }
}

/// <summary>A call of an op on <c>[N, D]</c> in which rows do not see each other.</summary>
/// <param name="Inputs">Draws the input of a shape.</param>
/// <param name="Function">Calls the op.</param>
public sealed record RowFunction(Func<Dice, int[], Tensor> Inputs, Func<Tensor, Tensor> Function);

/// <summary>
/// A row of the op table: an op with PyTorch's name, the class of its derivative, and inputs to check it on. The row is
/// all that gradient checks, layouts, threads, dtypes and the documentation need to know of an op.
/// </summary>
/// <remarks>
/// What <c>OpInfo</c> is in PyTorch's tests (<c>torch.testing._internal.opinfo</c>): its <c>sample_inputs_func</c> and <c>op</c> are a case, its <c>ref</c> is
/// <see cref="By{F}"/>. <see cref="OpCheck.All(OpRow)"/> checks a row of your own.
/// </remarks>
public sealed class OpRow
{
    private readonly List<OpCase> cases = [];
    private readonly List<IUnaryReference> unaries = [];
    private readonly List<IBinaryReference> binaries = [];
    private readonly List<ITernaryReference> ternaries = [];
    private readonly List<RowFunction> rowFunctions = [];

    /// <summary>Makes a row without cases; add them with <see cref="On(Func{Dice, Tensor[]}, Func{Tensor[], Tensor[]})"/>.</summary>
    /// <param name="name">The name of the public method.</param>
    /// <param name="torch">PyTorch's name.</param>
    /// <param name="differentiability">The class of the derivative.</param>
    public OpRow(string name, string torch, Differentiability differentiability = Differentiability.Smooth)
    {
        Name = name;
        Torch = torch;
        Differentiability = differentiability;
        Integers = differentiability == Differentiability.NotDifferentiable ? IntegerResult.Fixed : IntegerResult.Float;
    }

    /// <summary>The name of the public method of <see cref="Tensor"/> or of the functional namespace.</summary>
    public string Name { get; }

    /// <summary>PyTorch's name of the op.</summary>
    public string Torch { get; }

    /// <summary>The class of the derivative.</summary>
    public Differentiability Differentiability { get; }

    /// <summary>Whether the op is linear in its differentiable inputs together, so that &lt;f(x), w&gt; = &lt;x, J'w&gt;.</summary>
    public bool IsLinear { get; private set; }

    /// <summary>Whether element i of the result depends on element i of the inputs alone.</summary>
    public bool IsElementwise { get; private set; }

    /// <summary>What the op makes of integer tensors.</summary>
    public IntegerResult Integers { get; private set; }

    /// <summary>Other public members that are this op: operators.</summary>
    public IReadOnlyList<string> Aliases { get; private set; } = [];

    /// <summary>The ways to call the op that are checked.</summary>
    public IReadOnlyList<OpCase> Cases => cases;

    /// <summary>The ways to call the op on <c>[N, D]</c> in which a row of the result depends on the same row alone.</summary>
    public IReadOnlyList<RowFunction> RowFunctions => rowFunctions;

    /// <summary>All formulas of one number behind the op, with numbers on which they are smooth.</summary>
    internal IReadOnlyList<IUnaryReference> Unaries => unaries;

    /// <summary>All formulas of two numbers behind the op, with numbers on which they are smooth.</summary>
    internal IReadOnlyList<IBinaryReference> Binaries => binaries;

    /// <summary>All formulas of three numbers behind the op, with numbers on which they are smooth.</summary>
    internal IReadOnlyList<ITernaryReference> Ternaries => ternaries;

    /// <summary>The formula of an elementwise op of one tensor, read by numbers; null for others.</summary>
    internal IUnaryReference? Unary { get; private set; }

    /// <summary>The formula of an elementwise op of two tensors, read by numbers; null for others.</summary>
    internal IBinaryReference? Binary { get; private set; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Adds a case of several outputs.</summary>
    public OpRow On(Func<Dice, Tensor[]> inputs, Func<Tensor[], Tensor[]> function)
    {
        cases.Add(new OpCase(inputs, function));
        return this;
    }

    /// <summary>Adds a case of one output.</summary>
    public OpRow On(Func<Dice, Tensor[]> inputs, Func<Tensor[], Tensor> function) => On(inputs, xs => [function(xs)]);

    /// <summary>Adds a case of one input and one output.</summary>
    public OpRow On(Func<Dice, Tensor> input, Func<Tensor, Tensor> function) => On(d => [input(d)], xs => [function(xs[0])]);

    /// <summary>Adds a case of two inputs and one output.</summary>
    public OpRow On(Func<Dice, (Tensor First, Tensor Second)> inputs, Func<Tensor, Tensor, Tensor> function) => On(
        d =>
        {
            var (first, second) = inputs(d);
            return [first, second];
        },
        xs => [function(xs[0], xs[1])]);

    /// <summary>Says that the op is linear in its differentiable inputs.</summary>
    public OpRow Linear()
    {
        IsLinear = true;
        return this;
    }

    /// <summary>Says that the op works element by element.</summary>
    public OpRow Elementwise()
    {
        IsElementwise = true;
        return this;
    }

    /// <summary>Says that in the case added last the shape of a result depends on values.</summary>
    public OpRow ShapedByValues()
    {
        cases[^1] = cases[^1] with { DependsOnValues = true };
        return this;
    }

    /// <summary>Says what the op makes of integers.</summary>
    public OpRow OnIntegers(IntegerResult result)
    {
        Integers = result;
        return this;
    }

    /// <summary>Names other public members that are this op.</summary>
    public OpRow Also(params ReadOnlySpan<string> members)
    {
        Aliases = members.ToArray();
        return this;
    }

    /// <summary>
    /// Says that a row of the result depends on the same row of the input alone: its bits are the same in any batch, at any
    /// place, under any layout.
    /// </summary>
    /// <param name="function">The op on a float32 tensor <c>[N, D]</c>; parameters of its own depend on D alone.</param>
    /// <param name="inputs">Draws the input; any real numbers when not given.</param>
    public OpRow ByRow(Func<Tensor, Tensor> function, Func<Dice, int[], Tensor>? inputs = null)
    {
        rowFunctions.Add(new RowFunction(inputs ?? Row.Real, function));
        return this;
    }

    /// <summary>
    /// Gives the formula of the first case, whose one input it maps number by number. Read by plain numbers it is the reference for the values, and the row is
    /// checked to third order.
    /// </summary>
    /// <param name="formula">The formula.</param>
    /// <param name="domain">Draws numbers on which it is smooth; any real numbers when not given.</param>
    public OpRow By<F>(F formula, Func<Dice, int[], Tensor>? domain = null)
        where F : struct, IUnaryFormula
    {
        Unary = new UnaryReference<F>(formula, domain ?? Row.Real);
        unaries.Add(Unary);
        return Elementwise();
    }

    /// <summary>Gives the formula of the first case, whose two inputs it maps number by number, as <see cref="By{F}"/> does for one.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="first">Draws the first numbers; any real numbers when not given.</param>
    /// <param name="second">Draws the second numbers; any real numbers when not given.</param>
    public OpRow ByBinary<F>(F formula, Func<Dice, int[], Tensor>? first = null, Func<Dice, int[], Tensor>? second = null)
        where F : struct, IBinaryFormula
    {
        Binary = new BinaryReference<F>(formula, first ?? Row.Real, second ?? Row.Real);
        binaries.Add(Binary);
        return Elementwise();
    }

    /// <summary>Names a further formula that the op computes with: other parameters, or a part of it.</summary>
    internal OpRow Within<F>(F formula, Func<Dice, int[], Tensor> domain)
        where F : struct, IUnaryFormula
    {
        unaries.Add(new UnaryReference<F>(formula, domain));
        return this;
    }

    /// <summary>Names a further formula of two numbers that the op computes with.</summary>
    internal OpRow WithinBinary<F>(F formula, Func<Dice, int[], Tensor> first, Func<Dice, int[], Tensor> second)
        where F : struct, IBinaryFormula
    {
        binaries.Add(new BinaryReference<F>(formula, first, second));
        return this;
    }

    /// <summary>Names a formula of three numbers that the op computes with.</summary>
    internal OpRow WithinTernary<F>(F formula, Func<Dice, int[], Tensor> first, Func<Dice, int[], Tensor> second, Func<Dice, int[], Tensor> third)
        where F : struct, ITernaryFormula
    {
        ternaries.Add(new TernaryReference<F>(formula, first, second, third));
        return this;
    }
}
