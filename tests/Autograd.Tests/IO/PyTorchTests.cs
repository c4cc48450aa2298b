using System.Globalization;
using Autograd.IO;
using Autograd.NN;

namespace Autograd.Tests.IO;

/// <summary>Files that go to PyTorch and NumPy and come from there, read by them.</summary>
public class PyTorchTests
{
    private const string Net = """
        import torch.nn as nn
        def net():
            return nn.Sequential(
                nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2),
                nn.Conv2d(8, 6, 3, stride=2), nn.GroupNorm(2, 6), nn.Flatten(), nn.Linear(6 * 3 * 3, 5))

        """;

    /// <summary>A model that PyTorch trained and saved gives the same outputs here; trained further here and saved, the same there.</summary>
    [TorchFact]
    public void A_model_goes_there_and_back()
    {
        using var files = new Files();
        Python.Run(files, Net + """
            torch.manual_seed(0)
            m = net()
            for p in m.parameters(): p.data.add_(torch.randn_like(p) * 0.1)
            m(torch.randn(16, 3, 16, 16))
            m.eval()
            x = torch.randn(4, 3, 16, 16)
            torch.save(m.state_dict(), 'model.pt')
            np.savez('there.npz', x=x.numpy(), y=m(x).detach().numpy())
            """);
        var model = new Sequential(
            new Conv2d(3, 8, 3, padding: 1), new BatchNorm2d(8), new ReLU(), new MaxPool2d(2),
            new Conv2d(8, 6, 3, stride: 2), new GroupNorm(2, 6), new Flatten(), new Linear(6 * 3 * 3, 5));
        model.LoadStateDict(TorchFile.Load(files["model.pt"]));
        model.Eval();
        var there = Npz.Load(files["there.npz"]);
        Close(there["y"], model.Forward(there["x"]));

        model.Train();
        model.Forward(there["x"]).Square().Sum().Backward();
        new Autograd.Optim.SGD(model.Parameters(), lr: 1e-3).Step();
        model.Eval();
        TorchFile.Save(files["back.pt"], model.StateDict());
        Npz.Save(files["back.npz"], new Dictionary<string, Tensor> { ["y"] = model.Forward(there["x"]).Detach() });
        Python.Run(files, Net + """
            m = net()
            print(m.load_state_dict(torch.load('back.pt')))
            m.eval()
            y = m(torch.from_numpy(np.load('there.npz')['x'])).detach().numpy()
            here = np.load('back.npz')['y']
            assert np.abs(y - here).max() <= 1e-5 * max(1, np.abs(y).max()), np.abs(y - here).max()
            """);
    }

    [TorchFact]
    public void PyTorch_reads_what_is_written_here()
    {
        using var files = new Files();
        TorchFile.Save(files["state.pt"], Files.EveryDType());
        var x = Tensor.Arange(0.0, 12).Reshape(3, 4);
        TorchFile.SaveObject(files["object.pt"], new Dictionary<string, object?>
        {
            ["epoch"] = 3, ["big"] = 1L << 40, ["lr"] = 0.1, ["name"] = "Größe", ["none"] = null, ["flags"] = (true, false), ["list"] = new[] { 1, 2 },
            ["x"] = x, ["t"] = x.T, ["p"] = new Parameter(Tensor.Ones(2)),
        });
        Python.Run(files, """
            s = torch.load('state.pt')
            assert list(s) == ['bool', 'uint8', 'int32', 'int64', 'float16', 'bfloat16', 'float32', 'float64', 'empty', 'großer Name 🙂'], list(s)
            for k in ['bool', 'uint8', 'int32', 'int64', 'float16', 'bfloat16', 'float32', 'float64']: assert s[k].dtype == getattr(torch, k)
            assert s['bool'].tolist() == [True, False, True] and s['uint8'].tolist() == [0, 127, 255]
            assert s['int32'].tolist() == [-2**31, -1, 2**31 - 1] and s['int64'].tolist() == [[-2**63], [-1], [2**63 - 1]]
            assert s['float16'].tolist() == [0.5, 65504.0, float('-inf'), 2.0**-24] and s['bfloat16'].tolist() == [1.0, 3.140625, float('-inf')]
            assert s['float32'].tolist() == [[0, 1, 2], [3, 4, 5]] and s['float64'].item() == np.pi
            assert s['empty'].shape == (2, 0, 3) and s['großer Name 🙂'].shape == (1500,)
            o = torch.load('object.pt')
            assert (o['epoch'], o['big'], o['lr'], o['name'], o['none'], o['flags'], o['list']) == (3, 2**40, 0.1, 'Größe', None, (True, False), [1, 2])
            o['x'].mul_(2)
            assert o['t'].tolist() == [[0, 8, 16], [2, 10, 18], [4, 12, 20], [6, 14, 22]]
            assert isinstance(o['p'], torch.nn.Parameter) and o['p'].requires_grad and o['p'].tolist() == [1, 1]
            """);
    }

