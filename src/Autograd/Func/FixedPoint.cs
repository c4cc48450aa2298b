using System.Globalization;

namespace Autograd;

public static partial class Func
{
    /// <summary>The z with z = f(z, p), by iteration from <paramref name="start"/>, with the derivative by p.</summary>
    /// <inheritdoc cref="FixedPoint(Func{Tensor, Tensor[], Tensor}, Tensor, ReadOnlySpan{Tensor}, FixedPointOptions?)"/>
    /// <param name="function">f: gives a tensor of the shape of z. Everything that it is to be differentiated by is p.</param>
    /// <param name="start">Where the iteration begins; no derivative flows to it.</param>
    /// <param name="parameter">p, float32 or float64.</param>
    /// <param name="options">When the iteration ends, that of the derivative as well.</param>
    public static Tensor FixedPoint(Func<Tensor, Tensor, Tensor> function, Tensor start, Tensor parameter, FixedPointOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(parameter);
        return FixedPoint((z, ps) => function(z, ps[0]), start, [parameter], options);
    }

    /// <summary>
    /// The z with z = f(z, p), by iteration from <paramref name="start"/>, with the derivative by the tensors p of the equation itself (the implicit
    /// function theorem; Bai, Kolter and Koltun, 2019): gp = (df/dp)^T u with u = g + (df/dz)^T u, again a fixed point. No step of the iteration is
    /// kept, and the derivative does not depend on where it began. Every order, both modes.
    /// </summary>
    /// <param name="function">f: gives a tensor of the shape of z. Everything that it is to be differentiated by is among p.</param>
    /// <param name="start">Where the iteration begins; no derivative flows to it.</param>
    /// <param name="parameters">p, float32 or float64.</param>
    /// <param name="options">When the iteration ends, that of the derivative as well.</param>
    /// <exception cref="AutogradException">The iteration does not converge, or the function captures a tensor that requires a gradient.</exception>
    /// <exception cref="ShapeException">The function gives another shape or dtype than that of z.</exception>
    public static Tensor FixedPoint(Func<Tensor, Tensor[], Tensor> function, Tensor start, ReadOnlySpan<Tensor> parameters, FixedPointOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(start);
        var given = Given("Func.FixedPoint", "parameter", parameters);
        return FixedPointRule.Solve(z => function(z, given), function, start, given, options ?? new FixedPointOptions());
    }
}

/// <summary>
/// z of z = f(z, p). To p flows (df/dp)^T u with u = g + (df/dz)^T u; along dp it moves by dz = df/dp dp + df/dz dz. Both are fixed points of
/// linear functions, which are differentiated by this rule again.
/// </summary>
/// <remarks>Not one of the built-in rules, as it calls the user's function: what that makes is the user's.</remarks>
internal struct FixedPointRule(Func<Tensor, Tensor[], Tensor> function, FixedPointOptions options) : IOp, IBatches, IRule
{
    private Saved z;
    private Saved[] parameters = [];

    public static string Name => "FixedPoint";

    /// <summary>Iterates one form of the function, and gives the result the derivative of the other.</summary>
    /// <param name="step">z to f(z, p), cheaply.</param>
    /// <param name="function">The same with everything that it depends on as arguments.</param>
    /// <param name="start">Where the iteration begins.</param>
    /// <param name="parameters">p.</param>
    /// <param name="options">When it ends.</param>
    public static Tensor Solve(Func<Tensor, Tensor> step, Func<Tensor, Tensor[], Tensor> function, Tensor start, Tensor[] parameters, FixedPointOptions options)
    {
        Tensor z;
        using (NoGrad.Scope) z = Iterate(step, start.Detach(), options);
        if (!GradMode.IsEnabled) return z;
        RefuseCaptured(function, z, parameters);
        return Op.Call(new FixedPointRule(function, options), [z, .. parameters]);
    }

    public readonly Form Infer(ref OpCall c) => Form.View(c.X.Layout, c.X);

    public readonly void Compute(in OpCall c)
    {
    }

    public Node Record(in OpCall c)
    {
        z = c.Save();
        parameters = new Saved[c.InputCount - 1];
        for (int i = 0; i < parameters.Length; i++) parameters[i] = Saved.Of(c.Input(i + 1));
        return c.Node(this);
    }

