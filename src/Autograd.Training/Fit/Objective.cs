using Autograd.Data;
using Autograd.NN;

namespace Autograd.Training;

/// <summary>The loss of some batches as of one, and its gradients.</summary>
internal sealed class Objective
{
    private readonly Module model;
    private readonly FitOptions options;
    private readonly BatchReader reader;
    private readonly Penalty? penalty;

    public Objective(Module model, FitOptions options)
    {
        (this.model, this.options) = (model, options);
        reader = new BatchReader(options);
        penalty = Penalty.Of(model, options);
    }

    /// <summary>The loss without the penalty, the penalty, and the rows they are of.</summary>
    public readonly record struct Value(double Loss, double Penalty, long Rows);

    /// <summary>Leaves the gradients of loss and penalty in the parameters. A batch weighs as many rows as it has, so that its mean is a part of the mean over all.</summary>
    /// <param name="batches">The batches.</param>
    /// <param name="seen">Called with each prediction and its target.</param>
    public Value Backward(IReadOnlyList<Batch> batches, Action<Tensor, Tensor>? seen = null)
    {
        options.Optimizer.ZeroGrad();
        long rows = batches.Sum(reader.Rows);
        double loss = 0;
        foreach (var batch in batches)
        {
            var (prediction, target) = (reader.Predict(model, batch), reader.Target(batch));
            var part = reader.Loss(prediction, target);
            // One batch alone is the loss of a hand-written loop, bit for bit.
            if (batches.Count > 1) part *= (double)reader.Rows(batch) / rows;
            part.Backward();
            loss += part.Item();
            seen?.Invoke(prediction.Detach(), target);
        }
        return new Value(loss, Penalised(), rows);
    }

    private double Penalised()
    {
        if (penalty is null) return 0;
        var value = penalty.Value();
        value.Backward();
        return value.Item();
    }
}