    [TorchFact]
    public void What_PyTorch_writes_is_read_here()
    {
        using var files = new Files();
        Python.Run(files, """
            x = torch.arange(12.).reshape(3, 4)
            m = torch.nn.Linear(2, 3)
            opt = torch.optim.Adam(m.parameters(), lr=0.25)
            m(torch.ones(1, 2)).sum().backward(); opt.step()
            d = {'x': x, 't': x.t(), 'row': x[1], 'half': x.half(), 'bf': x.bfloat16(), 'i8': torch.tensor([-1, 127], dtype=torch.int8), 'i16': torch.tensor([-300], dtype=torch.int16),
                 'b': torch.tensor([True, False]), 'empty': torch.zeros(0, 3), 'scalar': torch.tensor(2.5, dtype=torch.float64), 'p': torch.nn.Parameter(torch.ones(2)),
                 'size': x.shape, 'epoch': 3, 'big': -2**40, 'lr': 0.1, 'nested': {'a': [1, (2, None)], 7: 'seven'}, 'model': m.state_dict(), 'opt': opt.state_dict()}
            for protocol in (2, 3, 4, 5): torch.save(d, f'{protocol}.pt', pickle_protocol=protocol)
            torch.save(m, 'module.pt')
            torch.save(d, 'old.pt', _use_new_zipfile_serialization=False)
            torch.jit.save(torch.jit.script(m), 'script.pt')
            torch.save(x.to(torch.complex64), 'complex.pt')
            """);
        for (int protocol = 2; protocol <= 5; protocol++)
        {
            var read = Assert.IsType<OrderedDictionary<object, object?>>(TorchFile.LoadObject(files[FormattableString.Invariant($"{protocol}.pt")]));
            var x = Assert.IsType<Tensor>(read["x"]);
            Assert.Equal(Enumerable.Range(0, 12).Select(static i => (float)i), x.ToArray<float>());
            x.MulInPlace(2);
            Assert.Equal([0f, 8, 16, 2, 10, 18, 4, 12, 20, 6, 14, 22], ((Tensor)read["t"]!).ToArray<float>());
            Assert.Equal([8f, 10, 12, 14], ((Tensor)read["row"]!).ToArray<float>());
            Assert.Equal(DType.Float16, ((Tensor)read["half"]!).DType);
            Assert.Equal(11, ((Tensor)read["bf"]!).Float()[2, 3].Item());
            Assert.Equal([-1, 127], ((Tensor)read["i8"]!).ToArray<int>());
            Assert.Equal([-300], ((Tensor)read["i16"]!).ToArray<int>());
            Assert.Equal([true, false], ((Tensor)read["b"]!).ToArray<bool>());
            Assert.Equal(new Shape(0, 3), ((Tensor)read["empty"]!).Shape);
            Assert.Equal(2.5, ((Tensor)read["scalar"]!).Item<double>());
            Assert.True(Assert.IsType<Parameter>(read["p"]).RequiresGrad);
            Assert.Equal([3L, 4L], Assert.IsType<object?[]>(read["size"]));
            Assert.Equal((3L, -(1L << 40), 0.1), (read["epoch"], read["big"], read["lr"]));
            var model = (OrderedDictionary<object, object?>)read["model"]!;
            Assert.Equal(["weight", "bias"], model.Keys);
            var group = (OrderedDictionary<object, object?>)((List<object?>)((OrderedDictionary<object, object?>)read["opt"]!)["param_groups"]!)[0]!;
            Assert.Equal(0.25, group["lr"]);
        }
        Files.Refused(files["module.pt"], "'torch.nn.modules.linear.Linear'", p => TorchFile.LoadObject(p));
        Files.Refused(files["old.pt"], "before PyTorch 1.6", p => TorchFile.LoadObject(p));
        Files.Refused(files["script.pt"], "TorchScript", p => TorchFile.LoadObject(p));
        Files.Refused(files["complex.pt"], "'torch.ComplexFloatStorage'", p => TorchFile.LoadObject(p));
    }

    [TorchFact]
    public void NumPy_reads_what_is_written_here_and_the_other_way_round()
    {
        using var files = new Files();
        var tensors = Files.EveryDType();
        tensors.Remove("bfloat16");
        Npz.Save(files["here.npz"], tensors);
        Npz.SaveCompressed(files["small.npz"], tensors);
        Npy.Save(files["f.npy"], Tensor.Arange(6).Reshape(2, 3), fortranOrder: true);
        Python.Run(files, """
            a, b = np.load('here.npz'), np.load('small.npz')
            for k in a.files: assert a[k].dtype == b[k].dtype and a[k].tobytes() == b[k].tobytes()
            for k in ['bool', 'uint8', 'int32', 'int64', 'float16', 'float32', 'float64']: assert a[k].dtype == np.dtype(k)
            assert a['int64'].tolist() == [[-2**63], [-1], [2**63 - 1]] and a['empty'].shape == (2, 0, 3) and a['float64'] == np.pi
            f = np.load('f.npy'); assert f.flags.f_contiguous and f.tolist() == [[0, 1, 2], [3, 4, 5]]
            np.savez('there.npz', **{k: a[k] for k in a.files})
            np.savez_compressed('packed.npz', **{k: a[k] for k in a.files})
            np.save('fortran.npy', np.asfortranarray(np.arange(24.).reshape(2, 3, 4)))
            np.save('big.npy', np.arange(4, dtype='>i4'))
            np.save('object.npy', np.array([{}, 1], dtype=object))
            """);
        // A NumPy array is named as its entry; the order is that in which it was written.
        Files.Same(tensors, Npz.Load(files["there.npz"]));
        Files.Same(tensors, Npz.Load(files["packed.npz"]));
        var fortran = Npy.Load(files["fortran.npy"]);
        Assert.Equal([1, 2, 6], fortran.Strides.ToArray());
        Assert.Equal(Enumerable.Range(0, 24).Select(static i => (double)i), fortran.ToArray<double>());
        Assert.Equal([0, 1, 2, 3], Npy.Load(files["big.npy"]).ToArray<int>());
        Files.Refused(files["object.npy"], "'|O'", p => Npy.Load(p));
    }

    /// <summary>Outputs of a model, which PyTorch adds up in another order: to 1e-5 of the largest.</summary>
    private static void Close(Tensor expected, Tensor actual)
    {
        double scale = Math.Max(1, expected.Abs().Max().Item());
        double error = (expected - actual).Abs().Max().Item();
        Assert.True(error <= 1e-5 * scale, error.ToString(CultureInfo.InvariantCulture));
    }
}