    /// <summary>The equations of all samples as one: the function, mapped over them.</summary>
    public readonly Tensor[] Batch(in BatchOperands c)
    {
        var (f, level) = (function, c.Level);
        var operands = new Tensor[c.Count];
        var isBatch = new bool[operands.Length];
        for (int i = 0; i < operands.Length; i++) (operands[i], isBatch[i]) = i == 0 ? (c.Front(0), true) : (c[i]!, c.IsBatch(i));

        Tensor OfAll(Tensor z, Tensor[] given) => level.Map(xs => [f(xs[0], xs[1..])], [z, .. given], isBatch)[0];
        if (GradMode.IsEnabled) RefuseCaptured(OfAll, operands[0], operands[1..]);
        return [Op.Call(new FixedPointRule(OfAll, options), operands)];
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var f = function;
        var at = Point();
        var (_, pullback) = Func.Vjp(xs => [f(xs[0], xs[1..])], at);
        var u = Solve(
            v => g + pullback([v])[0],
            (v, given) => given[0] + Func.Vjp(z => f(z, given[2..]), given[1]).Pullback(v),
            g,
            [g, .. at],
            options);
        var products = pullback([u]);
        for (int i = 1; i < products.Length; i++) c.Add(i, products[i]);
    }

    public readonly void Forward(in Tangents t)
    {
        var f = function;
        var at = Point();
        var moves = new Tensor[at.Length];
        moves[0] = Tensor.ZerosLike(at[0]);
        for (int i = 1; i < moves.Length; i++) moves[i] = t[i] ?? Tensor.ZerosLike(at[i]);
        var (_, pushforward) = Func.Linearize(xs => [f(xs[0], xs[1..])], at);
        var direct = pushforward(moves)[0];
        Tensor[] still = [.. at[1..].Select(static p => Tensor.ZerosLike(p))];
        t.Set(0, Solve(
            dz => direct + pushforward([dz, .. still])[0],
            (dz, given) => given[0] + Func.Jvp(z => f(z, given[2..]), given[1], dz).Tangent,
            direct,
            [direct, .. at],
            options));
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref z);
        for (int i = 0; i < parameters.Length; i++) saved.Add(ref parameters[i]);
    }

    /// <summary>z and p, at their places in the graph.</summary>
    private readonly Tensor[] Point() => [z.Value, .. parameters.Select(static p => p.Value)];

    private static Tensor Iterate(Func<Tensor, Tensor> step, Tensor z, FixedPointOptions options)
    {
        double tolerance = options.Tolerance ?? (z.DType == DType.Float64 ? 1e-12 : 1e-6), change = double.NaN;
        for (int i = 0; i < options.MaxIterations; i++)
        {
            var next = step(z) ?? throw new AutogradException($"{Name}: the function gave null");
            if (next.Shape != z.Shape || next.DType != z.DType)
                throw new ShapeException($"{Name}: the function makes {next.DType.Name} {next.Shape} of {z.DType.Name} {z.Shape}; a fixed point needs the same");
            if (z.Numel == 0) return next.Detach();
            Tensor moved = (next - z).Abs().Max(), size = next.Abs().Max();
            z = next.Detach();
            // Inside of Vmap there is one number for each sample, and all of them have to be there.
            if (moved.Le(size * tolerance).Whole.All().Item() != 0) return z;
            change = moved.Whole.Max().Item();
            if (!double.IsFinite(change)) break;
        }
        throw new AutogradException(string.Create(
            CultureInfo.InvariantCulture,
            $"{Name}: no convergence in {options.MaxIterations} steps, the last of which changed an element by {change:G3}; the function has to contract: its slope by z is below 1 in size"));
    }

    /// <summary>What the function captures, the rule does not see: its gradient would be missing.</summary>
    private static void RefuseCaptured(Func<Tensor, Tensor[], Tensor> function, Tensor z, Tensor[] parameters)
    {
        using var scope = NoGrad.Scope;
        using var level = new Level($"Func.{Name}", [z, .. parameters]);
        level.Call(xs => [function(xs[0], xs[1..])]);
        if (level.IsWatched)
            throw new AutogradException($"{Name}: the function captures a tensor that requires a gradient; pass it as a parameter, or Detach() it");
    }
}
