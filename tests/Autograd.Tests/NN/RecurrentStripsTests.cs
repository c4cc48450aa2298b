using Autograd.Checks;
using Autograd.NN;

namespace Autograd.Tests.NN;

/// <summary>Long sequences bring W_hh into the kernel's order once: values and derivatives are those of steps that do not.</summary>
public class RecurrentStripsTests
{
    private const int Hidden = 32;

    public static TheoryData<string> Layers => ["lstm", "gru", "rnn"];

    [Theory]
    [MemberData(nameof(Layers))]
    public void Six_steps_are_twice_three(string layer)
    {
        Generator.ManualSeed(3);
        var run = Layer(layer, DType.Float64, out var module);
        var x = Tensor.Randn([6, 3, 5], dtype: DType.Float64);
        var w = Tensor.Randn([6, 3, Hidden], dtype: DType.Float64);
        Tensor[] start = [Tensor.Zeros([1, 3, Hidden], DType.Float64), Tensor.Zeros([1, 3, Hidden], DType.Float64)];

        var (whole, _) = run(x, start);
        var (first, state) = run(x.Narrow(0, 0, 3), start);
        var (second, _) = run(x.Narrow(0, 3, 3), state);
        var halves = Tensor.Cat([first, second]);

        Assert.Equal(halves.ToArray<double>(), whole.ToArray<double>());
        Tensor[] weights = [.. module.Parameters()];
        var expected = Gradient.Of((halves * w).Sum(), weights);
        var actual = Gradient.Of((whole * w).Sum(), weights);
        for (int i = 0; i < weights.Length; i++) Assert.True(actual[i]!.AllClose(expected[i]!, 1e-12, 1e-12));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Derivatives_hold_to_order_two(string layer)
    {
        Generator.ManualSeed(3);
        var run = Layer(layer, DType.Float64, out var module);
        Tensor[] start = [Tensor.Zeros([1, 2, Hidden], DType.Float64), Tensor.Zeros([1, 2, Hidden], DType.Float64)];
        var weight = module.Parameters().First(p => p.Shape[1] == Hidden);
        var x = Tensor.Randn([4, 2, 5], dtype: DType.Float64);
        x.RequiresGrad = true;

        GradCheck.Run(() => run(x, start).Output, [("x", x), ("W_hh", weight)], new GradCheckOptions { Order = 2, Mode = GradCheckMode.Directions }).ThrowIfFailed();
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_batch_by_Vmap_is_the_loop(string layer)
    {
        Generator.ManualSeed(3);
        var run = Layer(layer, DType.Float64, out _);
        Tensor[] start = [Tensor.Zeros([1, 2, Hidden], DType.Float64), Tensor.Zeros([1, 2, Hidden], DType.Float64)];
        var x = Tensor.Randn([3, 4, 2, 5], dtype: DType.Float64);

        var batch = Func.Vmap((Tensor sample) => run(sample, start).Output)(x);

        for (int i = 0; i < 3; i++) Assert.True(batch.Select(0, i).AllClose(run(x.Select(0, i), start).Output, 1e-12, 1e-12));
    }

    private static Func<Tensor, Tensor[], (Tensor Output, Tensor[] State)> Layer(string name, DType dtype, out Module module)
    {
        switch (name)
        {
            case "lstm":
                var lstm = new LSTM(5, Hidden, dtype: dtype);
                module = lstm;
                return (x, state) =>
                {
                    var (y, (h, c)) = lstm.Forward(x, (state[0], state[1]));
                    return (y, [h, c]);
                };
            case "gru":
                var gru = new GRU(5, Hidden, dtype: dtype);
                module = gru;
                return (x, state) =>
                {
                    var (y, h) = gru.Forward(x, state[0]);
                    return (y, [h]);
                };
            default:
                var rnn = new RNN(5, Hidden, dtype: dtype);
                module = rnn;
                return (x, state) =>
                {
                    var (y, h) = rnn.Forward(x, state[0]);
                    return (y, [h]);
                };
        }
    }
}
