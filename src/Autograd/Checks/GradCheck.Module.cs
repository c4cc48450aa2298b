using System.Globalization;
using Autograd.NN;

namespace Autograd.Checks;

/// <content>Models.</content>
public static partial class GradCheck
{
    /// <summary>
    /// Checks a model with a loss: the gradients of every parameter, by its dotted name, and of the input. A float32 model is checked on
    /// a float64 copy of itself; a float64 model where it is, and everything is put back to the bit.
    /// </summary>
    /// <remarks>
    /// The model runs in the mode that it has. Before each call its buffers and the generators that it draws from are put back:
    /// dropout drops the same elements each time, batch norm sees the same running statistics, and both have them again afterwards.
    /// A copy has no hooks.
    /// </remarks>
    /// <typeparam name="M">The type of the model.</typeparam>
    /// <param name="model">The model; parameters that do not require a gradient are held constant.</param>
    /// <param name="input">Its input. A floating one is checked as well, under the name <c>input</c>, and given to the model as float64.</param>
    /// <param name="loss">From the model's output to what is differentiated, of any shape; the output itself when not given.</param>
    /// <param name="options">Orders, tolerances, step; <see cref="GradCheckOptions.InputNames"/> names the input.</param>
    /// <returns>The report; <see cref="GradCheckReport.ThrowIfFailed"/> makes it an assertion.</returns>
    /// <exception cref="AutogradException">
    /// Nothing requires a gradient, the model cannot be copied, or two runs from the same state gave different results.
    /// </exception>
    /// <example><c>GradCheck.Module(model, x, scores => F.CrossEntropy(scores, classes)).ThrowIfFailed();</c></example>
    public static GradCheckReport Module<M>(M model, Tensor input, Func<Tensor, Tensor>? loss = null, GradCheckOptions? options = null)
        where M : Module
    {
        ArgumentNullException.ThrowIfNull(input);
        return Module(model, [input], (m, xs) => loss is null ? m.Forward(xs[0]) : loss(m.Forward(xs[0])), options);
    }

    /// <summary>The same for a model that is called in any way: with several inputs, or with other arguments.</summary>
    /// <typeparam name="M">The type of the model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Its inputs; floating ones are checked as <c>input 0</c> and so on, others are held constant.</param>
    /// <param name="call">From the model, or its copy, and the inputs to what is differentiated. Only what it reaches by its arguments is float64.</param>
    /// <param name="options">Orders, tolerances, step.</param>
    /// <returns>The report.</returns>
    /// <exception cref="AutogradException">As above.</exception>
    /// <example><c>GradCheck.Module(model, [tokens, mask], (m, xs) => F.CrossEntropy(m.Forward(xs[0], xs[1]), next))</c></example>
    public static GradCheckReport Module<M>(M model, Tensor[] inputs, Func<M, Tensor[], Tensor> call, GradCheckOptions? options = null)
        where M : Module
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(call);
        foreach (var input in inputs) ArgumentNullException.ThrowIfNull(input, nameof(inputs));
        options ??= new GradCheckOptions();
        bool isExact = model.Parameters().All(static p => p.DType == DType.Float64);
        var twin = isExact ? model : (M)model.DeepClone().To(DType.Float64);
        var named = twin.NamedParameters().ToArray();
        var points = Array.ConvertAll(inputs, static x => x.DType.IsFloat ? Probe.Twin(x.Detach().To(DType.Float64)) : x);
        Tensor[] all = [.. named.Select(static p => p.Parameter), .. points];
        string NameOf(int i) => i < named.Length ? named[i].Name : InputName(options, i - named.Length, points.Length);
        var notes = CheckInputs(all, NameOf);
        CheckParameters(all[..named.Length], NameOf);
        if (!isExact) notes.Add("the model is float32 and was checked on a float64 copy of itself");
        var keeper = new StateKeeper(twin);
        Tensor[] Run(Tensor[] xs)
        {
            keeper.Restore();
            return [call(twin, xs[named.Length..])];
        }
        try
        {
            return new GradChecker(options, notes).Run(Run, all, NameOf, points.Length);
        }
        finally
        {
            keeper.Restore();
        }
    }

    private static string InputName(GradCheckOptions options, int input, int count) =>
        options.InputNames is { } names && input < names.Count ? names[input]
        : count == 1 ? "input"
        : string.Create(CultureInfo.InvariantCulture, $"input {input}");
}
