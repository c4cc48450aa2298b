using Autograd.NN;

namespace Autograd.Tests.NN;

public sealed class ContainerTests
{
    [Fact]
    public void A_chain_is_a_collection_expression()
    {
        Sequential net = [new Linear(2, 3), new ReLU(), new Linear(3, 1)];
        Assert.Equal(3, net.Count);
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], net.StateDict().Keys);
        Assert.Equal([4, 1], net.Forward(Tensor.Ones(4, 2)).Shape.ToArray());
        ModuleList<Linear> list = [new(1, 1), new(1, 1, bias: false)];
        Assert.Equal(["0.weight", "0.bias", "1.weight"], list.StateDict().Keys);
        Assert.Empty(new Sequential());
    }

    [Fact]
    public void A_chain_has_names_where_they_are_given()
    {
        var net = new Sequential([("features", new Linear(2, 3)), ("head", new Linear(3, 1))]);
        net.Append(new Tanh());
        Assert.Equal(["features", "head", "2"], net.NamedChildren().Select(c => c.Name));
        Assert.Same(net[1], net["head"]);
        Assert.StartsWith("Sequential(\n  (features): Linear(", net.ToString(), StringComparison.Ordinal);
        Assert.Contains("'a' is given twice", Assert.Throws<AutogradException>(() => new Sequential([("a", new Tanh()), ("a", new Tanh())])).Message, StringComparison.Ordinal);
        Assert.Contains("no dot", Assert.Throws<AutogradException>(() => new Sequential([("a.b", new Tanh())])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dictionaries_keep_their_order_and_replace_in_place()
    {
        var map = new ModuleDict<Module> { ["b"] = new Linear(1, 1, bias: false), ["a"] = new Tanh() };
        map.Add("c", new Linear(2, 2, bias: false));
        map["b"] = new Linear(3, 1, bias: false);
        Assert.Equal(["b", "a", "c"], map.Keys);
        Assert.Equal(["b.weight", "c.weight"], map.StateDict().Keys);
        Assert.True(map.Remove("c"));
        Assert.False(map.ContainsKey("c"));
        Assert.Throws<AutogradException>(() => map.Add("b", new Tanh()));

        var parameters = new ParameterDict { ["scale"] = new(Tensor.Ones(2)), ["shift"] = new(Tensor.Zeros(2)) };
        Assert.Equal(["scale", "shift"], parameters.StateDict().Keys);
        ParameterList list = [new(Tensor.Ones(2))];
        list.Add(new(Tensor.Zeros(1)));
        list[0] = parameters["scale"];
        Assert.Equal(["0", "1"], list.StateDict().Keys);
        Assert.Same(parameters["scale"], list.Parameters().First());
    }

    [Fact]
    public void A_scope_gives_every_module_its_own_mode_back()
    {
        var net = new Sequential(new Dropout(), new BatchNorm1d(2));
        net[1].Eval();
        using (net.EvalScope)
        {
            Assert.All(net.Modules(), m => Assert.False(m.Training));
            using (net.TrainScope) Assert.All(net.Modules(), m => Assert.True(m.Training));
            Assert.All(net.Modules(), m => Assert.False(m.Training));
        }
        Assert.Equal([true, true, false], net.Modules().Select(m => m.Training));
        try
        {
            using (net.EvalScope) throw new InvalidOperationException();
        }
        catch (InvalidOperationException)
        {
            Assert.True(net.Training);
        }
    }
}
