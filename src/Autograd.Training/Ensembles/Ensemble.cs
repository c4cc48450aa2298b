using Autograd.NN;

namespace Autograd.Training;

/// <summary>Several models as one: the mean of what they give.</summary>
public sealed class Ensemble : Module
{
    private readonly ModuleList<Module> members;
    private readonly Func<Tensor, Tensor> reading;

    private Ensemble(IEnumerable<Module> members, Func<Tensor, Tensor> reading)
    {
        ArgumentNullException.ThrowIfNull(members);
        this.members = new ModuleList<Module>([.. members]);
        if (this.members.Count == 0) throw new ArgumentException("Ensemble: there is no member", nameof(members));
        this.reading = reading;
    }

    /// <summary>The models.</summary>
    public IReadOnlyList<Module> Members => [.. members];

    /// <summary>The mean of the members' probabilities, their softmax over dimension 1: for classifiers, whose members give logits [N, C, ...]. A metric of labels takes it as scores.</summary>
    /// <exception cref="ArgumentException">There is no member.</exception>
    public static Ensemble OfProbabilities(params IEnumerable<Module> members) => new(members, static logits => logits.Softmax(1));

    /// <summary>The mean of what the members give: for regressions.</summary>
    /// <exception cref="ArgumentException">There is no member.</exception>
    public static Ensemble OfValues(params IEnumerable<Module> members) => new(members, static values => values);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        Tensor? sum = null;
        foreach (var member in members)
        {
            var given = reading(member.Forward(input));
            sum = sum is null ? given : sum + given;
        }
        return sum! / members.Count;
    }
}
