namespace Autograd.Checks;

/// <summary>
/// Notes which way every op of a function goes: what piecewise ops say (<see cref="IPiecewise"/>), and every result that is no floating-point number
/// of inputs that are - the index that won, the mask of a comparison.
/// </summary>
internal sealed class BranchRecorder : OpInterceptor
{
    private readonly BranchTrace trace = new();
    private readonly Stack<string> modules = new();

    private BranchRecorder()
    {
    }

    /// <summary>Calls a function and gives the trace of its ops.</summary>
    public static BranchTrace Trace(Action call)
    {
        var recorder = new BranchRecorder();
        using var scope = new Scopes(recorder).Listen();
        recorder.Around(call);
        return recorder.trace;
    }

    /// <inheritdoc/>
    protected internal override void Run<TOp>(ref TOp op, ref OpCall call)
    {
        Proceed(ref op, ref call);
        using (Outside())
        using (NoGrad.Scope)
        {
            trace.Add(Named(call.Name), HasValues(call) ? Branches(op, call) : 0);
        }
    }

    private string Named(string op) => modules.TryPeek(out string? module) ? $"{op} (in {module})" : op;

    private static int Branches<TOp>(TOp op, in OpCall call)
        where TOp : struct, IOp
    {
        if (!IsOfNumbers(call)) return 0;
        if (op is IPiecewise piecewise) return piecewise.Branches(call);
        var hash = default(HashCode);
        for (int slot = 0; slot < call.OutputCount; slot++)
        {
            if (!call.Output(slot).DType.IsFloat) hash.Add(BranchHash.Of(call.Output(slot)));
        }
        return hash.ToHashCode();
    }

    private static bool IsOfNumbers(in OpCall call)
    {
        for (int i = 0; i < call.InputCount; i++)
        {
            if (call.InputOrNull(i) is { } x && x.DType.IsFloat) return true;
        }
        return false;
    }

    /// <summary>Samples of a batch and places in the graph have none: their ops are seen where the whole batch is computed.</summary>
    private static bool HasValues(in OpCall call)
    {
        for (int i = 0; i < call.InputCount; i++)
        {
            if (call.InputOrNull(i) is { HasValues: false }) return false;
        }
        return call.Output().HasValues;
    }

    /// <summary>Which module runs.</summary>
    private sealed class Scopes(BranchRecorder recorder) : ScopeListener
    {
        public override void Enter(string name, object part) => recorder.modules.Push(name);

        public override void Exit() => recorder.modules.Pop();
    }
}
