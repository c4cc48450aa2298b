using Autograd.Memory;
using Autograd.NN;
using Autograd.Tests.Determinism;

namespace Autograd.Tests.NN;

/// <summary>Recurrent networks where nothing is recorded give the memory of every step back at once. Returned memory is full of NaN here.</summary>
[Collection(WholeProcess.Name)]
public sealed class RecurrentMemoryTests : IDisposable
{
    // States of 6 kB: smaller values are no blocks of the pool.
    private const int Steps = 9, Rows = 16, Features = 96;

    private readonly Tensor x;
    private readonly PackedSequence packed;

    public RecurrentMemoryTests()
    {
        Generator.ManualSeed(3);
        x = Tensor.Randn(Steps, Rows, Features);
        packed = Utils.PackPaddedSequence(x, [.. Enumerable.Range(0, Rows).Select(static i => 1 + (i * 5 % Steps))], enforceSorted: false);
        BlockPool.FillReturned = true;
    }

    public static TheoryData<string, int, bool> Networks => new()
    {
        { "LSTM", 1, false }, { "LSTM", 2, true }, { "projected LSTM", 2, true }, { "GRU", 1, false }, { "GRU", 2, true }, { "RNN", 1, false }, { "RNN", 2, true },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Values_are_those_of_a_recorded_run(string name, int layers, bool bidirectional)
    {
        var network = Network(name, layers, bidirectional);
        Tensor[] recorded = Results(network), off, inference;
        using (NoGrad.Scope) off = Results(network);
        using (InferenceMode.Scope) inference = Results(network);
        // What was given back is somebody else's by now.
        GC.Collect();
        for (int i = 0; i < 64; i++) GC.KeepAlive(Tensor.Full([Rows, 4 * Features], double.NaN));
        Assert.All(recorded.Zip(off, inference), static t =>
        {
            Assert.True(t.First.Equal(t.Second));
            Assert.True(t.First.Equal(t.Third));
        });
    }

    [Fact]
    public void Only_results_stay_without_a_collection()
    {
        var network = new LSTM(Features, Features, numLayers: 2, bidirectional: true);
        var (before, after, results) = (0L, 0L, 0L);
        int collections;
        do
        {
            collections = GC.CollectionCount(0);
            // No block of another test, of whatever size, may serve.
            BlockPool.Shared.Trim();
            before = BlockPool.Shared.LiveBytes;
            using (InferenceMode.Scope)
            {
                var (output, (h, c)) = network.Forward(x);
                after = BlockPool.Shared.LiveBytes;
                results = ((Tensor[])[output, h, c]).Sum(static t => (long)t.Numel * sizeof(float));
            }
        }
        while (GC.CollectionCount(0) != collections);
        // A block that a step gave back may be twice as large as the result that takes it, and the zeros that the run starts from are the user's, too:
        // h and c once more. All steps together make ten times that.
        Assert.InRange(after - before, results, 3 * results);
    }

    public void Dispose() => BlockPool.FillReturned = false;

    private static Module Network(string name, int layers, bool bidirectional) => name switch
    {
        "LSTM" => new LSTM(Features, Features, layers, bidirectional: bidirectional),
        "projected LSTM" => new LSTM(Features, Features + 8, layers, bidirectional: bidirectional, projSize: Features),
        "GRU" => new GRU(Features, Features, layers, bidirectional: bidirectional),
        _ => new RNN(Features, Features, layers, bidirectional: bidirectional),
    };

    private Tensor[] Results(Module network)
    {
        if (network is LSTM lstm)
        {
            var (y, (h, c)) = lstm.Forward(x);
            var (z, (hz, cz)) = lstm.Forward(packed);
            return [y, h, c, z.Data, hz, cz];
        }
        var single = (SingleStateRNN)network;
        var (output, state) = single.Forward(x);
        var (data, last) = single.Forward(packed);
        return [output, state, data.Data, last];
    }
}
