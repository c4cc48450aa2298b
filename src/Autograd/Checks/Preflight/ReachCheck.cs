namespace Autograd.Checks;

/// <summary>Every parameter that is to learn gets a gradient, and not zeros: a layer that is not called, a <c>Detach</c> too many.</summary>
internal sealed class ReachCheck : IPreflightCheck
{
    public string Name => "every parameter receives a gradient";

    public PreflightRow Run(Rehearsal r)
    {
        var missed = new List<string>();
        foreach (var ((name, parameter), gradient) in r.Learned.Zip(r.First.Gradients))
        {
            if (gradient is null) missed.Add($"{name}: absent; {Why(r, parameter)}");
            else if (!gradient.Ne(0).Any().Item<bool>()) missed.Add($"{name}: exactly zero");
        }
        return missed.Count == 0 ? this.Say(passed: true, $"all {r.Learned.Length}") : this.Say(passed: false, $"{missed.Count} of {r.Learned.Length} do not", [.. missed]);
    }

    private static string Why(Rehearsal r, Tensor parameter)
    {
        Tensor[] Call() => [r.Loss()];
        void Backward(Tensor[] ys) => _ = Gradient.Of(ys[0], parameter);
        return CutFinder.Find(Call, Backward, parameter)?.Text ?? "the loss does not use it";
    }
}
