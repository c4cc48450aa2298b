using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Training;

/// <summary>The loop of <see cref="Trainer.Fit"/>: epochs of steps.</summary>
internal sealed class FitLoop
{
    private readonly FitState state;
    private readonly FitOptions options;
    private readonly CancellationToken cancellation;
    private readonly CallbackList callbacks;
    private readonly EpochTotals totals;
    private readonly Objective objective;
    private readonly RunCheckpoint checkpoint;
    private readonly bool stepsByClosure;

    public FitLoop(FitState state, CancellationToken cancellation)
    {
        (this.state, this.cancellation, options) = (state, cancellation, state.Options);
        callbacks = new CallbackList(state);
        totals = new EpochTotals(options.Metrics);
        objective = new Objective(state.Model, options);
        stepsByClosure = FitCheck.StepsByClosure(options.Optimizer);
        checkpoint = new RunCheckpoint(state, totals);
        state.SaveBy(checkpoint.Save);
    }

    private bool IsStopping
    {
        get
        {
            if (cancellation.IsCancellationRequested) state.Stop(FitResult.Cancelled);
            return state.IsStopping;
        }
    }

    public FitResult Run()
    {
        bool isResumed = checkpoint.Begin();
        if (!isResumed && options.Seed is { } seed) Generator.ManualSeed(seed);
        using var training = state.Model.TrainScope;
        try
        {
            callbacks.Begin();
            while (!IsStopping && NextEpoch() && Epoch())
            {
            }
        }
        catch (Exception e)
        {
            if (callbacks.EndAfter(e) is { } another) throw new AggregateException(e, another);
            throw;
        }
        callbacks.End();
        return new FitResult(state.History, state.IsEpochDone ? state.Epoch : state.Epoch - 1, state.Step, state.StopReason, state.Elapsed);
    }

    /// <summary>Goes to the epoch at hand, which a resumption may be within, or behind the one that is done.</summary>
    private bool NextEpoch()
    {
        if (state.IsEpochDone && state.Epoch < options.Epochs)
        {
            (state.Epoch, state.StepInEpoch, state.Rows, state.IsEpochDone) = (state.Epoch + 1, 0, 0, false);
            totals.Reset();
        }
        return !state.IsEpochDone && state.Epoch <= options.Epochs;
    }

    /// <summary>An epoch, or what is left of one.</summary>
    /// <returns>Whether it came to its end.</returns>
    private bool Epoch()
    {
        callbacks.EpochBegin();
        foreach (var batches in state.Loader.Chunk(options.Accumulate))
        {
            if (!Step(batches)) return false;
            bool ends = IsStopping;
            if (ends || state.Step % (options.SaveEvery ?? long.MaxValue) == 0) checkpoint.Save();
            if (ends) return false;
        }
        if (totals.Rows == 0) throw new AutogradException(FormattableString.Invariant($"Trainer.Fit: the loader gave no rows in epoch {state.Epoch}; there is nothing to learn from"));
        Record();
        Schedule(ScheduleBy.Epoch);
        state.IsEpochDone = true;
        callbacks.EpochEnd();
        checkpoint.Save();
        return true;
    }

    /// <summary>A step of the optimiser by the gradients of some batches.</summary>
    /// <returns>Whether it was taken, and not given up by a callback.</returns>
    private bool Step(IReadOnlyList<Batch> batches)
    {
        state.Batches = batches;
        callbacks.BatchBegin();
        bool isFirst = true;
        if (stepsByClosure)
        {
            options.Optimizer.Step(() => Gradients(batches, ref isFirst));
        }
        else
        {
            using (EnableGrad.Scope) Gradients(batches, ref isFirst);
            if (state.IsStopping) return false;
            Clip();
            options.Optimizer.Step();
        }
        if (state.IsStopping) return false;
        (state.Step, state.StepInEpoch, state.Rows) = (state.Step + 1, state.StepInEpoch + 1, totals.Rows);
        Schedule(ScheduleBy.Step);
        callbacks.BatchEnd();
        return true;
    }

    /// <summary>Gradients of the loss and the penalty. What a closure computes again counts once.</summary>
    private Tensor Gradients(IReadOnlyList<Batch> batches, ref bool isFirst)
    {
        var value = objective.Backward(batches, isFirst ? totals.See : null);
        if (isFirst)
        {
            totals.Add(value);
            state.Loss = value.Loss;
        }
        isFirst = false;
        callbacks.BackwardEnd();
        return Tensor.Scalar(value.Loss + value.Penalty, DType.Float64);
    }

    private void Clip()
    {
        var parameters = options.Optimizer.ParamGroups.SelectMany(static g => g.Parameters);
        if (options.ClipValue is { } largest) Utils.ClipGradValue(parameters, largest);
        if (options.ClipNorm is { } norm) Utils.ClipGradNorm(parameters, norm);
    }

    /// <summary>The row of the epoch: each number of training, and beside it that of validation.</summary>
    private void Record()
    {
        var trained = totals.Values(hasPenalty: options.L1 > 0 || options.L2 > 0);
        var validated = state.Validation is { } validation ? Evaluation.Run("Trainer.Fit, validation", state.Model, validation, options) : null;
        foreach (var (name, value) in trained)
        {
            state.History.Record(state.Epoch, name, value);
            if (validated?.TryGetValue(name, out double other) == true) state.History.Record(state.Epoch, Columns.InValidation(name), other);
        }
        state.History.Record(state.Epoch, Columns.Seconds, totals.Seconds);
    }

    private void Schedule(ScheduleBy moment)
    {
        if (moment != options.ScheduleBy) return;
        if (options.Scheduler is LRScheduler scheduler) scheduler.Step();
        else if (options.Scheduler is ReduceLROnPlateau plateau) plateau.Step(Monitored.Last(state, options.Monitor ?? Monitored.Default(state), nameof(ReduceLROnPlateau)));
    }
}
