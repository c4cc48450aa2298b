namespace Autograd;

/// <summary>
/// Where the time of a piece of code goes: calls, time, memory and flops by op, forward and backward, by module
/// (<c>torch.profiler</c>).
/// </summary>
/// <example><c>Console.WriteLine(Profiler.Run(() => loss(model.Forward(x), y).Backward()));</c></example>
public static class Profiler
{
    /// <summary>Runs an action and gives every op that it ran on this thread. Run it once before: the first call of an op compiles it.</summary>
    public static OpTrace Run(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new Timing().Trace(action);
    }

    private sealed class Timing : Tracer
    {
        protected override bool TakesTime => true;

        protected internal override void Run<TOp>(ref TOp op, ref OpCall call)
        {
            var start = Now;
            Proceed(ref op, ref call);
            Note(call, start);
        }
    }
}
