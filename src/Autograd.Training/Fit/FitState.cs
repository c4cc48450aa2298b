using System.Diagnostics;
using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Training;

/// <summary>Where a run stands: what callbacks see.</summary>
public sealed class FitState
{
    private readonly long began = Stopwatch.GetTimestamp();
    private Action<string>? save;

    internal FitState(Module model, DataLoader loader, DataLoader? validation, FitOptions options)
    {
        (Model, Loader, Validation, Options) = (model, loader, validation, options);
    }

    /// <summary>The model.</summary>
    public Module Model { get; }

    /// <summary>The data that is learned from.</summary>
    public DataLoader Loader { get; }

    /// <summary>The data that is measured on after each epoch.</summary>
    public DataLoader? Validation { get; }

    /// <summary>What the trainer was told.</summary>
    public FitOptions Options { get; }

    /// <summary>The optimiser of the options.</summary>
    public Optimizer Optimizer => Options.Optimizer;

    /// <summary>The scheduler of the options.</summary>
    public Scheduler? Scheduler => Options.Scheduler;

    /// <summary>The numbers of the epochs; in <see cref="Callback.OnEpochEnd"/> the row of the epoch is there, and may be added to.</summary>
    public History History { get; } = new();

    /// <summary>The epoch at hand, from 1.</summary>
    public int Epoch { get; internal set; } = 1;

    /// <summary>How many steps were taken, over all epochs.</summary>
    public long Step { get; internal set; }

    /// <summary>How many steps of this epoch were taken.</summary>
    public int StepInEpoch { get; internal set; }

    /// <summary>How many rows of this epoch were learned from.</summary>
    public long Rows { get; internal set; }

    /// <summary>The loss of the step at hand, or the last one, before it; without penalties.</summary>
    public double Loss { get; internal set; } = double.NaN;

    /// <summary>The batches of the step at hand, or the last one: as many as are accumulated.</summary>
    public IReadOnlyList<Batch> Batches { get; internal set; } = [];

    /// <summary>How long this call has run.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(began);

    /// <summary>Why the run ends; null while it goes on.</summary>
    public string? StopReason { get; private set; }

    /// <summary>Whether the run is to end.</summary>
    public bool IsStopping => StopReason is not null;

    /// <summary>What ended the run with an error, in <see cref="Callback.OnFitEnd"/>; null otherwise.</summary>
    public Exception? Error { get; internal set; }

    /// <summary>Whether the epoch at hand is over: its row is there, and a checkpoint goes on with the next.</summary>
    internal bool IsEpochDone { get; set; }

    /// <summary>
    /// Ends the run. At the end of a step or an epoch, it is saved first, if it has a folder, and can be resumed; before the step or behind its
    /// backward pass, the step is not taken and nothing is saved.
    /// </summary>
    /// <param name="reason">Why, for the result; of several the first counts.</param>
    public void Stop(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        StopReason ??= reason;
    }

    /// <summary>Writes all that a resumption needs, between steps; a file named <c>checkpoint.safetensors</c> is one that <see cref="FitOptions.Resume"/> finds in its folder.</summary>
    /// <exception cref="IOException">The file cannot be written; the one that was there is as it was.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        save?.Invoke(path);
    }

    internal void SaveBy(Action<string> action) => save = action;
}
