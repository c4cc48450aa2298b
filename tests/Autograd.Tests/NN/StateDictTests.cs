using Autograd.NN;

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

    private static Sequential Net() => new(new Linear(4, 3), new Tanh(), new Linear(3, 2));

    private static bool Same(Tensor a, Tensor b) => a.ToArray<float>().SequenceEqual(b.ToArray<float>());
}
