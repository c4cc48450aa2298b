using Autograd.NN;

namespace Autograd.Training;

/// <summary>
/// Ends a run before a step by a loss or gradients that are not finite, and says where the first such value was born: a parameter, a batch, or the op and its
/// module. The weights are those before the step, but of optimisers with a closure, which have stepped already.
/// </summary>
/// <remarks>Each step costs a sum over the gradients. What is born where is looked for only when something was found, by a second pass over the same batches.</remarks>
public sealed class NaNStop : Callback
{
    private byte[] draws = [];

    /// <inheritdoc/>
    public override void OnBatchBegin(FitState state) => draws = Generator.Default.GetState();

    /// <inheritdoc/>
    public override void OnBackwardEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.IsStopping) return;
        string? what = double.IsFinite(state.Loss) ? FirstGradient(state.Model) : FormattableString.Invariant($"the loss is {state.Loss}");
        if (what is not null) state.Stop(FormattableString.Invariant($"NaNStop: {what} in epoch {state.Epoch}, step {state.Step + 1}; {Origin(state)}"));
    }

    private static string? FirstGradient(Module model)
    {
        foreach (var (name, parameter) in model.NamedParameters())
        {
            if (parameter.Grad is not { } gradient) continue;
            // A sum is finite where all are, but for the largest numbers: then each is looked at.
            using var scope = NoGrad.Scope;
            if (!double.IsFinite(gradient.Sum().Item()) && NonFinite.Kind(gradient) is { } kind) return $"the gradient of {name} holds {kind}";
        }
        return null;
    }

    private string Origin(FitState state)
    {
        foreach (var batch in state.Batches)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                if (NonFinite.Kind(batch[i]) is { } kind) return FormattableString.Invariant($"tensor {i} of the batch holds {kind}");
            }
        }
        byte[] now = Generator.Default.GetState();
        var buffers = state.Model.NamedBuffers().ToDictionary(static b => b.Name, static b => b.Buffer, StringComparer.Ordinal);
        var before = States.Copy(buffers);
        try
        {
            Generator.Default.SetState(draws);
            // The same masks; with them the same losses and gradients.
            var objective = new Objective(state.Model, state.Options);
            return NonFinite.Origin(state.Model, () => objective.Backward(state.Batches)) ?? "a second pass over the same batches did not find it again";
        }
        finally
        {
            Generator.Default.SetState(now);
            using var scope = NoGrad.Scope;
            foreach (var (name, buffer) in buffers) buffer.CopyInPlace(before[name]);
        }
    }
}
