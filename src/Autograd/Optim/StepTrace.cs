using Autograd.Formulas;

namespace Autograd.Optim;

/// <summary>The recorded reading of a step: the formula's text over tensors, every operation an op with its rule.</summary>
internal static class StepTrace
{
    /// <summary>Steps a parameter, which is no leaf that requires a gradient, and puts new states in the place of those given.</summary>
    /// <param name="writer">Who errors say was stepping: <c>Adam.Step</c>.</param>
    /// <param name="formula">The step of one element.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="states">As many as the formula asks for; they are replaced.</param>
    /// <exception cref="AutogradException">There are fewer states than the formula asks for.</exception>
    public static void Run<F>(string writer, in F formula, Tensor parameter, Tensor gradient, Span<Tensor> states)
        where F : struct, IStepFormula
    {
        states = Enough(writer, formula, states);
        var (p, s0, s1, s2) = (new Traced(parameter.Clone()), Read(states, 0), Read(states, 1), Read(states, 2));
        formula.Step(ref p, new Traced(gradient), ref s0, ref s1, ref s2);
        parameter.CopyInPlace(p.ToTensor(parameter));
        if (states.Length > 0) states[0] = s0.ToTensor(parameter);
        if (states.Length > 1) states[1] = s1.ToTensor(parameter);
        if (states.Length > 2) states[2] = s2.ToTensor(parameter);
    }

    /// <summary>The states that a formula steps.</summary>
    public static Span<Tensor> Enough<F>(string writer, scoped in F formula, Span<Tensor> states)
        where F : struct, IStepFormula => states.Length >= formula.States
        ? states[..formula.States]
        : throw new AutogradException($"{writer}: the formula of {F.Name} steps {formula.States} states, and {states.Length} are kept; name them in Slots");

    private static Traced Read(Span<Tensor> states, int at) => at < states.Length ? new Traced(states[at]) : Traced.Zero;
}
