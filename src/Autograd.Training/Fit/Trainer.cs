using Autograd.Data;
using Autograd.NN;

namespace Autograd.Training;

/// <summary>
/// The training loop, for those who do not want to write it: epochs of steps, validation, callbacks, checkpoints. It stands on public types alone; whoever
/// needs another loop writes it, as before.
/// </summary>
/// <remarks>
/// How many rows a step sees is the loader's batch size: 1 is stochastic gradient descent, all of them batch gradient descent, what is between
/// mini-batches.
/// </remarks>
public static class Trainer
{
    /// <summary>Trains a model.</summary>
    /// <param name="model">The model; in training mode while it learns, in evaluation mode while it is measured, and in its own modes afterwards.</param>
    /// <param name="loader">The data to learn from.</param>
    /// <param name="validation">The data to measure on after each epoch.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends the run after the step at hand; with a folder, it is saved there and can be resumed. Nothing is thrown.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or does not go with another; nothing is changed then.</exception>
    /// <exception cref="AutogradException">A callback threw; a loader gave no rows; the checkpoint is of another run, and nothing is changed then.</exception>
    /// <exception cref="IOException">The folder cannot be written, or the checkpoint cannot be read.</exception>
    public static FitResult Fit(Module model, DataLoader loader, DataLoader? validation, FitOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(options);
        FitCheck.ThrowIfAny(model, options);
        return new FitLoop(new FitState(model, loader, validation, options), cancellation).Run();
    }

    /// <summary>The mean loss and the metrics of the options over all rows of a loader, by name: <c>loss</c>, <c>accuracy</c>, ...</summary>
    /// <param name="model">The model; measured in evaluation mode, and without recording.</param>
    /// <param name="loader">The data.</param>
    /// <param name="options">Those of the training: loss, metrics, and how a batch is read.</param>
    /// <exception cref="AutogradException">The loader gave no rows.</exception>
    public static IReadOnlyDictionary<string, double> Evaluate(Module model, DataLoader loader, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(options);
        return Evaluation.Run("Trainer.Evaluate", model, loader, options);
    }
}
