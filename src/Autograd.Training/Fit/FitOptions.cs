using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Training;

/// <summary>When a scheduler goes on.</summary>
public enum ScheduleBy
{
    /// <summary>After each epoch.</summary>
    Epoch,

    /// <summary>After each step of the optimiser.</summary>
    Step,
}

/// <summary>What <see cref="Trainer.Fit"/> is told.</summary>
public sealed record FitOptions
{
    /// <summary>How often the data is gone through.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>From predictions and targets a scalar, the mean over the rows of a batch: <c>(p, t) => F.CrossEntropy(p, t)</c>.</summary>
    public required Func<Tensor, Tensor, Tensor> Loss { get; init; }

    /// <summary>Steps the model's parameters. <see cref="LBFGS"/> and <see cref="SCG"/> get the loss as a closure, and compute it several times a step.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>Sets the optimiser's rates; <see cref="ReduceLROnPlateau"/> is given the value of <see cref="Monitor"/>.</summary>
    public Scheduler? Scheduler { get; init; }

    /// <summary>When the scheduler goes on.</summary>
    public ScheduleBy ScheduleBy { get; init; } = ScheduleBy.Epoch;

    /// <summary>The column of the history that <see cref="ReduceLROnPlateau"/> follows; <c>val_loss</c>, or <c>loss</c> without validation, when not given.</summary>
    public string? Monitor { get; init; }

    /// <summary>What is measured besides the loss, in training and in validation, where <c>val_</c> stands before its name.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Who hears of the run, in their order.</summary>
    public IReadOnlyList<Callback> Callbacks { get; init; } = [];

    /// <summary>Of how many batches the gradients make one step: that of one batch of all their rows.</summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>The largest norm of all gradients together; they are scaled to it (<see cref="Utils.ClipGradNorm"/>).</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The largest magnitude of an element of a gradient (<see cref="Utils.ClipGradValue"/>).</summary>
    public double? ClipValue { get; init; }

    /// <summary>The factor of the sum of |w| that is added to the loss of a step.</summary>
    public double L1 { get; init; }

    /// <summary>The factor of the sum of w^2 that is added to the loss of a step: with <see cref="SGD"/> a weight decay of twice as much.</summary>
    public double L2 { get; init; }

    /// <summary>Which parameters <see cref="L1"/> and <see cref="L2"/> hold small; those of two dimensions and more when not given: weights, not biases, nor the scales of norms.</summary>
    public Func<string, Parameter, bool> Penalised { get; init; } = static (_, parameter) => parameter.Rank >= 2;

    /// <summary>Seeds the thread's default generator before the first epoch: masks and orders. Weights were drawn when the model was made.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Generators that the run draws from besides the thread's default one and those of the loaders: they are saved and resumed.</summary>
    public IReadOnlyList<Generator> Generators { get; init; } = [];

    /// <summary>
    /// Where the run is saved, in <c>checkpoint.safetensors</c>: after each epoch, and where it is stopped between two steps. Callbacks write
    /// beside it. Nothing is saved when not given.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>Goes on where the checkpoint of <see cref="Folder"/> was written, to the bit; from the beginning where there is none yet.</summary>
    public bool Resume { get; init; }

    /// <summary>After how many steps the run is saved within an epoch as well.</summary>
    public int? SaveEvery { get; init; }

    /// <summary>From a batch the predictions; when not given, the last tensor is the target and those before it are what the model takes.</summary>
    public Func<Module, Batch, Tensor>? Predict { get; init; }

    /// <summary>From a batch what is right; its last tensor when not given.</summary>
    public Func<Batch, Tensor>? Target { get; init; }
}
