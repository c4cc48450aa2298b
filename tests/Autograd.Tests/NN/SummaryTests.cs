using Autograd.NN;
using Autograd.Tests.House;

namespace Autograd.Tests.NN;

public sealed class SummaryTests
{
    [Fact]
    public void ResNet18_has_the_parameters_and_keys_of_torchvision()
    {
        var model = new ResNet18();
        Assert.Equal(11_689_512, model.Parameters().Sum(p => (long)p.Numel));
        var keys = model.StateDict().Keys.ToList();
        Assert.Equal(122, keys.Count);
        Assert.Equal(["conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var", "bn1.num_batches_tracked", "layer1.0.conv1.weight"], keys.Take(7));
        Assert.Contains("layer2.0.downsample.0.weight", keys);
        Assert.Contains("layer2.0.downsample.1.running_var", keys);
        Assert.Equal("fc.bias", keys[^1]);
    }

    [Fact]
    public void The_page_shows_the_summary_of_ResNet18()
    {
        string text = $"""
            # The summary of a ResNet-18

            `model.Summary(Tensor.Zeros(1, 3, 224, 224))` prints this: nothing was computed, and nothing allocated. A row counts everything below it;
            KB are those of all results, given back or not. `AUTOGRAD_APPROVE=1 dotnet test -c Release tests/Autograd.Tests --filter Summary` writes
            the page anew.

            ```text
            {new ResNet18().Summary(Tensor.Zeros(1, 3, 224, 224))}
            ```

            """.ReplaceLineEndings("\n");
        string path = Repository.Path("docs", "summary-resnet18.md");
        if (Environment.GetEnvironmentVariable("AUTOGRAD_APPROVE") == "1") File.WriteAllText(path, text);
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void Counts_are_those_of_the_layers()
    {
        var net = new Sequential(new Conv2d(3, 4, 3, padding: 1), new ReLU(), new Flatten(), new Linear(4 * 25, 10, bias: false));
        net[3].RequiresGrad(false);
        var summary = net.Summary(Tensor.Zeros(2, 3, 5, 5));
        Assert.Equal(["", "0", "1", "2", "3"], summary.Rows.Select(r => r.Name));
        Assert.Equal(["[2, 10]", "[2, 4, 5, 5]", "[2, 4, 5, 5]", "[2, 100]", "[2, 10]"], summary.Rows.Select(r => r.Output));
        Assert.Equal([1112L, 112, 0, 0, 1000], summary.Rows.Select(r => r.Parameters));
        Assert.Equal(2L * 25 * 4 * 27, summary.Rows[1].MultiplyAdds);
        Assert.Equal(2L * 1000, summary.Rows[4].MultiplyAdds);
        Assert.Equal(summary.Rows[1].MultiplyAdds + summary.Rows[4].MultiplyAdds, summary.MultiplyAdds);
        Assert.Equal((1112L, 112L, 4448L), (summary.Parameters, summary.Trainable, summary.StateBytes));
        Assert.Equal(4L * (200 + 200 + 20), summary.ResultBytes);
    }

    [Fact]
    public void Nothing_of_the_model_changes()
    {
        var net = new Sequential(new BatchNorm1d(3), new Dropout(), new Linear(3, 1));
        byte[] generator = Generator.Default.GetState();
        var before = net.StateDict().ToDictionary(s => s.Key, s => s.Value.Clone(), StringComparer.Ordinal);
        string first = net.Summary(Tensor.Zeros(4, 3)).ToString();
        Assert.Equal(first, net.Summary(() => net.Forward(Tensor.Zeros(4, 3))).ToString());
        Assert.All(net.StateDict(), s => Assert.True(before[s.Key].Equal(s.Value)));
        Assert.Equal(generator, Generator.Default.GetState());
        Assert.All(net.Parameters(), p => Assert.Null(p.Grad));
    }

    [Fact]
    public void A_module_that_is_not_called_itself_is_refused()
    {
        ModuleList<Linear> list = [new(1, 1)];
        string message = Assert.Throws<AutogradException>(() => list.Summary(() => list[0].Forward(Tensor.Ones(1, 1)))).Message;
        Assert.Contains("ModuleList was not called", message, StringComparison.Ordinal);
    }
}
