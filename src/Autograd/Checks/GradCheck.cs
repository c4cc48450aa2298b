namespace Autograd.Checks;

/// <summary>
/// Compares derivatives with central differences, forward mode with backward mode, and recorded backward passes with
/// unrecorded ones (<c>torch.autograd.gradcheck</c> and <c>gradgradcheck</c>).
/// </summary>
/// <remarks>
/// <para>
/// The outputs are weighted with a random cotangent w, so that one backward pass gives g = J'w for every input; outputs of
/// very different sizes are weighted one after the other. Each element of g is compared with an extrapolated difference n
/// of &lt;w, f&gt;: |n - g| is within the tolerance times |n| + |g|, or within the uncertainty of n, which is its rounding
/// and what neighbouring steps differ by; and ||n - g|| / (||n|| + ||g||) over each input and over all is within the
/// tolerance. From order 2 on the gradient itself is the function, of the inputs and of w. NaN and infinity are never accepted.
/// PyTorch's criterion is an option (<see cref="GradCheckCriterion.AllClose"/>).
/// </para>
/// <para>
/// An element that no step resolves to three digits is inconclusive, unless the rounding of the outputs explains it: what
/// differences cannot see there cannot be seen. Piecewise ops say on which piece they are: where a step reaches across a kink, shorter ones are
/// taken; on a kink any slope between the two sides is accepted. Both are counted and named with the op and its module. What is opaque is seen by
/// its slopes alone.
/// </para>
/// <para>
/// Without differences these have to agree: forward and backward mode; a pass with and without a graph behind it; the same pass once more; gradients of
/// zeros and zeros; with several outputs every subset of their gradients, the others being absent; values with recording on and off; and values and
/// gradients on inputs that lie otherwise in memory, permuted and strided.
/// </para>
/// <para>
/// The function is called with copies of the inputs that have their strides (and NaN in the gaps between elements);
/// the tensors given are not written. Inputs that require a gradient are checked and must be float64; others are held constant. Generators that the
/// function draws from stand where they stood for every call, and after the check. An op that declares another function for its derivative
/// (<see cref="ISurrogate"/>) is compared with that function.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var x = Tensor.Randn([3, 4], DType.Float64).RequiresGradInPlace();
/// GradCheck.Run(x => x.Tanh().Sum(1), x, new() { Order = 2 }).ThrowIfFailed();
/// </code>
/// </example>
public static partial class GradCheck
{
    /// <summary>Checks a function of one tensor.</summary>
    /// <inheritdoc cref="Run(Func{Tensor[], Tensor[]}, Tensor[], GradCheckOptions?)"/>
    public static GradCheckReport Run(Func<Tensor, Tensor> f, Tensor input, GradCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Run(xs => [f(xs[0])], [input], options);
    }

    /// <summary>Checks a function of two tensors.</summary>
    /// <inheritdoc cref="Run(Func{Tensor[], Tensor[]}, Tensor[], GradCheckOptions?)"/>
    public static GradCheckReport Run(Func<Tensor, Tensor, Tensor> f, Tensor first, Tensor second, GradCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Run(xs => [f(xs[0], xs[1])], [first, second], options);
    }

    /// <summary>Checks a function of several tensors with one output.</summary>
    /// <inheritdoc cref="Run(Func{Tensor[], Tensor[]}, Tensor[], GradCheckOptions?)"/>
    public static GradCheckReport Run(Func<Tensor[], Tensor> f, Tensor[] inputs, GradCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Run(xs => [f(xs)], inputs, options);
    }

    /// <summary>Checks a function of several tensors with several outputs.</summary>
    /// <param name="f">The function; deterministic but for what it draws from generators, called about four times for every element of the inputs, and some fifty times for one that differs.</param>
    /// <param name="inputs">The point at which derivatives are checked.</param>
    /// <param name="options">Orders, tolerances, step; the defaults check order 1 to 1e-7.</param>
    /// <returns>The report; <see cref="GradCheckReport.ThrowIfFailed"/> makes it an assertion.</returns>
    /// <exception cref="DTypeException">An input that requires a gradient, or an output, is float32: differences need float64.</exception>
    /// <exception cref="AutogradException">
    /// No input requires a gradient, two calls of the function gave different results, it writes to its inputs, or the shapes,
    /// dtypes or number of its outputs depend on values.
    /// </exception>
    public static GradCheckReport Run(Func<Tensor[], Tensor[]> f, Tensor[] inputs, GradCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(inputs);
        options ??= new GradCheckOptions();
        var notes = CheckInputs(inputs, options.NameOf);
        var copies = Array.ConvertAll(inputs, static x => x.RequiresGrad ? Probe.Twin(x.Detach()) : x.Detach());
        return new GradChecker(options, notes).Run(f, copies, options.NameOf, copies.Length);
    }

    /// <summary>
    /// Checks a computation that reads its parameters from where they are, such as a module and a loss. The parameters
    /// are moved in place, element by element, and put back exactly, also when the computation throws.
    /// </summary>
    /// <param name="f">The computation, for example <c>() => F.MseLoss(net.Forward(x), y)</c>.</param>
    /// <param name="parameters">The parameters with their names; those that do not require a gradient are held constant.</param>
    /// <param name="options">Orders, tolerances, step.</param>
    /// <returns>The report, its inputs named as the parameters.</returns>
    /// <exception cref="DTypeException">A parameter that requires a gradient, or the output, is float32: convert the module to float64.</exception>
    /// <exception cref="AutogradException">No parameter requires a gradient, a parameter is no leaf, or two runs gave different results.</exception>
    public static GradCheckReport Run(Func<Tensor> f, IEnumerable<(string Name, Tensor Parameter)> parameters, GradCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(parameters);
        options ??= new GradCheckOptions();
        var named = parameters.ToArray();
        string NameOf(int input) => named[input].Name;
        var tensors = Array.ConvertAll(named, static p => p.Parameter);
        var notes = CheckInputs(tensors, NameOf);
        CheckParameters(tensors, NameOf);
        return new GradChecker(options, notes).Run(_ => [f()], tensors, NameOf, arguments: 0);
    }

    /// <summary>Parameters are moved where they are: none may be a result, and each element needs a place of its own.</summary>
    private static void CheckParameters(Tensor[] tensors, Func<int, string> nameOf)
    {
        for (int i = 0; i < tensors.Length; i++)
        {
            if (!tensors[i].IsLeaf) throw new AutogradException($"GradCheck: {nameOf(i)} is no leaf: it was computed by {tensors[i].GradFn}; give the parameters themselves");
            if (tensors[i].RequiresGrad && Probe.Overlaps(tensors[i].Layout))
                throw new AutogradException($"GradCheck: elements of {nameOf(i)} share memory (it was expanded), so that one cannot be moved alone");
        }
    }

    private static List<string> CheckInputs(Tensor[] inputs, Func<int, string> nameOf)
    {
        var notes = new List<string>();
        bool any = false;
        for (int i = 0; i < inputs.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(inputs[i]);
            if (!inputs[i].RequiresGrad)
            {
                notes.Add($"{nameOf(i)} does not require a gradient and is held constant");
                continue;
            }
            any = true;
            if (inputs[i].DType != DType.Float64)
                throw new DTypeException($"GradCheck: {nameOf(i)} is {inputs[i].DType.Name}, in which differences have three digits at best; convert with To(DType.Float64)");
        }
        if (!any) throw new AutogradException("GradCheck: no input requires a gradient; set RequiresGrad on those to be checked");
        return notes;
    }
}
