using System.Globalization;
using System.Runtime;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Benchmarks;

/// <summary>
/// Trains a batch-128 784-512-512-10 MLP with Adam on random data without one <c>using</c>, and prints what the memory does:
/// after step 1,000 the working set is to grow by less than 5 %.
/// </summary>
internal static class SoakVerb
{
    public const double LargestGrowth = 0.05;

    private const int Batch = 128;
    private const int Interval = 1000;
    private static readonly int[] Sizes = [784, 512, 512, 10];

    public static int Run(Options options)
    {
        int steps = options.Number("steps") ?? 10_000;
        int models = options.Number("models") ?? 1;
        object[] alive = SmallObjects(options.Number("live-objects", least: 0) ?? 0);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{models} model(s), {alive.Length} small objects alive, {(GCSettings.IsServerGC ? "server" : "workstation")} collector, {Kernels.Workers.Count} threads, heap limit {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MB"));
        Console.WriteLine($"{"step",6} {"working set",12} {"growth",8} {"live",10} {"pooled",10} {"gen 0",6} {"gen 1",6} {"gen 2",6} {"asked",6} {"pause",8} {"ms/step",8}  loss");

        Thread[] others = [.. Enumerable.Range(1, models - 1).Select(seed => new Thread(() => Train(seed, steps, null)))];
        foreach (var other in others) other.Start();
        double growth = 0;
        long first = 0;
        var before = MemoryReport.Now();
        Train(0, steps, (step, loss) =>
        {
            long bytes = Environment.WorkingSet;
            if (first == 0) first = bytes;
            growth = bytes / (double)first - 1;
            var now = MemoryReport.Now();
            Console.WriteLine(Line(step, bytes, growth, now, now.Since(before), loss));
            before = now;
        });
        foreach (var other in others) other.Join();
        GC.KeepAlive(alive);
        bool flat = growth < LargestGrowth;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"growth since step {Interval}: {100 * growth:F1} %, {(flat ? "within" : "beyond")} {100 * LargestGrowth:F0} %"));
        return flat ? 0 : 1;
    }

    /// <summary>The program of a user who knows nothing of memory.</summary>
    private static void Train(int seed, int steps, Action<int, double>? report)
    {
        Generator.ManualSeed((ulong)seed);
        var model = Models.Mlp(Sizes, () => new ReLU());
        var optimizer = new Adam(model.Parameters(), 1e-3);
        var criterion = new CrossEntropyLoss();
        for (int step = 1; step <= steps; step++)
        {
            var loss = Step(model, optimizer, criterion);
            if (step % Interval == 0) report?.Invoke(step, loss.Item());
        }
    }

    /// <summary>
    /// A method of its own, as a loop that runs for long is compiled again in the middle of its run: with the whole step in
    /// it, the runtime takes 3 MB for that once, somewhere behind step 9,000.
    /// </summary>
    private static Tensor Step(Sequential model, Adam optimizer, CrossEntropyLoss criterion)
    {
        var x = Tensor.Randn(Batch, Sizes[0]);
        var y = Tensor.RandInt(0, Sizes[^1], [Batch]);
        optimizer.ZeroGrad();
        var loss = criterion.Forward(model.Forward(x), y);
        loss.Backward();
        optimizer.Step();
        return loss;
    }

    /// <summary>What a young collection would have to walk if somebody marked it all: small objects that refer to one another.</summary>
    private static object[] SmallObjects(int count)
    {
        var objects = new object[count];
        for (int i = 0; i < count; i++) objects[i] = new Tuple<object?, int>(i == 0 ? null : objects[i - 1], i);
        return objects;
    }

    private static string Line(int step, long bytes, double growth, MemorySnapshot now, MemorySnapshot since, double loss) => string.Create(
        CultureInfo.InvariantCulture,
        $"{step,6} {Megabytes(bytes),12} {100 * growth,6:F1} % {Megabytes(now.LiveBytes),10} {Megabytes(now.PooledBytes),10} {since.Gen0Collections,6} {since.Gen1Collections,6} {since.Gen2Collections,6} {since.RequestedCollections,6} {100 * since.PauseShare,6:F2} % {since.Elapsed.TotalMilliseconds / Interval,8:F2}  {loss:F4}");

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MB");
}
