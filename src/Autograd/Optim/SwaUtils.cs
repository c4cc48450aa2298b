using Autograd.NN;

namespace Autograd.Optim;

/// <summary>Averages of weights (<c>torch.optim.swa_utils</c>).</summary>
public static class SwaUtils
{
    /// <summary>The exponential moving average for <see cref="AveragedModel{M}"/>: a = decay a + (1 - decay) p (<c>get_ema_avg_fn</c>).</summary>
    /// <param name="decay">How much of the average is kept, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is not in [0, 1].</exception>
    public static Func<Tensor, Tensor, long, Tensor> Ema(double decay = 0.999)
    {
        if (!(decay is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(decay), decay, "Ema: the decay is in [0, 1]");
        return (averaged, current, _) => averaged * decay + current * (1 - decay);
    }

    /// <summary>The mean of all models: a = a + (p - a) / (n + 1) (<c>get_swa_avg_fn</c>).</summary>
    /// <param name="averaged">The average so far.</param>
    /// <param name="current">The tensor to be taken in.</param>
    /// <param name="count">How many were averaged so far.</param>
    public static Tensor Mean(Tensor averaged, Tensor current, long count)
    {
        ArgumentNullException.ThrowIfNull(averaged);
        ArgumentNullException.ThrowIfNull(current);
        return averaged + (current - averaged) / (count + 1.0);
    }

    /// <summary>Computes the running statistics of a model's batch norms anew, as means over all batches (<c>update_bn</c>).</summary>
    /// <param name="inputs">The inputs of the batches.</param>
    /// <param name="model">A model of one tensor.</param>
    public static void UpdateBn(IEnumerable<Tensor> inputs, Module model)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(model);
        UpdateBn(inputs, model, x => model.Forward(x));
    }

    /// <summary>Computes the running statistics of a model's batch norms anew, for a model of anything.</summary>
    /// <typeparam name="TBatch">What a batch is.</typeparam>
    /// <param name="batches">The batches.</param>
    /// <param name="model">The model.</param>
    /// <param name="forward">Runs the model on a batch.</param>
    public static void UpdateBn<TBatch>(IEnumerable<TBatch> batches, Module model, Action<TBatch> forward)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(forward);
        (BatchNorm Norm, double? Momentum)[] norms = [.. model.Modules().OfType<BatchNorm>().Select(static n => (n, n.Momentum))];
        if (norms.Length == 0) return;
        bool wasTraining = model.Training;
        using var scope = NoGrad.Scope;
        try
        {
            model.Train();
            foreach (var (norm, _) in norms)
            {
                norm.ResetRunningStats();
                norm.Momentum = null;
            }
            foreach (var batch in batches) forward(batch);
        }
        finally
        {
            foreach (var (norm, momentum) in norms) norm.Momentum = momentum;
            model.Train(wasTraining);
        }
    }
}
