namespace Autograd.Checks;

/// <summary>Two runs from the same state and the same seed give the same loss, to the bit: else no bug can be found twice.</summary>
internal sealed class SeedCheck : IPreflightCheck
{
    public string Name => "same loss from the same seed";

    public PreflightRow Run(Rehearsal r) => r.IsRepeatable
        ? this.Say(passed: true, $"to the bit, seed {r.Options.Seed}")
        : this.Say(passed: false, $"{r.First.Loss.Item():R}, then {r.Loss().Item():R}", "something is random that is no Generator of the model or the thread's default one, or a run leaves something behind that is no buffer");
}
