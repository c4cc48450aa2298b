using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;
using F = Autograd.NN.Functional;

namespace Autograd.Training.Tests;

/// <summary>Points of three classes that a small network can tell apart, and a network with all that has a state: dropout, statistics, tied draws.</summary>
internal static class Problem
{
    public const int Rows = 44;

    public static TensorDataset Data(ulong seed = 3, int rows = Rows)
    {
        var generator = new Generator(seed);
        var y = Tensor.RandInt(0, 3, [rows], generator: generator);
        var x = Tensor.Randn([rows, 4], generator: generator) + (y.Float().Unsqueeze(1) * 1.5);
        return new TensorDataset(x, y);
    }

    public static DataLoader Loader(int batchSize = 8, bool shuffle = true, int rows = Rows) => new(Data(rows: rows), batchSize, shuffle);

    public static DataLoader Validation => new(Data(seed: 4), batchSize: 16);

    public static Sequential Model(ulong seed = 1, double dropout = 0.3)
    {
        Generator.ManualSeed(seed);
        return new Sequential(new Linear(4, 8), new BatchNorm1d(8), new ReLU(), new Dropout(dropout), new Linear(8, 3));
    }

    public static Tensor Loss(Tensor prediction, Tensor target) => F.CrossEntropy(prediction, target);

    public static FitOptions Options(Module model, int epochs = 3) => new()
    {
        Epochs = epochs,
        Loss = Loss,
        Optimizer = new SGD(model.Parameters(), lr: 0.1, momentum: 0.9),
        Seed = 7,
    };

    /// <summary>Every weight and buffer, to the bit.</summary>
    public static string[] Bits(Module model) =>
        [.. model.StateDict().Select(static s => $"{s.Key} {string.Join(' ', s.Value.To(DType.Float64).ToArray<double>().Select(BitConverter.DoubleToInt64Bits))}")];
}
