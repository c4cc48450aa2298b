using Autograd.Checks;
using Autograd.NN;

namespace Autograd.Tests.NN;

public class RecurrentTests
{
    private static readonly int[] Lengths = [3, 5, 1, 5];

    public RecurrentTests() => Generator.ManualSeed(0);

    [Fact]
    public void Dropout_and_projection_follow_PyTorch_for_a_seed()
    {
        Generator.ManualSeed(3);
        var network = new LSTM(2, 3, numLayers: 3, dropout: 0.4, bidirectional: true, projSize: 2);
        var x = Tensor.Randn(5, 2, 2);
        var (output, (_, c)) = network.Forward(x);
        Near([0.05602215602993965, -0.06106804311275482, -0.1427706629037857, -0.036556266248226166, 0.04773477464914322, -0.044424429535865784], output);
        Near([2.047858715057373], c.Sum());

        var (packed, (h, cell)) = network.Forward(Utils.PackPaddedSequence(x, [3, 5], enforceSorted: false));
        Near([0.05759205296635628, -0.06538879871368408, -0.135501891374588, -0.032986413687467575, 0.05399114266037941, -0.056930989027023315], packed.Data);
        Near([-1.402912974357605], h.Sum());
        Near([0.3799952268600464, -0.3073962926864624, -0.17801061272621155, 0.3602650463581085], cell);
        Near([0.0814, 0.1633, 0.8490], Tensor.Rand(3), 1e-4);
    }

    [Fact]
    public void A_packed_sequence_gives_what_it_gives_alone()
    {
        var network = (LSTM)new LSTM(2, 3, numLayers: 2, bidirectional: true, projSize: 2).To(DType.Float64);
        var batch = Batch();
        var (h0, c0) = (Random(4, 4, 2), Random(4, 4, 3));
        var (packed, (h, c)) = network.Forward(Utils.PackPaddedSequence(batch, Lengths, enforceSorted: false), (h0, c0));
        var (padded, lengths) = Utils.PadPackedSequence(packed);
        Assert.Equal(Lengths.Select(static n => (long)n), lengths.ToArray<long>());
        for (int n = 0; n < Lengths.Length; n++)
        {
            var (alone, (hAlone, cAlone)) = network.Forward(batch.Select(1, n).Narrow(0, 0, Lengths[n]), (h0.Select(1, n), c0.Select(1, n)));
            Assert.True(alone.AllClose(padded.Select(1, n).Narrow(0, 0, Lengths[n]), 1e-12, 1e-12));
            Assert.True(hAlone.AllClose(h.Select(1, n), 1e-12, 1e-12));
            Assert.True(cAlone.AllClose(c.Select(1, n), 1e-12, 1e-12));
        }
    }

