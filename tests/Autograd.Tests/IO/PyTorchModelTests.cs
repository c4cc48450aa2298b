using System.Globalization;
using Autograd.IO;
using Autograd.NN;
using Autograd.Tests.NN;

namespace Autograd.Tests.IO;

/// <summary>Models that PyTorch built and saved give its outputs here, and saved here give them there again: to 1e-5 of the largest.</summary>
public class PyTorchModelTests
{
    /// <summary>ResNet-18 as torchvision writes it, which is not needed.</summary>
    private const string ResNet = """
        import torch.nn as nn
        class Block(nn.Module):
            def __init__(self, i, o, s=1):
                super().__init__()
                self.conv1 = nn.Conv2d(i, o, 3, s, 1, bias=False); self.bn1 = nn.BatchNorm2d(o)
                self.conv2 = nn.Conv2d(o, o, 3, 1, 1, bias=False); self.bn2 = nn.BatchNorm2d(o)
                self.downsample = nn.Sequential(nn.Conv2d(i, o, 1, s, bias=False), nn.BatchNorm2d(o)) if s != 1 or i != o else None
            def forward(self, x):
                y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
                return torch.relu(y + (x if self.downsample is None else self.downsample(x)))
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False); self.bn1 = nn.BatchNorm2d(64); self.maxpool = nn.MaxPool2d(3, 2, 1)
                self.layer1 = nn.Sequential(Block(64, 64), Block(64, 64)); self.layer2 = nn.Sequential(Block(64, 128, 2), Block(128, 128))
                self.layer3 = nn.Sequential(Block(128, 256, 2), Block(256, 256)); self.layer4 = nn.Sequential(Block(256, 512, 2), Block(512, 512))
                self.fc = nn.Linear(512, 1000)
            def forward(self, x):
                x = self.maxpool(torch.relu(self.bn1(self.conv1(x))))
                return self.fc(self.layer4(self.layer3(self.layer2(self.layer1(x)))).mean((2, 3)))
        net, x = Net, torch.randn(2, 3, 64, 64)

        """;

    private const string Lstm = """
        class Net(torch.nn.LSTM):
            def forward(self, x): return super().forward(x)[0]
        net, x = lambda: Net(5, 7, num_layers=2, bidirectional=True, proj_size=4), torch.randn(6, 3, 5)

        """;

    private const string Encoder = """
        def net():
            return torch.nn.TransformerEncoder(torch.nn.TransformerEncoderLayer(16, 4, 32), 3, torch.nn.LayerNorm(16))
        x = torch.randn(5, 2, 16)

        """;

    [TorchFact]
    public void ResNet_18() => ThereAndBack(ResNet, new ResNet18(), static (model, x) => model.Forward(x));

    [TorchFact]
    public void LSTM() => ThereAndBack(Lstm, new LSTM(5, 7, numLayers: 2, bidirectional: true, projSize: 4), static (model, x) => model.Forward(x).Output);

    [TorchFact]
    public void TransformerEncoder() =>
        ThereAndBack(Encoder, new TransformerEncoder(new TransformerEncoderLayer(16, 4, 32), 3, new LayerNorm(16)), static (model, x) => model.Forward(x));

    private static void ThereAndBack<TModel>(string net, TModel model, Func<TModel, Tensor, Tensor> forward)
        where TModel : Module
    {
        using var files = new Files();
        Python.Run(files, "torch.manual_seed(1)\n" + net + """
            m = net()
            for p in m.parameters(): p.data.add_(torch.randn_like(p) * 0.02)
            m.train(); m(x); m.eval()
            torch.save(m.state_dict(), 'model.pt')
            np.savez('there.npz', x=x.numpy(), y=m(x).detach().numpy())
            """);
        model.LoadStateDict(TorchFile.Load(files["model.pt"]));
        model.Eval();
        var there = Npz.Load(files["there.npz"]);
        using (NoGrad.Scope)
        {
            var here = forward(model, there["x"]);
            double scale = Math.Max(1, there["y"].Abs().Max().Item()), error = (there["y"] - here).Abs().Max().Item();
            Assert.True(error <= 1e-5 * scale, error.ToString(CultureInfo.InvariantCulture));
        }

        // Through safetensors, and with every weight changed, back to PyTorch.
        SafeTensors.Save(files["model.safetensors"], model.StateDict().ToDictionary(static s => s.Key, static s => s.Value.DType.IsFloat ? s.Value * 0.9 : s.Value));
        model.LoadStateDict(SafeTensors.Load(files["model.safetensors"]));
        TorchFile.Save(files["back.pt"], model.StateDict());
        using (NoGrad.Scope) Npz.Save(files["back.npz"], new Dictionary<string, Tensor> { ["y"] = forward(model, there["x"]) });
        Python.Run(files, net + """
            m = net()
            assert str(m.load_state_dict(torch.load('back.pt'))) == '<All keys matched successfully>'
            m.eval()
            y, here = m(torch.from_numpy(np.load('there.npz')['x'])).detach().numpy(), np.load('back.npz')['y']
            assert np.abs(y - here).max() <= 1e-5 * max(1, np.abs(y).max()), np.abs(y - here).max()
            """);
    }
}
