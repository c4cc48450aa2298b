using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Notes every op of the thread with the module it belongs to. An op of a backward walk belongs to the module in whose forward
/// pass the node was recorded whose rule runs.
/// </summary>
internal abstract class Tracer : OpInterceptor
{
    private readonly List<OpEvent> events = [];
    private readonly List<ModuleEvent> modules = [];
    private readonly Stack<(string Module, TimeSpan Start)> open = new();
    private readonly ConditionalWeakTable<Node, string> moduleOf = [];
    private readonly int thread = Environment.CurrentManagedThreadId;
    private long began;
    private Node? rule;
    private bool isInRule;

    /// <summary>The time since the trace began; zero where no time is taken.</summary>
    protected TimeSpan Now => TakesTime ? Stopwatch.GetElapsedTime(began) : TimeSpan.Zero;

    /// <summary>Whether results are computed, and so take time worth noting.</summary>
    protected abstract bool TakesTime { get; }

    private string Module => rule is not null && moduleOf.TryGetValue(rule, out string? module) ? module
        : !isInRule && open.TryPeek(out var top) ? top.Module
        : string.Empty;

    /// <summary>Runs an action and gives what it did.</summary>
    public OpTrace Trace(Action action)
    {
        var listening = Op.Listen(new Nodes(this));
        using var scope = new Scopes(this).Listen();
        began = Stopwatch.GetTimestamp();
        try
        {
            Around(action);
        }
        finally
        {
            listening.Remove();
        }
        return new OpTrace(events, modules, Now);
    }

    /// <summary>Notes a call that has its results.</summary>
    protected void Note(in OpCall call, TimeSpan start)
    {
        var end = Now;
        long bytes = 0;
        for (int slot = 0; slot < call.OutputCount; slot++)
        {
            var y = call.Output(slot);
            if (!y.IsView) bytes += (long)y.Numel * y.DType.Size;
        }
        var first = call.Output();
        long flops = call.Flops > 0 ? call.Flops : first.IsView ? 0 : first.Numel;
        events.Add(new OpEvent(Module, call.Name, isInRule, first.Shape, first.DType, bytes, flops, call.MultiplyAdds, start, end - start));
    }

    private sealed class Scopes(Tracer tracer) : ScopeListener
    {
        public override void Enter(string name, object part) => tracer.open.Push((name, tracer.Now));

        public override void Exit()
        {
            var (module, start) = tracer.open.Pop();
            tracer.modules.Add(new ModuleEvent(module, start, tracer.Now - start));
        }
    }

    private sealed class Nodes(Tracer tracer) : OpListener
    {
        internal override bool IsBuiltIn => true;

        public override void OnOp(string op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Node? node)
        {
            if (node is not null && Environment.CurrentManagedThreadId == tracer.thread) tracer.moduleOf.AddOrUpdate(node, tracer.Module);
        }

        internal override void OnRule(Node? node)
        {
            if (Environment.CurrentManagedThreadId == tracer.thread) (tracer.rule, tracer.isInRule) = (node, node is not null);
        }
    }
}