    [Fact]
    public void No_gradient_reaches_padding_not_even_from_a_NaN_in_it()
    {
        foreach (var network in (SingleStateRNN[])[new GRU(2, 3, bidirectional: true), new RNN(2, 20, nonlinearity: RNNNonlinearity.ReLU)])
        {
            network.To(DType.Float64);
            var batch = Batch().Transpose(0, 1).Clone();
            for (int n = 0; n < Lengths.Length; n++) batch[n][Lengths[n]..].FillInPlace(double.NaN);
            batch.RequiresGradInPlace();
            var (packed, state) = network.Forward(Utils.PackPaddedSequence(batch, Lengths, batchFirst: true, enforceSorted: false));
            var (padded, _) = Utils.PadPackedSequence(packed, batchFirst: true);
            (padded.Sum() + state.Square().Sum()).Backward();
            for (int n = 0; n < Lengths.Length; n++)
            {
                Assert.All(batch.Grad![n][Lengths[n]..].ToArray<double>(), static g => Assert.Equal(0, g));
                Assert.Contains(batch.Grad![n][..Lengths[n]].ToArray<double>(), static g => g != 0);
            }
            Assert.All(network.Parameters().SelectMany(static p => p.Grad!.ToArray<double>()), static g => Assert.True(double.IsFinite(g)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Derivatives_of_both_orders_along_time(int projSize)
    {
        var network = (LSTM)new LSTM(2, 3, projSize: projSize, bidirectional: true, dtype: DType.Float64).RequiresGrad(false);
        var batch = Random(3, 2, 2).RequiresGradInPlace();
        GradCheck.Run(v => [network.Forward(Utils.PackPaddedSequence(v[0], [3, 2])).Output.Data], [batch], new GradCheckOptions { Order = 2 }).ThrowIfFailed();
        var gated = new GRU(2, 3, numLayers: 2, dtype: DType.Float64);
        Tensor[] weights = [batch, .. gated.Parameters()];
        GradCheck.Run(v => { var (y, h) = gated.Forward(v[0]); return [y, h]; }, weights, new GradCheckOptions { Order = 2 }).ThrowIfFailed();
    }

    [Fact]
    public void One_sequence_is_a_batch_of_one()
    {
        var network = new GRU(2, 3, numLayers: 2, batchFirst: true, dtype: DType.Float64);
        Tensor x = Random(5, 2), h0 = Random(2, 3);
        var (one, h) = network.Forward(x, h0);
        var (batch, states) = network.Forward(x.Unsqueeze(0), h0.Unsqueeze(1));
        Assert.Equal(new Shape(5, 3), one.Shape);
        Assert.Equal(one.ToArray<double>(), batch.ToArray<double>());
        Assert.Equal(h.ToArray<double>(), states.ToArray<double>());
    }

    [Fact]
    public void Cells_are_one_step_of_their_networks()
    {
        Tensor x = Random(4, 2), h0 = Random(4, 3), c0 = Random(4, 3);
        SingleStateCell[] cells = [new RNNCell(2, 3, dtype: DType.Float64), new RNNCell(2, 3, bias: false, RNNNonlinearity.ReLU, DType.Float64), new GRUCell(2, 3, dtype: DType.Float64)];
        SingleStateRNN[] networks = [new RNN(2, 3, dtype: DType.Float64), new RNN(2, 3, 1, RNNNonlinearity.ReLU, bias: false, dtype: DType.Float64), new GRU(2, 3, dtype: DType.Float64)];
        for (int i = 0; i < cells.Length; i++)
        {
            Load(networks[i], cells[i]);
            Assert.True(cells[i].Forward(x, h0).AllClose(networks[i].Forward(x.Unsqueeze(0), h0.Unsqueeze(0)).Output[0], 1e-12, 1e-12));
            Assert.True(cells[i].Forward(x[1]).AllClose(networks[i].Forward(x[1].Unsqueeze(0)).Output[0], 1e-12, 1e-12));
        }
        var (cell, network) = (new LSTMCell(2, 3, dtype: DType.Float64), new LSTM(2, 3, dtype: DType.Float64));
        Load(network, cell);
        var (h, c) = cell.Forward(x, (h0, c0));
        var (_, last) = network.Forward(x.Unsqueeze(0), (h0.Unsqueeze(0), c0.Unsqueeze(0)));
        Assert.True(h.AllClose(last.H[0], 1e-12, 1e-12) && c.AllClose(last.C[0], 1e-12, 1e-12));
        var (hOne, _) = cell.Forward(x[2], (h0[2], c0[2]));
        Assert.True(hOne.AllClose(h[2], 1e-12, 1e-12));
    }

    [Fact]
    public void Keys_order_and_text_are_PyTorchs()
    {
        var network = new LSTM(2, 3, numLayers: 2, bidirectional: true, projSize: 1);
        string[] kinds = ["weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr"];
        string[] places = ["_l0", "_l0_reverse", "_l1", "_l1_reverse"];
        Assert.Equal(places.SelectMany(place => kinds.Select(kind => kind + place)), network.StateDict().Keys);
        Assert.Equal(4, network.AllWeights.Count);
        Assert.Same(network.NamedParameters().Single(p => p.Name == "weight_hr_l1").Parameter, network.AllWeights[2][4]);
        Assert.Equal("LSTM(2, 3, proj_size=1, num_layers=2, bidirectional=True)", network.ToString());
        Assert.Equal("RNN(2, 3, num_layers=2, bias=False, batch_first=True, dropout=0.5)", new RNN(2, 3, 2, bias: false, batchFirst: true, dropout: 0.5).ToString());
        Assert.Equal("RNNCell(2, 3, nonlinearity=relu)", new RNNCell(2, 3, nonlinearity: RNNNonlinearity.ReLU).ToString());
        Assert.Equal("GRUCell(3, 4, bias=False)", new GRUCell(3, 4, bias: false).ToString());
    }

    [Fact]
    public void Hooks_see_sequence_and_state()
    {
        var network = new LSTM(2, 3);
        int seen = 0;
        network.RegisterForwardPreObserver((Module _, (Tensor Input, (Tensor H, Tensor C)? Hx) x) => seen += x.Hx is null ? 1 : 10);
        network.RegisterForwardHook((Module _, object _, ref (Tensor Output, (Tensor H, Tensor C) State) y) => y.Output *= 0.0);
        var (output, state) = network.Forward(Tensor.Ones(4, 2, 2));
        network.Forward(Tensor.Ones(4, 2, 2), state);
        Assert.Equal(11, seen);
        Assert.Equal(0, output.Abs().Sum().Item());
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var network = new GRU(2, 3);
        Says<ShapeException>("GRU: an input of shape [4, 2, 5] has 5 features", () => network.Forward(Tensor.Ones(4, 2, 5)));
        Says<ShapeException>("GRU: an input of shape [2] has 1 dimensions", () => network.Forward(Tensor.Ones(2)));
        Says<ShapeException>("has no step", () => network.Forward(Tensor.Ones(0, 2, 2)));
        Says<ShapeException>("must be [1, 2, 3]", () => network.Forward(Tensor.Ones(4, 2, 2), Tensor.Ones(1, 4, 3)));
        Says<DTypeException>("GRU: the input is float64, the weights float32", () => network.Forward(Tensor.Ones([4, 2, 2], DType.Float64)));
        Says<ShapeException>("projSize must be below hiddenSize", () => new LSTM(2, 3, projSize: 3));
        Says<ArgumentOutOfRangeException>("a probability", () => new GRU(2, 3, dropout: double.NaN));
        Says<ShapeException>("LSTM", () => new LSTM(1, int.MaxValue));
        Says<ShapeException>("they must be [N, inputSize] and [N, H]", () => new LSTMCell(2, 3).Forward(Tensor.Ones(4, 2), (Tensor.Ones(2, 3), Tensor.Ones(2, 3))));
        Says<ShapeException>("c of shape [4, 2] does not fit", () => new LSTMCell(2, 3).Forward(Tensor.Ones(4, 2), (Tensor.Ones(4, 3), Tensor.Ones(4, 2))));
        Says<ShapeException>("RNNCell: a state of shape", () => new RNNCell(2, 3).Forward(Tensor.Ones(4, 2), Tensor.Ones(3)));
    }

    private static void Load(Module network, Module cell) => network.LoadStateDict(cell.StateDict().ToDictionary(static s => s.Key + "_l0", static s => s.Value, StringComparer.Ordinal));

    private static Tensor Batch() => Random(5, 4, 2);

    private static Tensor Random(params int[] shape) => Tensor.Randn(shape, DType.Float64, new Generator((ulong)shape.Length));

    private static void Near(double[] expected, Tensor actual, double tolerance = 1e-6) =>
        Assert.All(expected.Zip(actual.Detach().Double().Reshape(-1).ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, tolerance));

    private static void Says<T>(string text, Action call)
        where T : Exception => Assert.Contains(text, Assert.Throws<T>(call).Message, StringComparison.Ordinal);

    private static void Says<T>(string text, Func<object> call)
        where T : Exception => Says<T>(text, () => { call(); });
}
