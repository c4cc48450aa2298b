using Autograd.NN;

namespace Autograd.Training;

/// <summary>L1 sum |w| + L2 sum w^2 over the penalised parameters, once a step.</summary>
internal sealed class Penalty
{
    private readonly double l1;
    private readonly double l2;
    private readonly Parameter[] parameters;

    private Penalty(double l1, double l2, Parameter[] parameters) => (this.l1, this.l2, this.parameters) = (l1, l2, parameters);

    /// <summary>The penalty of the options; null where both factors are 0.</summary>
    public static Penalty? Of(Module model, FitOptions options) => options is { L1: 0, L2: 0 } ? null
        : new Penalty(options.L1, options.L2, [.. model.NamedParameters().Where(p => options.Penalised(p.Name, p.Parameter)).Select(static p => p.Parameter)]);

    public Tensor Value()
    {
        Tensor? sum = null;
        foreach (var w in parameters)
        {
            if (l1 > 0) sum = Plus(sum, w.Abs().Sum() * l1);
            if (l2 > 0) sum = Plus(sum, w.Square().Sum() * l2);
        }
        return sum!;
    }

    private static Tensor Plus(Tensor? sum, Tensor term) => sum is null ? term : sum + term.To(sum.DType);
}
