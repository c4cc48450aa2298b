namespace Autograd.Kernels;

internal interface IJob
{
    void Run(int part);
}

internal static class Workers
{
    public static int Count { get; set; } = Environment.ProcessorCount;

    public static void For<TJob>(int parts, in TJob job)
        where TJob : struct, IJob
    {
        if (parts <= 1 || Count <= 1)
        {
            for (int p = 0; p < parts; p++) job.Run(p);
            return;
        }
        TJob copy = job;
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = Count }, p => copy.Run(p));
    }
}
