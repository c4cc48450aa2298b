using Autograd.NN;

namespace Autograd.Checks;

/// <summary>The list of a careful practitioner, before a long training: what can be known of a model, a loss and one batch in seconds.</summary>
/// <remarks>
/// <para>
/// Everything runs in training mode. The model, its buffers, the gradients of its parameters, its generators and the thread's default one, and its mode are
/// afterwards as they were, to the bit. What changes parameters, and the gradient check, runs on copies (<see cref="ModuleClone.DeepClone{M}"/>), which have no hooks;
/// a model that cannot be copied skips these checks. A loss that reaches the model by another way than its argument is not one of the copy.
/// </para>
/// <para>Where the loss or a gradient is not finite, that alone is reported: nothing else can be judged then.</para>
/// </remarks>
public static class Preflight
{
    /// <summary>The checks in the order of the report; each file tells what is asked and why.</summary>
    private static IPreflightCheck[] Checks =>
    [
        new FiniteCheck(), new SeedCheck(), new ChanceCheck(), new GradientCheck(), new ReachCheck(), new DeadUnitCheck(), new SpreadCheck(), new OverfitCheck(), new RegularisationCheck(),
    ];

    /// <summary>Checks a model of one input on a batch of inputs and targets.</summary>
    /// <typeparam name="M">The type of the model.</typeparam>
    /// <param name="model">The model, as it is before training.</param>
    /// <param name="batch">Inputs and targets; samples lie along their first dimension.</param>
    /// <param name="loss">From the model's output and the targets to one number.</param>
    /// <param name="options">Limits, steps, seed.</param>
    /// <returns>The report; <see cref="PreflightReport.ThrowIfFailed"/> makes it an assertion.</returns>
    /// <exception cref="AutogradException">No parameter requires a gradient, or the loss is not one floating number.</exception>
    /// <exception cref="OperationCanceledException">The checks were cancelled.</exception>
    /// <example><c>Console.WriteLine(Preflight.Run(model, (x, labels), (scores, labels) => F.CrossEntropy(scores, labels)));</c></example>
    public static PreflightReport Run<M>(M model, (Tensor Input, Tensor Target) batch, Func<Tensor, Tensor, Tensor> loss, PreflightOptions? options = null)
        where M : Module
    {
        ArgumentNullException.ThrowIfNull(loss);
        return Run(model, [batch.Input, batch.Target], (m, xs) => loss(m.Forward(xs[0]), xs[1]), options);
    }

    /// <summary>The same of a model that is called in any way: with several inputs, without targets.</summary>
    /// <typeparam name="M">The type of the model.</typeparam>
    /// <param name="model">The model, as it is before training.</param>
    /// <param name="batch">The tensors of a batch. Those with as many elements along the first dimension as the first one has are cut to the small batch.</param>
    /// <param name="loss">From the model, or a copy of it, and the tensors to one number.</param>
    /// <param name="options">Limits, steps, seed.</param>
    /// <returns>The report.</returns>
    /// <exception cref="AutogradException">As above.</exception>
    /// <exception cref="OperationCanceledException">The checks were cancelled.</exception>
    /// <example><c>Preflight.Run(model, [tokens, mask, next], (m, xs) => F.CrossEntropy(m.Forward(xs[0], xs[1]), xs[2]))</c></example>
    public static PreflightReport Run<M>(M model, Tensor[] batch, Func<M, Tensor[], Tensor> loss, PreflightOptions? options = null)
        where M : Module
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(loss);
        foreach (var x in batch) ArgumentNullException.ThrowIfNull(x, nameof(batch));
        options ??= new PreflightOptions();
        options.Validate();
        using var recording = EnableGrad.Scope;
        using var kept = new ModelKeeper(model);
        using var mode = model.TrainScope;
        var rehearsal = new Rehearsal(model, batch, (m, xs) => loss((M)m, xs), options);
        var rows = new List<PreflightRow>();
        foreach (var check in Checks)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            rows.Add(rehearsal.IsFinite || check is FiniteCheck ? check.Run(rehearsal) : check.Skip("the loss or a gradient is not finite"));
        }
        return new PreflightReport(rows, rehearsal.Gradients);
    }
}
