namespace Autograd.Checks;

/// <summary>
/// Activations and gradients are of one size from the first layer to the last (Glorot and Bengio, 2010; He et al., 2015): the standard deviation of what a layer with
/// weights gives, and the root mean square of the gradient that arrives there. Why the limit is what it is: <see cref="PreflightOptions.SpreadLimit"/>.
/// </summary>
internal sealed class SpreadCheck : IPreflightCheck
{
    public string Name => "variance by layer";

    public PreflightRow Run(Rehearsal r)
    {
        // Where no gradient arrives says another check.
        var layers = r.First.Layers.Where(static l => l.Gradient is not null && l.Output.Numel > 1)
            .Select(static l => (l.Name, Activation: Deviation(l.Output), Gradient: Size(l.Gradient!))).ToArray();
        if (layers.Length < 2) return this.Skip($"{layers.Length} layer{(layers.Length == 1 ? "" : "s")} with weights: nothing to compare");
        var (first, last) = (layers[0], layers[^1]);
        double activations = first.Activation / last.Activation, gradients = first.Gradient / last.Gradient, limit = r.Options.SpreadLimit;
        bool passed = activations >= 1 / limit && activations <= limit && gradients >= 1 / limit && gradients <= limit;
        return this.Say(
            passed,
            $"first to last of {layers.Length}: activations {activations:0.0e-00}, gradients {gradients:0.0e-00}, limit {limit:0.0e-00}",
            [.. layers.Select(static l => FormattableString.Invariant($"{l.Name}: activations {l.Activation:0.0e-00}, gradients {l.Gradient:0.0e-00}"))]);
    }

    private static double Deviation(Tensor x) => Math.Sqrt(x.Double().Var(correction: 0).Item());

    private static double Size(Tensor g) => Math.Sqrt(g.Detach().Double().Square().Mean().Item());
}
