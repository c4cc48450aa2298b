using Autograd.Checks;

namespace Autograd.Tests.Checks;

/// <summary>Short ways to plant an error.</summary>
internal static class Planting
{
    /// <summary>A tensor that requires a gradient.</summary>
    public static Tensor Random(ulong seed, params ReadOnlySpan<int> shape) =>
        Tensor.Randn(shape, DType.Float64, new Generator(seed)).RequiresGradInPlace();

    /// <summary>The numbers themselves, as a vector that requires a gradient.</summary>
    public static Tensor At(params double[] values) => Tensor.From(values).RequiresGradInPlace();

    /// <summary>An elementwise function whose slope is wrong.</summary>
    public static Corruption Slope(string name, GradCheckCause? cause, Func<Tensor, Tensor> value, Func<Tensor, Tensor> right, Func<Tensor, Tensor> wrong, Func<Tensor[]>? inputs = null) => new(
        name,
        1,
        GradCheckKind.Backward,
        1,
        inputs ?? (static () => [Random(1, 4, 5)]),
        xs => PlantedOp.Map(value, right).Apply(xs[0]),
        xs => PlantedOp.Map(value, wrong).Apply(xs[0]),
        cause);

    /// <summary>A function whose gradients for several inputs are wrong in backward mode.</summary>
    public static Corruption Rule(
        string name, GradCheckCause? cause, Func<Tensor[]> inputs, Func<Tensor[], Tensor> value, Func<Tensor[], Tensor, Tensor?[]> wrong) => new(
        name,
        1,
        GradCheckKind.Backward,
        1,
        inputs,
        value,
        xs => new PlantedOp(value, wrong, (v, t) => Pushed(value, v, t)).Apply(xs),
        cause);

    /// <summary>The true tangent of a function: forward mode is not what is wrong here.</summary>
    private static Tensor Pushed(Func<Tensor[], Tensor> value, Tensor[] at, Tensor?[] tangents)
    {
        using var recording = EnableGrad.Scope;
        Tensor[] xs = Array.ConvertAll(at, static x => x.Detach().Clone().RequiresGradInPlace());
        int[] moving = [.. Enumerable.Range(0, xs.Length).Where(i => tangents[i] is not null)];
        return Gradient.Jvp([value(xs)], [.. moving.Select(i => xs[i])], [.. moving.Select(i => tangents[i]!.Detach())])[0]!;
    }
}
