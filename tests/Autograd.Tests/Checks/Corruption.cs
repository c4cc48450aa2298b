using Autograd.Checks;

namespace Autograd.Tests.Checks;

/// <summary>An error and its twin without it, on the same inputs.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Order">The order to which derivatives are checked.</param>
/// <param name="Kind">The comparison that must find it.</param>
/// <param name="FoundAt">The order at which it must be found.</param>
/// <param name="Inputs">The point.</param>
/// <param name="Right">The function without the error.</param>
/// <param name="Wrong">The function with the error.</param>
/// <param name="Cause">What the report must say about it; null where the numbers do not tell.</param>
/// <param name="Op">The op that it must blame.</param>
internal sealed record Corruption(
    string Name,
    int Order,
    GradCheckKind Kind,
    int FoundAt,
    Func<Tensor[]> Inputs,
    Func<Tensor[], Tensor> Right,
    Func<Tensor[], Tensor> Wrong,
    GradCheckCause? Cause = null,
    string? Op = null)
{
    /// <summary>Every error.</summary>
    public static IReadOnlyList<Corruption> All { get; } =
    [
        .. Corruptions.All, .. ScaledCorruptions.All, .. FactorCorruptions.All, .. TermCorruptions.All, .. PlaceCorruptions.All, .. ShapeCorruptions.All, .. GraphCorruptions.All,
    ];

    /// <summary>
    /// The inputs, and in each the elements, at which the wrong gradient of the first order differs from the right one: where the checker
    /// has to point.
    /// </summary>
    public IReadOnlyDictionary<int, HashSet<int>> Places()
    {
        var xs = Inputs();
        Tensor?[] Gradients(Func<Tensor[], Tensor> f)
        {
            var y = f(xs);
            return y.RequiresGrad ? Gradient.Of([y], xs, [Tensor.Rand(y.Shape, DType.Float64, new Generator(11)) + 0.5], allowUnused: true) : new Tensor?[xs.Length];
        }
        var (right, wrong) = (Gradients(Right), Gradients(Wrong));
        var places = new Dictionary<int, HashSet<int>>();
        for (int i = 0; i < xs.Length; i++)
        {
            double[] a = Numbers(right[i], xs[i]), b = Numbers(wrong[i], xs[i]);
            var apart = Enumerable.Range(0, a.Length).Where(j => !double.IsFinite(b[j]) || Math.Abs(a[j] - b[j]) > 1e-8 * (Math.Abs(a[j]) + Math.Abs(b[j]))).ToHashSet();
            if (apart.Count > 0) places.Add(i, apart);
        }
        return places;
    }

    public override string ToString() => Name;

    private static double[] Numbers(Tensor? gradient, Tensor x) => gradient?.ToArray<double>() ?? new double[x.Numel];
}
