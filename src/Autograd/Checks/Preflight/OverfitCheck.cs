using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Checks;

/// <summary>
/// A copy of the model learns the small batch by heart, with Adam: a model that cannot do that has a fault in its labels, its loss or its wiring, or is too small.
/// Counted is the loss in training or in evaluation, where nothing is dropped, whichever is smaller.
/// </summary>
internal sealed class OverfitCheck : IPreflightCheck
{
    /// <summary>The loss in evaluation is looked at once in so many steps.</summary>
    private const int Every = 10;

    public string Name => "one batch can be overfitted";

    public PreflightRow Run(Rehearsal r)
    {
        if (r.Copy(out string why) is not { } copy) return this.Skip(why);
        var optimizer = new Adam(copy.Parameters().Where(static p => p.RequiresGrad), lr: r.Options.OverfitLr);
        double first = r.Loss(copy, r.Small).Item(), lowest = first, goal = r.Options.OverfitShare * first;
        if (!(first > 0)) return this.Skip(FormattableString.Invariant($"the loss of {r.Few} samples is {first:G4}: a share of it says nothing"));
        int steps = 0;
        for (; steps < r.Options.OverfitSteps && lowest > goal; steps++)
        {
            optimizer.ZeroGrad();
            var loss = r.Loss(copy, r.Small);
            if (!double.IsFinite(loss.Item())) return this.Say(passed: false, $"the loss is {loss.Item()} after {steps} steps; it began at {first:G4}");
            lowest = Math.Min(lowest, loss.Item());
            if (loss.RequiresGrad) loss.Backward();
            optimizer.Step();
            if ((steps + 1) % Every == 0) lowest = Math.Min(lowest, Evaluated(r, copy));
        }
        return this.Say(
            lowest <= goal,
            $"{r.Few} samples: {first:G4} to {lowest:G4} in {steps} steps, {goal:G4} is asked for",
            lowest <= goal ? [] : ["the labels, the loss or the wiring may be wrong, the model too small, or the loss unable to come near 0 (OverfitShare, OverfitSteps, OverfitLr)"]);
    }

    /// <summary>Recorded all the same: a loss may take gradients itself.</summary>
    private static double Evaluated(Rehearsal r, Module copy)
    {
        using var mode = copy.EvalScope;
        return r.Loss(copy, r.Small).Item();
    }
}
