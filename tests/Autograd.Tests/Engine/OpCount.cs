namespace Autograd.Tests.Engine;

/// <summary>Counts the ops of the thread that made it while it listens.</summary>
internal sealed class OpCount : OpListener
{
    private readonly int thread = Environment.CurrentManagedThreadId;
    private readonly List<string> names = [];

    public static List<string> Of(Action action)
    {
        var count = new OpCount();
        var handle = Op.Listen(count);
        try
        {
            action();
        }
        finally
        {
            handle.Remove();
        }
        return count.names;
    }

    public override void OnOp(string op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Node? node)
    {
        if (Environment.CurrentManagedThreadId == thread) names.Add(op);
    }
}
