namespace Autograd.Training;

/// <summary>The callbacks of a run, called in their order; who throws is named.</summary>
internal sealed class CallbackList(FitState state)
{
    private readonly IReadOnlyList<Callback> callbacks = state.Options.Callbacks;

    // How many have begun and are to end.
    private int begun;

    public void Begin()
    {
        foreach (var callback in callbacks)
        {
            begun++;
            Call(nameof(Callback.OnFitBegin), callback, static (c, s) => c.OnFitBegin(s));
        }
    }

    public void EpochBegin() => Call(nameof(Callback.OnEpochBegin), static (c, s) => c.OnEpochBegin(s));

    public void BatchBegin() => Call(nameof(Callback.OnBatchBegin), static (c, s) => c.OnBatchBegin(s));

    public void BackwardEnd() => Call(nameof(Callback.OnBackwardEnd), static (c, s) => c.OnBackwardEnd(s));

    public void BatchEnd() => Call(nameof(Callback.OnBatchEnd), static (c, s) => c.OnBatchEnd(s));

    public void EpochEnd() => Call(nameof(Callback.OnEpochEnd), static (c, s) => c.OnEpochEnd(s));

    /// <summary>Ends all that have begun, each whatever the others throw; the first error comes out.</summary>
    public void End()
    {
        Exception? first = null;
        for (; begun > 0; begun--)
        {
            try
            {
                Call(nameof(Callback.OnFitEnd), callbacks[begun - 1], static (c, s) => c.OnFitEnd(s));
            }
            catch (AutogradException e)
            {
                first ??= e;
            }
        }
        if (first is not null) throw first;
    }

    /// <summary>The same after an error: what is thrown now comes beside it.</summary>
    public Exception? EndAfter(Exception error)
    {
        state.Error = error;
        try
        {
            End();
            return null;
        }
        catch (AutogradException e)
        {
            return e;
        }
    }

    private void Call(string moment, Action<Callback, FitState> call)
    {
        for (int i = 0; i < callbacks.Count; i++) Call(moment, callbacks[i], call);
    }

    private void Call(string moment, Callback callback, Action<Callback, FitState> call)
    {
        try
        {
            call(callback, state);
        }
        catch (Exception e)
        {
            throw new AutogradException(FormattableString.Invariant($"Trainer.Fit: the callback {callback.GetType().Name} threw in {moment}, epoch {state.Epoch}, after step {state.Step}: {e.Message}"), e);
        }
    }
}
