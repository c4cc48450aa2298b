namespace Autograd.Checks;

/// <summary>
/// The loss with the sum of squares of the parameters is larger than without: where not, all parameters are 0, or the loss is so large that the term is lost in its
/// rounding, and nothing would hold them.
/// </summary>
internal sealed class RegularisationCheck : IPreflightCheck
{
    public string Name => "loss rises with regularisation";

    public PreflightRow Run(Rehearsal r)
    {
        var loss = r.Loss();
        var squares = r.Learned.Select(static p => p.Parameter.Square().Sum()).Aggregate(static (a, b) => a + b);
        var total = loss + (squares * r.Options.WeightDecay).To(loss.DType);
        bool rises = total.Item() > loss.Item();
        string why = squares.Item() == 0 ? "every parameter is 0" : "the term is lost in the rounding of the loss";
        return this.Say(rises, $"{loss.Item():G6} to {total.Item():G6} with {r.Options.WeightDecay:G3} of the sum of squares, {squares.Item():G4}", rises ? [] : [why]);
    }
}
