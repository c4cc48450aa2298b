using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Tests.NN;

public class StateDictTests
{
    [Fact]
    public void A_round_trip_gives_the_same_network()
    {
        var (a, b) = (Net(), Net());
        var x = Tensor.Randn(5, 4);
        Assert.False(Same(a.Forward(x), b.Forward(x)));
        var result = b.LoadStateDict(a.StateDict());
        Assert.True(Same(a.Forward(x), b.Forward(x)));
        Assert.Empty(result.MissingKeys);
        Assert.Empty(result.UnexpectedKeys);
        // A copy: learning here does not change it there.
        Init.Zeros(a[0].Parameters().First());
        Assert.False(Same(a.Forward(x), b.Forward(x)));
    }

    [Fact]
    public void What_does_not_fit_is_named_and_nothing_is_loaded()
    {
        var net = Net();
        var before = net.StateDict().Values.Select(v => v.ToArray<float>()).ToArray();
        var state = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["0.weight"] = Tensor.Ones(3, 4),
            ["0.bias"] = Tensor.Ones(4),
            ["2.weight"] = Tensor.Ones(2, 3),
            ["extra"] = Tensor.Ones(1),
        };
        string message = Assert.Throws<AutogradException>(() => net.LoadStateDict(state)).Message;
        foreach (string part in new[] { "0.bias", "[4]", "[3]", "missing: 2.bias", "unexpected: extra" }) Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Throws<AutogradException>(() => net.LoadStateDict(state, strict: false));
        Assert.Equal(before, net.StateDict().Values.Select(v => v.ToArray<float>()));

        state["0.bias"] = Tensor.Full([3], 7, DType.Float64);
        var result = net.LoadStateDict(state, strict: false);
        Assert.Equal(["2.bias"], result.MissingKeys);
        Assert.Equal(["extra"], result.UnexpectedKeys);
        Assert.Equal([7f, 7f, 7f], net.StateDict()["0.bias"].ToArray<float>());
    }

    [Fact]
    public void Loading_counts_as_a_write()
    {
        var net = Net();
        var loss = net.Forward(Tensor.Randn(5, 4).RequiresGradInPlace()).Sum();
        net.LoadStateDict(Net().StateDict());
        string message = Assert.Throws<AutogradException>(() => loss.Backward()).Message;
        Assert.Contains("LoadStateDict", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_keep_their_identity_through_a_change_of_dtype()
    {
        var net = Net();
        var parameters = net.Parameters().ToArray();
        int heard = 0;
        parameters[0].RegisterHook(g =>
        {
            heard++;
            return null;
        });
        var old = net.Forward(Tensor.Randn(5, 4)).Sum();
        old.Backward(retainGraph: true);
        float[] gradient = parameters[1].Grad!.ToArray<float>();
        var optimizer = new SGD(parameters, lr: 0.5);
        net.To(DType.Float64);
        Assert.Equal(parameters, net.Parameters());
        Assert.All(parameters, p => Assert.Equal(DType.Float64, p.DType));
        Assert.Equal(gradient, parameters[1].Grad!.To(DType.Float32).ToArray<float>());

        double[] before = parameters[1].ToArray<double>();
        optimizer.ZeroGrad();
        net.Forward(Tensor.Randn([5, 4], DType.Float64)).Sum().Backward();
        optimizer.Step();
        Assert.Equal(DType.Float64, parameters[0].Grad!.DType);
        Assert.Equal(2, heard);
        double[] expected = [.. before.Zip(parameters[1].Grad!.ToArray<double>(), (p, g) => p - (0.5 * g))];
        Assert.Equal(expected, parameters[1].ToArray<double>());

        string message = Assert.Throws<AutogradException>(() => old.Backward()).Message;
        Assert.Contains("float32", message, StringComparison.Ordinal);
        Assert.Contains("float64", message, StringComparison.Ordinal);
        Assert.Equal(DType.Float64, parameters[0].Grad!.DType);
    }

    private static Sequential Net() => new(new Linear(4, 3), new Tanh(), new Linear(3, 2));

    private static bool Same(Tensor a, Tensor b) => a.ToArray<float>().SequenceEqual(b.ToArray<float>());
}
