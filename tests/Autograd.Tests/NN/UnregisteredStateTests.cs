using Autograd.NN;

namespace Autograd.Tests.NN;

/// <summary>What learns is found, or refused by name.</summary>
public class UnregisteredStateTests
{
    private sealed class Head
    {
        public Parameter Scale { get; } = new(Tensor.Ones(1));
    }

    private class Base
    {
        public string Name { get; set; } = "";
    }

    private sealed class Derived : Base
    {
        public List<(int, Linear)> Layers { get; } = [(1, new Linear(1, 1))];
    }

    private sealed record Back(Module Owner, Linear Known);

    private sealed record Leaf(Tensor Value);

    private sealed class OfHeads : Module
    {
        public List<Head> Heads { get; } = [new Head()];
    }

    private sealed class OfBase : Module
    {
        public Base Helper { get; } = new Derived();
    }

    private sealed class OfSets : Module
    {
        public List<HashSet<Linear>> Sets { get; } = [[new Linear(1, 1)]];
    }

    private sealed class OfTensor : Module
    {
        private readonly Tensor scale = Tensor.Ones(1).RequiresGradInPlace();

        public Tensor Scale => scale;
    }

    private sealed class OfRecords : Module
    {
        public Leaf[] Leaves { get; } = [new Leaf(Tensor.Ones(1)), new Leaf(Tensor.Ones(1).RequiresGradInPlace())];
    }

    private sealed class Harmless : Module
    {
        private readonly Linear layer = new(1, 1);
        private readonly Back back;
        private readonly Base plain = new();
        private readonly List<Leaf> leaves = [new Leaf(Tensor.Ones(1))];
        private readonly Func<Tensor, Tensor> closure = new Linear(1, 1).Forward;
        private readonly object[] anything = ["text", 1, new DateTime(2000, 1, 1)];

        [Buffer]
        private readonly Tensor marked = Tensor.Ones(1).RequiresGradInPlace();

        private Tensor? last;

        public Harmless() => back = new Back(this, layer);

        public int Count => leaves.Count + anything.Length + plain.Name.Length + marked.Numel + (back.Owner == this ? 1 : 0);

        protected override Tensor ForwardCore(Tensor input) => last = closure(layer.Forward(input)) + (last ?? Tensor.Zeros(1));
    }

    [Fact]
    public void Helpers_that_learn_are_refused_by_name()
    {
        AssertRefused(new OfHeads(), "OfHeads.heads.0", "Head", "a parameter");
        AssertRefused(new OfBase(), "OfBase.helper", "Derived", "a Linear");
        AssertRefused(new OfSets(), "OfSets.sets.0", "HashSet", "a Linear");
        AssertRefused(new OfRecords(), "OfRecords.leaves.1", "Leaf", "a parameter");
        AssertRefused(new OfTensor(), "OfTensor.scale", "Parameter", "[Buffer]");
    }

    [Fact]
    public void What_holds_nothing_of_its_own_is_left_alone()
    {
        var module = new Harmless();
        module.Forward(Tensor.Ones(1));
        Assert.Equal(["layer.weight", "layer.bias"], module.NamedParameters().Select(p => p.Name));
        Assert.True(module.Count > 0);
    }

    private static void AssertRefused(Module module, params string[] parts)
    {
        foreach (var ask in new Action[] { () => module.Parameters().Count(), () => module.StateDict(), () => module.To(DType.Float64), () => module.NamedModules().Count() })
        {
            string message = Assert.Throws<AutogradException>(ask).Message;
            foreach (string part in parts) Assert.Contains(part, message, StringComparison.Ordinal);
        }
    }
}
