using Autograd.Data;
using Autograd.NN;

namespace Autograd.Training;

/// <summary>What a batch is to a model: by the options' functions, or the last tensor as the target and those before it as the inputs.</summary>
internal sealed class BatchReader(FitOptions options)
{
    public Tensor Target(Batch batch) => options.Target is { } target ? target(batch)
        : batch.Count > 0 ? batch[batch.Count - 1]
        : throw new AutogradException("Trainer: a batch has no tensors; say by Target what is right");

    public Tensor Predict(Module model, Batch batch) => options.Predict is { } predict ? predict(model, batch) : batch.Count switch
    {
        2 => model.Forward(batch[0]),
        3 => model.Forward(batch[0], batch[1]),
        4 => model.Forward(batch[0], batch[1], batch[2]),
        _ => throw new AutogradException(FormattableString.Invariant($"Trainer: of a batch of {batch.Count} tensors nobody knows what the model takes; say it by Predict")),
    };

    public Tensor Loss(Tensor prediction, Tensor target)
    {
        var loss = options.Loss(prediction, target);
        return loss.Numel == 1 ? loss
            : throw new ShapeException($"Trainer: the loss of predictions {prediction.Shape} and targets {target.Shape} has shape {loss.Shape}; it must be a scalar, the mean over the batch");
    }

    /// <summary>How many rows a batch has, by its target.</summary>
    public long Rows(Batch batch)
    {
        var target = Target(batch);
        return target.Rank == 0 ? 1 : target.Shape[0];
    }
}
