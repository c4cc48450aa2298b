using System.Runtime.InteropServices;
using Autograd.Kernels;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Tests.Determinism;

/// <summary>Tests that turn switches of the whole process or read what it counts (bytes, collections, threads): nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeProcess
{
    public const string Name = "Whole process";
}

/// <summary>
/// A training whose weights are compared bit by bit: an MLP with dropout on random data, its hidden values (256 x 192)
/// beyond the size from which kernels share their work.
/// </summary>
internal static class Training
{
    public const int Steps = 200;

    private const int Batch = 256;
    private const int Inputs = 40;
    private const int Hidden = 192;
    private const int Classes = 10;

    /// <summary>The sizes of the tensors that a step allocates: who wants to disturb it allocates the same.</summary>
    public static IReadOnlyList<int[]> Shapes { get; } =
        [[Batch, Inputs], [Batch, Hidden], [Hidden, Inputs], [Hidden, Hidden], [Classes, Hidden], [Batch, Classes]];

    /// <summary>The bits of the weights and of the last loss after some steps.</summary>
    /// <param name="seed">Of the weights, the data and the dropout.</param>
    /// <param name="steps">How many.</param>
    /// <param name="extra">An op between the two hidden layers; none when not given.</param>
    public static byte[] Run(ulong seed, int steps = Steps, Func<Tensor, Tensor>? extra = null)
    {
        var generator = Generator.ManualSeed(seed);
        var first = new Sequential(new Linear(Inputs, Hidden), new ReLU(), new Dropout(0.3));
        var second = new Sequential(new Linear(Hidden, Hidden), new Tanh(), new Dropout(0.3), new Linear(Hidden, Classes));
        Parameter[] parameters = [.. first.Parameters(), .. second.Parameters()];
        var optimizer = new Adam(parameters, 1e-3);
        var criterion = new CrossEntropyLoss();
        var loss = Tensor.Scalar(0);
        for (int step = 0; step < steps; step++)
        {
            Tensor x = Tensor.Randn([Batch, Inputs], DType.Float32, generator), y = Tensor.RandInt(0, Classes, [Batch], generator: generator);
            optimizer.ZeroGrad();
            var hidden = first.Forward(x);
            loss = criterion.Forward(second.Forward(extra is null ? hidden : extra(hidden)), y);
            loss.Backward();
            optimizer.Step();
        }
        return [.. parameters.SelectMany(Bits), .. Bits(loss.Detach())];
    }

    /// <summary>The same with a number of threads.</summary>
    public static byte[] RunOn(int threads, ulong seed)
    {
        int before = Workers.Count;
        Workers.Count = threads;
        try
        {
            return Run(seed);
        }
        finally
        {
            Workers.Count = before;
        }
    }

    private static byte[] Bits(Tensor x) => MemoryMarshal.AsBytes(x.ToArray<float>().AsSpan()).ToArray();
}
