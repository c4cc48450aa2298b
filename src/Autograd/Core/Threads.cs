using Autograd.Kernels;

namespace Autograd;

/// <summary>How many threads share the work of one operation. No result depends on it.</summary>
public static class Threads
{
    /// <summary>The calling thread included; the number of processors, or AUTOGRAD_NUM_THREADS, at first (<c>torch.set_num_threads</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public static int Count
    {
        get => Workers.Count;
        set => Workers.Count = value;
    }
}
