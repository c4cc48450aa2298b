namespace Autograd.Training;

/// <summary>
/// Hears of a run at its turning points: override what you need. What a callback throws ends the run; the error names the callback, the model has its
/// modes back, and the checkpoint is the last whole one.
/// </summary>
/// <example>
/// <code>
/// sealed class Print : Callback
/// {
///     public override void OnEpochEnd(FitState state) => Console.WriteLine(state.History["loss"][^1]);
/// }
/// </code>
/// </example>
public abstract class Callback
{
    /// <summary>Before the first epoch, after a resumption.</summary>
    public virtual void OnFitBegin(FitState state)
    {
    }

    /// <summary>Before the first step of an epoch, or, resumed within one, before the next.</summary>
    public virtual void OnEpochBegin(FitState state)
    {
    }

    /// <summary>Before a step; <see cref="FitState.Batches"/> are there.</summary>
    public virtual void OnBatchBegin(FitState state)
    {
    }

    /// <summary>
    /// The loss and the gradients are there, not clipped yet, and may be changed. An optimiser with a closure comes here each time it
    /// computes the loss.
    /// </summary>
    public virtual void OnBackwardEnd(FitState state)
    {
    }

    /// <summary>After a step.</summary>
    public virtual void OnBatchEnd(FitState state)
    {
    }

    /// <summary>After validation; the row of the epoch is in the history.</summary>
    public virtual void OnEpochEnd(FitState state)
    {
    }

    /// <summary>After the run, however it ended, if <see cref="OnFitBegin"/> was called; <see cref="FitState.Error"/> says what was thrown.</summary>
    public virtual void OnFitEnd(FitState state)
    {
    }

    /// <summary>What a resumed run has to know; nothing unless overridden.</summary>
    public virtual IReadOnlyDictionary<string, Tensor> StateDict() => new Dictionary<string, Tensor>(StringComparer.Ordinal);

    /// <summary>Continues from a <see cref="StateDict"/>.</summary>
    /// <param name="state">What was saved, in memory of its own.</param>
    /// <exception cref="AutogradException">It does not fit.</exception>
    public virtual void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
    }
}
