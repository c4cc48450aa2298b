namespace Autograd.Kernels.Tests.Memory;

internal static class Collector
{
    /// <summary>A full collection, with all finalizers run.</summary>
    public static void Run()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
