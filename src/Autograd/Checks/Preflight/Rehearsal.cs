using Autograd.NN;

namespace Autograd.Checks;

/// <summary>A model, a loss and a batch, run as often as the checks need it, each time from the same state.</summary>
internal sealed class Rehearsal
{
    private readonly Func<Module, Tensor[], Tensor> loss;
    private readonly StateKeeper state;
    private Observation? first;
    private bool? isRepeatable;

    public Rehearsal(Module model, Tensor[] batch, Func<Module, Tensor[], Tensor> loss, PreflightOptions options)
    {
        (Model, this.loss, Options) = (model, loss, options);
        Batch = Array.ConvertAll(batch, static x => x.Detach());
        Learned = [.. model.NamedParameters().Where(static p => p.Parameter.RequiresGrad)];
        if (Learned.Length == 0) throw new AutogradException("Preflight: no parameter of the model requires a gradient; nothing would be learned");
        Samples = Batch.FirstOrDefault(static x => x.Rank > 0)?.Shape[0] ?? 0;
        Few = Math.Min(options.SmallBatch, Samples);
        Small = Array.ConvertAll(Batch, x => x.Rank > 0 && x.Shape[0] == Samples ? x.Narrow(0, 0, Few) : x);
        state = new StateKeeper(model);
    }

    public Module Model { get; }

    public Tensor[] Batch { get; }

    /// <summary>The first samples of the batch.</summary>
    public Tensor[] Small { get; }

    /// <summary>The samples of the batch.</summary>
    public int Samples { get; }

    /// <summary>The samples of the small batch.</summary>
    public int Few { get; }

    public PreflightOptions Options { get; }

    /// <summary>The parameters that require a gradient.</summary>
    public (string Name, Parameter Parameter)[] Learned { get; }

    /// <summary>The report of the gradient check, once it was made.</summary>
    public GradCheckReport? Gradients { get; set; }

    /// <summary>One run of the model that was looked at, with its gradients.</summary>
    public Observation First => first ??= Observation.Of(this);

    public bool IsFinite => First.IsFinite;

    /// <summary>Whether a second run from the same state gives the same loss, to the bit.</summary>
    public bool IsRepeatable => isRepeatable ??= BitConverter.DoubleToInt64Bits(First.Loss.Item()) == BitConverter.DoubleToInt64Bits(Loss().Item());

    /// <summary>The loss of the batch, from the state in which the model was found.</summary>
    public Tensor Loss()
    {
        state.Restore();
        Generator.ManualSeed(Options.Seed);
        return Loss(Model, Batch);
    }

    /// <summary>The loss of a model, or a copy, as it is.</summary>
    public Tensor Loss(Module model, Tensor[] batch)
    {
        Options.Cancellation.ThrowIfCancellationRequested();
        var y = loss(model, batch) ?? throw new AutogradException("Preflight: the loss is null");
        if (y.Numel != 1 || !y.DType.IsFloat)
            throw new AutogradException($"Preflight: the loss is {y.DType.Name} {y.Shape}; reduce it to one floating number, with Mean() or Sum()");
        return y;
    }

    /// <summary>A copy of the model in the state in which it was found; null, with the reason, where it cannot be copied.</summary>
    public Module? Copy(out string why)
    {
        state.Restore();
        Generator.ManualSeed(Options.Seed);
        try
        {
            why = "";
            return Model.DeepClone();
        }
        catch (AutogradException e)
        {
            why = $"the model cannot be copied: {e.Message}";
            return null;
        }
    }
}
