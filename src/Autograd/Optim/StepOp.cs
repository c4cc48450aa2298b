using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd.Optim;

/// <summary>One pass of an optimiser's formula over a parameter, its gradient and its states, all of one shape; the states are written as well.</summary>
internal struct StepOp<F>(in F formula) : IOp, IFloatBody
    where F : struct, IStepFormula
{
    private readonly F formula = formula;

    public static string Name => F.Name;

    /// <summary>Steps in place.</summary>
    /// <param name="writer">Who version errors say wrote: <c>Adam.Step</c>.</param>
    /// <param name="formula">The step of one element.</param>
    /// <param name="parameter">The parameter, wherever its elements lie.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="states">As many as the formula asks for.</param>
    /// <exception cref="AutogradException">There are fewer states than the formula asks for, or one is not like the parameter.</exception>
    public static void Run(string writer, in F formula, Tensor parameter, Tensor gradient, Span<Tensor> states)
    {
        states = StepTrace.Enough(writer, formula, states);
        foreach (var state in states)
        {
            // The loop sees elements in a row: their number is what must fit.
            if (state.Numel != parameter.Numel || state.DType != parameter.DType || !state.IsContiguous)
                throw new AutogradException($"{writer}: a formula steps states like the parameter, contiguous {parameter.DType.Name} {parameter.Shape}; this one is {state.DType.Name} {state.Shape}");
        }
        var values = parameter.IsContiguous ? parameter : parameter.Detach().Clone();
        Op.Into(
            new StepOp<F>(formula), values, values.Layout, values, gradient.Contiguous(), states.Length > 0 ? states[0] : null, states.Length > 1 ? states[1] : null, states.Length > 2 ? states[2] : null);
        if (!ReferenceEquals(values, parameter)) CopyOp.Into(values, parameter);
        parameter.Storage.Bump(writer);
    }

    public readonly Form Infer(ref OpCall c) => Form.Like(c.X);

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        MapKernel.Step(formula, c.X.Layout.ToContiguous(), Written<T>(c.X), Written<T>(c.Y), Written<T>(c.InputOrNull(2)), Written<T>(c.InputOrNull(3)), Written<T>(c.InputOrNull(4)));

    public readonly Node? Record(in OpCall c) => null;

    private static Span<T> Written<T>(Tensor? x)
        where T : unmanaged => x is null ? default : x.Span<T>().Slice(x.Layout.Offset, x.Numel);
}
