using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Tests.Optim;

/// <summary>State dicts of every optimiser: complete, and taken all or nothing.</summary>
public class OptimizerStateTests
{
    public static TheoryData<Type> All => Optimizers.All;

    [Theory]
    [MemberData(nameof(All))]
    public void A_saved_optimizer_continues_to_the_bit(Type type)
    {
        Assert.Equal(Train(type, interruptAt: -1), Train(type, interruptAt: 5));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_option_has_one_default(Type type) =>
        Assert.Equal(Optimizers.DefaultsOfOptions(type), Optimizers.DefaultsOfArguments(type, [Leaf(1)]));

    [Theory]
    [MemberData(nameof(All))]
    public void A_state_in_which_anything_is_wrong_changes_nothing(Type type)
    {
        var (source, target) = (Stepped(type, 0.5), Stepped(type, 2));
        var good = source.StateDict();
        foreach (string key in good.Keys)
        {
            foreach (var (bad, word) in Spoiled(good, key))
            {
                byte[] before = Bytes(target);
                string message = Assert.Throws<AutogradException>(() => target.LoadStateDict(bad)).Message;
                Assert.Contains(key, message, StringComparison.Ordinal);
                Assert.Contains(word, message, StringComparison.Ordinal);
                Assert.Equal(before, Bytes(target));
            }
        }
        target.LoadStateDict(good);
        Assert.Equal(Bytes(source), Bytes(target));
    }

    [Fact]
    public void Every_problem_is_listed_at_once()
    {
        var adam = Stepped(typeof(Adam), 1);
        var state = new Dictionary<string, Tensor>(adam.StateDict(), StringComparer.Ordinal);
        state.Remove("state.0.exp_avg_sq");
        state["state.1.step"] = Tensor.Scalar(-3, DType.Int64);
        state["state.1.exp_avg"] = Tensor.Zeros(3);
        state["param_groups.0.lr"] = Tensor.Scalar(double.NaN, DType.Float64);
        state["param_groups.0.betas"] = Tensor.From([0.9, 1.5]);
        state["param_groups.0.foreach"] = Tensor.Scalar(1, DType.Bool);
        string message = Assert.Throws<AutogradException>(() => adam.LoadStateDict(state)).Message;
        string[] parts =
        [
            "Adam", "missing: state.0.exp_avg_sq", "state.1.step is -3", "state.1.exp_avg is float32 [3] there and float32 [2] here",
            "Lr is NaN", "Betas is 1.5", "unexpected: param_groups.0.foreach",
        ];
        foreach (string part in parts) Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fresh_state_makes_a_used_optimizer_forget()
    {
        var x = Leaf(1);
        var used = new Adam([x]);
        for (int i = 0; i < 3; i++)
        {
            x.Grad = Tensor.Ones(1);
            used.Step();
        }
        used.LoadStateDict(new Adam([Leaf(1)]).StateDict());
        var (y, fresh) = (Leaf(x.Item()), (Optimizer?)null);
        fresh = new Adam([y]);
        (x.Grad, y.Grad) = (Tensor.Full([1], -2), Tensor.Full([1], -2));
        used.Step();
        fresh.Step();
        Assert.Equal(y.Item(), x.Item());
    }

    [Fact]
    public void A_state_dict_has_PyTorchs_paths_and_every_option()
    {
        var (a, b) = (Leaf(1), Leaf(2));
        var sgd = new SGD([a], lr: 0.1, momentum: 0.9);
        sgd.AddParamGroup([b], o => o with { Momentum = 0, Nesterov = false });
        (a.Grad, b.Grad) = (Tensor.Ones(1), Tensor.Ones(1));
        sgd.Step();
        var state = sgd.StateDict();
        Assert.Equal(
            "param_groups.0.average_momentum param_groups.0.correct_bias param_groups.0.dampening param_groups.0.l1_penalty param_groups.0.lr param_groups.0.maximize param_groups.0.momentum param_groups.0.nesterov param_groups.0.params param_groups.0.weight_decay state.0.momentum_buffer",
            string.Join(' ', state.Keys.Where(k => !k.StartsWith("param_groups.1", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
        Assert.Equal([1L], state["param_groups.1.params"].ToArray<long>());
        Assert.Equal(0.9, state["param_groups.0.momentum"].Item());

        var other = new SGD([Leaf(1)]);
        other.AddParamGroup([Leaf(2)]);
        other.LoadStateDict(state);
        Assert.Equal(sgd.ParamGroups.Select(g => g.Options), other.ParamGroups.Select(g => g.Options));
        Assert.Contains("param_groups.1.lr", Assert.Throws<AutogradException>(() => new SGD([Leaf(1)]).LoadStateDict(state)).Message, StringComparison.Ordinal);
        Assert.Contains("state.0.momentum_buffer", Assert.Throws<AutogradException>(() => new Adam([Leaf(1)]).LoadStateDict(state)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_optimizer_prints_as_in_PyTorch()
    {
        var adam = new Adam([Leaf(1)]);
        adam.AddParamGroup([Leaf(1)], o => o with { Lr = 0.1, Amsgrad = true });
        Assert.Equal(
            """
            Adam (
            Parameter Group 0
                amsgrad: False
                betas: (0.9, 0.999)
                eps: 1e-08
                eps_inside_root: False
                l1_penalty: 0
                lr: 0.001
                maximize: False
                weight_decay: 0

            Parameter Group 1
                amsgrad: True
                betas: (0.9, 0.999)
                eps: 1e-08
                eps_inside_root: False
                l1_penalty: 0
                lr: 0.1
                maximize: False
                weight_decay: 0
            )
            """.ReplaceLineEndings("\n"),
            adam.ToString());
    }

    [Fact]
    public void States_follow_a_parameter_into_another_dtype()
    {
        var layer = new Linear(2, 1, bias: false);
        var adam = new Adam(layer.Parameters());
        for (int i = 0; i < 2; i++)
        {
            layer.Weight.Grad = Tensor.OnesLike(layer.Weight);
            adam.Step();
            layer.To(DType.Float64);
        }
        var state = adam.StateDict();
        Assert.Equal(DType.Float64, state["state.0.exp_avg"].DType);
        Assert.Equal(0.19, state["state.0.exp_avg"].ToArray<double>()[0], 7);
        Assert.Equal(2, state["state.0.step"].Item());
    }

    private static IEnumerable<(Dictionary<string, Tensor> State, string Word)> Spoiled(IReadOnlyDictionary<string, Tensor> good, string key)
    {
        var lacking = new Dictionary<string, Tensor>(good, StringComparer.Ordinal);
        lacking.Remove(key);
        // A parameter may have no state at all: what is left over is then what nobody asked for.
        bool alone = key.StartsWith("state.", StringComparison.Ordinal) && good.Keys.Count(k => k.StartsWith(key[..8], StringComparison.Ordinal)) == 1;
        if (!alone) yield return (lacking, "missing");
        yield return (new(good, StringComparer.Ordinal) { [key] = Tensor.Zeros(2, 3, 1) }, "[2, 3, 1]");
        yield return (new(good, StringComparer.Ordinal) { [key + "x"] = good[key] }, "unexpected");
    }

    private static Optimizer Stepped(Type type, double gradient)
    {
        Tensor[] parameters = [Tensor.Ones(2).RequiresGradInPlace(), Tensor.Ones(2).RequiresGradInPlace()];
        var optimizer = Optimizers.Make(type, parameters, OnOf(type));
        Optimizers.Step(optimizer, parameters.Select(p => Tensor.FullLike(p, gradient)));
        return optimizer;
    }

    // As many switches as go together.
    private static string OnOf(Type type) => Optimizers.Cases(type).MaxBy(static c => c.Switches.Length).Switches;

    private static byte[] Bytes(Optimizer optimizer) =>
        [.. optimizer.StateDict().SelectMany(static entry => System.Text.Encoding.UTF8.GetBytes($"{entry.Key} {entry.Value.DType} {string.Join(' ', entry.Value.Double().Ravel().ToArray<double>())};"))];

    private static Tensor Leaf(double value) => Tensor.Full([1], value).RequiresGradInPlace();

    private static float[] Train(Type type, int interruptAt)
    {
        Generator.ManualSeed(4);
        var net = new Linear(3, 2);
        var x = Tensor.Randn(8, 3);
        var optimizer = Optimizers.Make(type, net.Parameters(), OnOf(type));
        for (int step = 0; step < 10; step++)
        {
            if (step == interruptAt)
            {
                var state = optimizer.StateDict();
                optimizer = Optimizers.Make(type, net.Parameters());
                optimizer.LoadStateDict(state);
            }
            optimizer.Step(() =>
            {
                optimizer.ZeroGrad();
                var loss = net.Forward(x).Square().Mean();
                loss.Backward();
                return loss;
            });
        }
        return net.Weight.ToArray<float>();
    }
}
