namespace Autograd.Checks;

/// <summary>
/// Calls a function in which ops that declare a surrogate (<see cref="ISurrogate"/>) move as it does: s at the point, and s + d(x) - d(point)
/// beside it, with the value s of the op and the declared function d. Differences then measure the derivative that is meant.
/// </summary>
internal sealed class StandIns : OpInterceptor
{
    private readonly List<(string Op, Tensor?[] Moved, Tensor[] Values)> atPoint = [];
    private bool isAtPoint;
    private int next;

    /// <summary>The ops that declare one, each once.</summary>
    public IEnumerable<string> Names => atPoint.Select(static p => p.Op).Distinct(StringComparer.Ordinal);

    /// <summary>Calls the function at the point and notes the surrogates' values.</summary>
    public Tensor[] Note(Func<Tensor[]> call)
    {
        atPoint.Clear();
        isAtPoint = true;
        return Run(call);
    }

    /// <summary>Calls the function anywhere; without surrogates as it is.</summary>
    public Tensor[] Call(Func<Tensor[]> call)
    {
        if (atPoint.Count == 0) return call();
        (isAtPoint, next) = (false, 0);
        return Run(call);
    }

    /// <inheritdoc/>
    protected internal override void Run<TOp>(ref TOp op, ref OpCall call)
    {
        if (op is not ISurrogate surrogate)
        {
            Proceed(ref op, ref call);
        }
        else if (isAtPoint)
        {
            Proceed(ref op, ref call);
            using var outside = Outside();
            atPoint.Add((call.Name, Moving(surrogate, call), Array.ConvertAll(call.Outputs(), static y => y.Detach().Clone())));
        }
        else
        {
            if (next == atPoint.Count) throw new AutogradException($"GradCheck: the function calls {call.Name}, a surrogate, more often beside the point than at it");
            var (_, from, values) = atPoint[next++];
            using var outside = Outside();
            var now = Moving(surrogate, call);
            // Whole tensors of their own: what the op would have given may be a view of an input.
            Tensor[] made = [.. values.Select((value, i) => from[i] is { } d ? value + (now[i]! - d) : value.Clone())];
            call.SetResults(made);
        }
    }

    private Tensor[] Run(Func<Tensor[]> call)
    {
        Tensor[]? ys = null;
        Around(() => ys = call());
        return ys!;
    }

    /// <summary>The values of the declared function; null for a result that it holds constant.</summary>
    private static Tensor?[] Moving(ISurrogate surrogate, in OpCall call)
    {
        var xs = Array.ConvertAll(call.Inputs(), static x => x.DType.IsDifferentiable ? Probe.Leaf(x.Detach()) : x);
        using var recording = EnableGrad.Scope;
        return Array.ConvertAll(surrogate.StandIn(xs), static y => y.RequiresGrad ? y.Detach() : null);
    }
}
