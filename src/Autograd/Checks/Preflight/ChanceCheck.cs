namespace Autograd.Checks;

/// <summary>
/// A classifier that has learned nothing gives every class its share: its cross-entropy is ln(classes). One above is sure of what it cannot know, one below
/// has learned already, or sees the labels.
/// </summary>
internal sealed class ChanceCheck : IPreflightCheck
{
    public string Name => "loss at chance level";

    public PreflightRow Run(Rehearsal r)
    {
        if (r.First.Classes is not { } found) return this.Skip("the loss is no cross-entropy: what it is by chance is not known");
        double off = found.Loss - found.Chance;
        FormattableString text = $"{found.Loss:F3}, by chance {found.Chance:F3} = ln {found.Classes}";
        if (Math.Abs(off) <= r.Options.ChanceTolerance) return this.Say(passed: true, text);
        return this.Say(passed: false, text, off > 0
            ? "the scores are too large before anything was learned: look at the initialisation and the scale of the inputs"
            : "the model has learned already, or the labels are among the inputs");
    }
}
