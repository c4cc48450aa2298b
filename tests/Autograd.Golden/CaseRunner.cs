namespace Autograd.Golden;

/// <summary>Runs one case of any op: values, then gradients, then gradients of gradients.</summary>
internal static class CaseRunner
{
    public static Outcome Run(GoldenCase c, Binding binding)
    {
        try
        {
            string? difference = Difference(c, binding);
            return difference is null ? new Outcome(Verdict.Passed) : new Outcome(Verdict.Failed, difference);
        }
        catch (UnboundException e)
        {
            return new Outcome(Verdict.Unbound, e.Message);
        }
        catch (Exception e)
        {
            return new Outcome(Verdict.Failed, $"{e.GetType().Name}: {e.Message}");
        }
    }

    private static string? Difference(GoldenCase c, Binding binding)
    {
        if (c.Seed is { } seed) Generator.ManualSeed(seed);
        var arguments = new CaseArguments(c);
        var outputs = binding(arguments);
        if (outputs.Length != c.Outputs.Count) return FormattableString.Invariant($"{outputs.Length} outputs, expected {c.Outputs.Count}");
        for (int i = 0; i < outputs.Length; i++)
        {
            if (i < c.Post.Count && c.Post[i] is { } transform) outputs[i] = Transforms.Apply(outputs[i], transform);
            if (Compare(c, c.Outputs[i], outputs[i]) is { } difference) return FormattableString.Invariant($"output {i} {c.Outputs[i].Name}: {difference}");
        }
        return c.Cotangents.Count == 0 ? null : Gradients(c, arguments, outputs);
    }

    // L = sum_k <output_k, cotangent_k>; the cotangents are differentiated at second order.
    private static string? Gradients(GoldenCase c, CaseArguments arguments, Tensor[] outputs)
    {
        var inputs = c.Inputs.Where(i => i.RequiresGrad).Select(i => (i.Name, Leaf: arguments.Leaf(i.Name))).ToArray();
        var leaves = inputs.Select(i => i.Leaf).ToArray();
        var cotangents = c.Cotangents.Select(t => TensorBuilder.Build(t.Value with { RequiresGrad = c.Grads2 is not null })).ToArray();
        var loss = Sum(c.Cotangents.Select((t, k) => outputs[t.Output] * cotangents[k]));
        var grads = Derivatives(loss, leaves, c.Grads2 is not null);
        for (int i = 0; i < grads.Length; i++)
        {
            if (CompareOrZero(c, c.Grads[i], grads[i], leaves[i]) is { } difference) return $"gradient of {inputs[i].Name}: {difference}";
        }
        if (c.Grads2 is not { } second) return null;

        // S = sum_i <grad_i, v_i>
        var terms = grads.Select((g, i) => g is null || second.V[i] is not { } v ? null : g * TensorBuilder.Build(v)).OfType<Tensor>();
        var slopes = Derivatives(Sum(terms), [.. leaves, .. cotangents], createGraph: false);
        for (int i = 0; i < leaves.Length; i++)
        {
            if (CompareOrZero(c, second.Inputs[i], slopes[i], leaves[i]) is { } difference) return $"second order, {inputs[i].Name}: {difference}";
        }
        for (int k = 0; k < cotangents.Length; k++)
        {
            if (CompareOrZero(c, second.Cotangents[k], slopes[leaves.Length + k], cotangents[k]) is { } difference) return FormattableString.Invariant($"second order, cotangent {k}: {difference}");
        }
        return null;
    }

    private static Tensor? Sum(IEnumerable<Tensor> terms) => terms.Select(t => t.Sum()).Aggregate((Tensor?)null, (sum, t) => sum is null ? t : sum + t);

    // Without a path to any input all derivatives are zero.
    private static Tensor?[] Derivatives(Tensor? scalar, Tensor[] inputs, bool createGraph) =>
        scalar is { RequiresGrad: true } ? Gradient.Of(scalar, inputs, createGraph: createGraph, allowUnused: true) : new Tensor?[inputs.Length];

    private static string? Compare(GoldenCase c, GoldenTensor reference, Tensor actual) =>
        Comparison.Difference(reference, actual.DType, actual.Shape, TensorBuilder.Values(actual), Tolerance.For(c, reference));

    // Null is zero on both sides; both sides null agree.
    private static string? CompareOrZero(GoldenCase c, GoldenTensor? reference, Tensor? actual, Tensor like)
    {
        if (reference is not null)
        {
            return actual is not null
                ? Compare(c, reference, actual)
                : Comparison.Difference(reference, like.DType, like.Shape, new double[like.Numel], Tolerance.For(c, reference));
        }
        if (actual is null) return null;
        return Array.TrueForAll(TensorBuilder.Values(actual), x => x == 0) ? null : "is not zero, expected no dependence";
    }
}
