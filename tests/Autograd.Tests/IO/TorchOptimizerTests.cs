using System.Globalization;
using Autograd.IO;
using Autograd.NN;
using Autograd.Optim;
using Autograd.Tests.Optim;

namespace Autograd.Tests.IO;

/// <summary>States of PyTorch's optimisers: continued here as there, and there as here.</summary>
public class TorchOptimizerTests
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "IO", "Torch");

    private static readonly Lazy<OrderedDictionary<object, object?>> Saved = new(static () => Table(TorchFile.LoadObject(Path.Combine(Fixtures, "optimizers.pt"))));

    public static TheoryData<string> Cases => [.. Saved.Value.Keys.Cast<string>()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_PyTorch_saved_goes_on_with_its_next_weights(string name)
    {
        var saved = Table(Saved.Value[name]);
        var parameters = Parameters(saved["parameters"]);
        var optimizer = Optimizers.Make((string)saved["kind"]!, parameters);
        optimizer.LoadTorchStateDict(saved["optimizer"]);
        Train(optimizer, parameters);
        Close(Parameters(saved["after"]), parameters);
    }

    /// <summary>Begun in PyTorch, continued here, saved here and loaded there: three parts of one run.</summary>
    [TorchFact]
    public void PyTorch_goes_on_with_what_is_saved_here()
    {
        using var files = new Files();
        var there = new Dictionary<string, object?>();
        foreach (var (key, entry) in Saved.Value)
        {
            var saved = Table(entry);
            var parameters = Parameters(saved["parameters"]);
            var optimizer = Optimizers.Make((string)saved["kind"]!, parameters);
            optimizer.LoadTorchStateDict(saved["optimizer"]);
            Train(optimizer, parameters);
            there.Add((string)key, new Dictionary<string, object?>
            {
                ["kind"] = saved["kind"],
                ["parameters"] = parameters.Select(static p => p.Detach().Clone()).ToList(),
                ["optimizer"] = Snapshot(optimizer),
                ["after"] = After(optimizer, parameters),
            });
        }
        TorchFile.SaveObject(files["here.pt"], there);
        Python.Run(files, $"import sys; sys.path.insert(0, r'{Fixtures}')\n" + """
            from optimizers import step
            for name, case in torch.load('here.pt').items():
                p0, p1, p2 = (torch.nn.Parameter(p) for p in case['parameters'])
                groups = [p0, p1, p2] if case['kind'] == 'LBFGS' else [{'params': [p0]}, {'params': [p1, p2]}]
                optimizer = getattr(torch.optim, case['kind'])(groups, **({'lr': 1} if case['kind'] == 'SGD' else {}))
                optimizer.load_state_dict(case['optimizer'])
                for i in range(4): step(optimizer, p0, p1)
                for p, after in zip((p0, p1, p2), case['after']):
                    assert (p - after).abs().max() <= 1e-6 * max(1, after.abs().max()), (name, p, after)
                if name == 'adagrad':
                    p2.grad = torch.ones(2)
                    optimizer.step()
            """);
    }

    [Fact]
    public void Whatever_is_wrong_is_said_at_once_and_changes_nothing()
    {
        var saved = Table(Table(Saved.Value["adam-amsgrad"])["optimizer"]);
        var first = Table(Table(saved["state"])[0L]);
        var group = Table(((List<object?>)saved["param_groups"]!)[0]);
        var table = new OrderedDictionary<object, object?>
        {
            ["state"] = new OrderedDictionary<object, object?>
            {
                [0L] = new OrderedDictionary<object, object?>(first) { ["exp_avg"] = Tensor.Zeros(3, 2), ["step"] = "four", ["other"] = 1L },
                ["one"] = 3L,
            },
            ["param_groups"] = new List<object?>
            {
                new OrderedDictionary<object, object?>(group.Where(static o => o.Key is not "eps")) { ["lr"] = "fast", ["decoupled_weight_decay"] = true, ["fused"] = true, ["betas"] = new object?[] { 0.9, 2L } },
                group,
            },
        };
        var x = Tensor.Zeros(2, 3).RequiresGradInPlace();
        var adam = new Adam([x]);
        string before = adam.ToString();
        string message = Assert.Throws<AutogradException>(() => adam.LoadTorchStateDict(table)).Message;
        string[] parts =
        [
            "state.0.exp_avg is float32 [3, 2] there and float32 [2, 3] here", "state.0.step is 'four'", "unexpected: state.0.other", "state has 'one': 3",
            "missing: ", "param_groups.0.eps", "param_groups.0.lr is 'fast'", "decoupled_weight_decay is True", "Betas is 2", "param_groups.1.lr",
        ];
        foreach (string part in parts) Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.DoesNotContain("fused", message, StringComparison.Ordinal);
        Assert.Equal(before, adam.ToString());

        Assert.Contains("a dictionary with 'model', 'optimizer'", Assert.Throws<AutogradException>(() => adam.LoadTorchStateDict(
            new OrderedDictionary<object, object?> { ["model"] = null, ["optimizer"] = table })).Message, StringComparison.Ordinal);
        Assert.Contains("the state is None", Assert.Throws<AutogradException>(() => adam.LoadTorchStateDict(null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_history_of_another_length_is_refused()
    {
        var saved = Table(Table(Saved.Value["lbfgs"])["optimizer"]);
        string message = Assert.Throws<AutogradException>(() => new LBFGS([Tensor.Zeros(4).RequiresGradInPlace()]).LoadTorchStateDict(saved)).Message;
        foreach (string part in (string[])["state.0.d is", "state.0.old_dirs is", "the group has 1 parameters"]) Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_PyTorch_does_not_have_is_refused_by_name()
    {
        Tensor[] x = [Tensor.Zeros(2).RequiresGradInPlace()];
        foreach (Optimizer foreign in (Optimizer[])[new Lion(x), new SCG(x)])
        {
            Assert.Contains(foreign.GetType().Name, Assert.Throws<NotSupportedException>(foreign.TorchStateDict).Message, StringComparison.Ordinal);
            Assert.Throws<NotSupportedException>(() => foreign.LoadTorchStateDict(new SGD(x).TorchStateDict()));
        }
        var adam = new Adam(x, new AdamOptions { EpsInsideRoot = true, L1Penalty = 0.1 });
        string message = Assert.Throws<NotSupportedException>(adam.TorchStateDict).Message;
        foreach (string part in (string[])["PyTorch's Adam has no", "l1_penalty", "eps_inside_root"]) Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Contains("no maximize", Assert.Throws<NotSupportedException>(new NAdam(x, maximize: true).TorchStateDict).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_training_goes_through_one_file()
    {
        using var files = new Files();
        var (model, other) = (new Linear(3, 2), new Linear(3, 2));
        var optimizer = new SGD(model.Parameters(), lr: 0.1, momentum: 0.9);
        Learn(model, optimizer);
        TorchFile.SaveObject(files["training.pt"], new Dictionary<string, object?> { ["model"] = model.StateDict(), ["optimizer"] = optimizer.TorchStateDict(), ["epoch"] = 3 });

        var saved = Table(TorchFile.LoadObject(files["training.pt"]));
        var resumed = new SGD(other.Parameters());
        other.LoadStateDict(TorchFile.ToStateDict(saved["model"]));
        resumed.LoadTorchStateDict(saved["optimizer"]);
        Assert.Equal(3L, saved["epoch"]);
        Learn(model, optimizer);
        Learn(other, resumed);
        Files.Same(model.StateDict(), other.StateDict());
        Assert.Contains("'epoch'", Assert.Throws<ArgumentException>(() => TorchFile.ToStateDict(new OrderedDictionary<object, object?> { ["epoch"] = 3L })).Message, StringComparison.Ordinal);
    }

    private static void Learn(Linear model, Optimizer optimizer)
    {
        optimizer.ZeroGrad();
        model.Forward(Tensor.Arange(0.0, 6).Float().Reshape(2, 3)).Square().Sum().Backward();
        optimizer.Step();
    }

    private static void Train(Optimizer optimizer, Tensor[] parameters)
    {
        for (int i = 0; i < 4; i++)
        {
            optimizer.Step(() =>
            {
                optimizer.ZeroGrad();
                var (p0, p1) = (parameters[0], parameters[1]);
                var loss = p0.MatMul(p1).Sub(1).Square().Sum() + p0.Pow(4).Sum() / 4 + p1.Cos().Sum();
                loss.Backward();
                return loss;
            });
        }
    }

    /// <summary>The state as it is now, whatever steps follow.</summary>
    private static object? Snapshot(Optimizer optimizer) => Copy(optimizer.TorchStateDict());

    private static object? Copy(object? value) => value switch
    {
        Tensor x => x.Detach().Clone(),
        List<object?> list => list.ConvertAll(Copy),
        List<Tensor> list => list.ConvertAll(static x => x.Detach().Clone()),
        OrderedDictionary<object, object?> table => table.ToDictionary(static e => e.Key, static e => Copy(e.Value)),
        _ => value,
    };

    private static List<Tensor> After(Optimizer optimizer, Tensor[] parameters)
    {
        Train(optimizer, parameters);
        return [.. parameters.Select(static p => p.Detach().Clone())];
    }

    private static OrderedDictionary<object, object?> Table(object? value) => Assert.IsType<OrderedDictionary<object, object?>>(value);

    private static Tensor[] Parameters(object? list) => [.. ((List<object?>)list!).Select(static p => ((Tensor)p!).Clone().RequiresGradInPlace())];

    private static void Close(Tensor[] expected, Tensor[] actual)
    {
        foreach (var (there, here) in expected.Zip(actual))
        {
            double error = (there - here).Abs().Max().Item(), scale = Math.Max(1, there.Abs().Max().Item());
            Assert.True(error <= 1e-6 * scale, error.ToString(CultureInfo.InvariantCulture));
        }
    }
}
