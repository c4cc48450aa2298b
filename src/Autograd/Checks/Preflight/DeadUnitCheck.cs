namespace Autograd.Checks;

/// <summary>
/// No unit of an activation is flat on the whole batch: relu of what is negative for every sample, a saturated tanh or sigmoid. No gradient passes such a
/// unit, and it will not learn.
/// </summary>
/// <remarks>
/// Looked at is every formula of one number that a module applies to <c>[N, C]</c>, <c>[N, L, C]</c> or <c>[N, C, ...]</c>, whatever its name. A unit
/// is an index of dimension 1, and of the last one of three dimensions. It is dead where its slopes are below a thousandth of what the layer's slope is: the largest
/// one, or the range of the values over that of the inputs. Of a linear map all slopes are the same, and none is dead.
/// </remarks>
internal sealed class DeadUnitCheck : IPreflightCheck
{
    /// <summary>tanh beyond ±4.1, the sigmoid beyond ±8.3.</summary>
    private const double Flat = 1e-3;

    /// <summary>So many units of a layer are named.</summary>
    private const int Named = 8;

    public string Name => "no dead units";

    public PreflightRow Run(Rehearsal r)
    {
        var lines = new List<string>();
        int units = 0, dead = 0;
        bool passed = true;
        foreach (var call in r.First.Elementwise)
        {
            r.Options.Cancellation.ThrowIfCancellationRequested();
            var flat = Dead(call);
            int[] gone = [.. Enumerable.Range(0, flat.Length).Where(i => flat[i])];
            (units, dead) = (units + flat.Length, dead + gone.Length);
            if (gone.Length == 0) continue;
            passed &= gone.Length <= r.Options.DeadShare * flat.Length;
            lines.Add(FormattableString.Invariant($"{call.Op} in {call.Module}: {gone.Length} of {flat.Length} units are flat on the whole batch: {string.Join(", ", gone.Take(Named))}{(gone.Length > Named ? ", ..." : "")}"));
        }
        return units == 0 ? this.Skip("no elementwise activation was seen") : this.Say(passed, $"{dead} of {units}", [.. lines]);
    }

    /// <summary>The units along dimension 1, and behind them those along the last of three dimensions.</summary>
    private static bool[] Dead(ElementwiseCall call)
    {
        var slope = Gradient.Of(call.Output, call.Input, Tensor.OnesLike(call.Output), retainGraph: true).Detach().Abs();
        var sizes = slope.Shape.ToArray();
        double spread = Range(call.Input), steepest = Math.Max(slope.Max().Item(), spread > 0 ? Range(call.Output) / spread : 0);
        double[] largest = [.. Largest(slope, 1), .. sizes.Length == 3 ? Largest(slope, 2) : []];
        return Array.ConvertAll(largest, s => s <= Flat * steepest);
    }

    private static double[] Largest(Tensor x, int dim) => x.MoveDim(dim, 0).Flatten(1).AMax(1).Double().ToArray<double>();

    private static double Range(Tensor x)
    {
        var values = x.Detach();
        return values.Max().Item() - values.Min().Item();
    }
}
