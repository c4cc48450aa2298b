using Autograd.Memory;
using Autograd.Tests.Determinism;

namespace Autograd.Tests.Memory;

using Training = Autograd.Tests.Determinism.Training;

/// <summary>
/// A thread that does to a training the worst that another thread may do: it forces collections without pause, and
/// allocates tensors of the same sizes and overwrites them, so that memory which nobody holds is soon somebody else's.
/// Returned blocks are filled with NaN meanwhile.
/// </summary>
internal sealed class Adversary : IDisposable
{
    private const double Garbage = 1e30;

    private readonly ManualResetEventSlim stop = new();
    private readonly Thread thread;
    private long rounds;

    public Adversary()
    {
        BlockPool.FillReturned = true;
        thread = new Thread(Disturb) { IsBackground = true, Name = "Adversary" };
        thread.Start();
    }

    public long Rounds => Volatile.Read(ref rounds);

    /// <summary>
    /// Returns after two whole rounds with a full collection each: whatever lost its last owner before the call has been
    /// found dead, and its block given to a tensor of the adversary, by then.
    /// </summary>
    public void WaitForWork()
    {
        long until = Rounds + 3;
        while (Rounds < until) Thread.Yield();
    }

    public void Dispose()
    {
        stop.Set();
        thread.Join();
        stop.Dispose();
        BlockPool.FillReturned = false;
    }

    private void Disturb()
    {
        var kept = new List<Tensor>();
        while (!stop.IsSet)
        {
            // Young collections find what died at once, full ones what was promoted while it was in use.
            GC.Collect(0);
            kept.Clear();
            GC.Collect();
            // More of each size than a training step has, so that every block that came back is taken.
            for (int i = 0; i < 8; i++)
            {
                foreach (int[] shape in Training.Shapes) kept.Add(Tensor.Full(shape, Garbage));
            }
            Volatile.Write(ref rounds, rounds + 1);
            // Every collection stops the others: without a rest they would hardly move on a busy machine.
            Thread.Sleep(1);
        }
    }
}
