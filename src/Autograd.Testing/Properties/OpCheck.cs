namespace Autograd.Testing;

/// <summary>Everything that should be true of an op or a module of your own, in one line of a test under any framework.</summary>
/// <remarks>
/// Inputs are drawn by FsCheck in small sizes, empty ones included, and all layouts; what fails is shrunk to small contiguous inputs, which the message shows. Draws
/// depend on the row's name alone, see <see cref="OpProperty"/>.
/// </remarks>
/// <example>
/// <code>
/// OpCheck.All(new OpRow("Snake", "none").On(d => d.Real(d.Shape()), x => x.Snake(0.5)));
/// OpCheck.All(new ModuleRow&lt;SoftNorm>().On(() => new SoftNorm(4), d => d.Real(d.Size(), 4)));
/// </code>
/// </example>
public static class OpCheck
{
    /// <summary>
    /// Checks an op: derivatives of first and second order, backward and forward mode, against differences; the same bits under any layout of the inputs and on any
    /// number of threads; empty inputs; the shapes of a run on shapes alone; samples under <c>Func.Vmap</c>
    /// as in a loop, where Vmap does not refuse the op by name; and what the row says beyond: linear, not differentiable, a step, a formula.
    /// </summary>
    /// <param name="row">The op, with ways to draw its inputs and to call it.</param>
    /// <exception cref="AutogradException">A property does not hold; the message has each that failed, with the smallest input found.</exception>
    public static void All(OpRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Cases.Count == 0) throw new AutogradException($"{row.Name}: a row without a case checks nothing; add one with On");
        Every(row.Name, [.. Derivatives(row), .. Values(row)]);
    }

    /// <summary>
    /// Checks a module: the derivatives of parameters and inputs to second order, backward and forward mode, in training and in evaluation; that evaluation is not
    /// random and changes no state; the same bits under any layout of the inputs; the shapes of a run on shapes alone.
    /// </summary>
    /// <param name="row">The module, with ways to make it, to draw its inputs and to call it.</param>
    /// <exception cref="AutogradException">A property does not hold; the message has each that failed, with the smallest input found.</exception>
    public static void All(ModuleRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Cases.Count == 0) throw new AutogradException($"{row.Name}: a row without a case checks nothing; add one with On");
        // Modules draw from the thread's default generator: the tests after this one find it as it was.
        var state = Generator.Default.GetState();
        try
        {
            Every(row.Name, Properties(row));
        }
        finally
        {
            Generator.Default.SetState(state);
        }
    }

    private static List<(string Property, Action Check)> Properties(ModuleRow row) =>
    [
        ("derivatives agree with differences", () => ModuleChecks.Derivatives(row)),
        ("evaluation is not random and changes nothing", () => ModuleChecks.Evaluation(row)),
        ("the layout changes no bit", () => ModuleChecks.Layout(row)),
        ("runs on shapes alone", () => ModuleChecks.OnShapes(row)),
    ];

    private static IEnumerable<(string Property, Action Check)> Derivatives(OpRow row)
    {
        if (row.Differentiability == Differentiability.NotDifferentiable)
        {
            yield return ("no result requires a gradient", () => DerivativeChecks.NoGradient(row));
            yield break;
        }
        yield return ("derivatives agree with differences", () => DerivativeChecks.Orders(row));
        if (row.Unary is not null || row.Binary is not null) yield return ("derivatives of third order agree with differences", () => DerivativeChecks.Orders(row, order: 3, draws: 8, maxSize: 2));
        if (row.Differentiability == Differentiability.ZeroAlmostEverywhere) yield return ("the gradient is zero", () => DerivativeChecks.Zero(row));
        if (row.IsLinear) yield return ("the transpose is the adjoint", () => DerivativeChecks.Adjoint(row));
    }

    private static IEnumerable<(string Property, Action Check)> Values(OpRow row)
    {
        if (row.Unary is not null || row.Binary is not null) yield return ("values are those of the formula", () => ValueChecks.Formula(row));
        yield return ("the layout changes no bit", () => BitChecks.Layout(row));
        yield return ("the number of threads changes no bit", () => BitChecks.Threads(row));
        yield return ("empty inputs are taken", () => ShapeChecks.OnEmpty(row));
        yield return ("runs on shapes alone", () => ShapeChecks.OnShapes(row));
        yield return ("samples under Vmap are as in a loop", () => VmapChecks.Loop(row, VmapChecks.IsRefusal));
    }

    private static void Every(string name, List<(string Property, Action Check)> properties)
    {
        var failures = new List<string>();
        foreach (var (property, check) in properties)
        {
            try
            {
                check();
            }
            catch (Exception failure)
            {
                failures.Add($"- {property}: {failure.Message}");
            }
        }
        if (failures.Count > 0) throw new AutogradException(FormattableString.Invariant($"{name}: {failures.Count} of {properties.Count} properties do not hold\n{string.Join('\n', failures)}"));
    }
}
