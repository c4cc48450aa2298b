using Autograd.NN;

namespace Autograd.Tests.NN;

public class HookTests
{
    private sealed class Pair : Module<(Tensor A, Tensor B), (Tensor Sum, Tensor Product)>
    {
        protected override (Tensor Sum, Tensor Product) ForwardCore((Tensor A, Tensor B) input) => (input.A + input.B, input.A * input.B);
    }

    private sealed class Scaled : Module<(Tensor X, int Times), Tensor>
    {
        protected override Tensor ForwardCore((Tensor X, int Times) input) => input.X * input.Times;
    }

    private sealed class Sum : Module
    {
        protected override Tensor ForwardCore(Tensor first, Tensor second) => first + second;
    }

    private sealed class Names : ScopeListener
    {
        public List<string> Heard { get; } = [];

        public override void Enter(string name, object part) => Heard.Add("+" + name);

        public override void Exit() => Heard.Add("-");
    }

    private sealed class Nested : Module
    {
        private readonly Sequential body = new(new Tanh(), new Tanh());
        private readonly Pair pair = new();

        protected override Tensor ForwardCore(Tensor input) => pair.Forward((body.Forward(input), new ReLU().Forward(input))).Sum;
    }

    [Fact]
    public void Hooks_see_inputs_and_may_replace_them_and_the_output_until_removed()
    {
        var module = new Identity();
        var x = Tensor.Ones(2);
        var seen = new List<Tensor>();
        var pre = module.RegisterForwardPreHook((Module _, ref Tensor input) => input += 1.0);
        var hook = module.RegisterForwardHook((Module _, Tensor input, ref Tensor output) =>
        {
            seen.Add(input);
            output *= 10.0;
        });
        Assert.Equal([20f, 20f], module.Forward(x).ToArray<float>());
        Assert.Equal([2f, 2f], Assert.Single(seen).ToArray<float>());
        hook.Remove();
        pre.Remove();
        Assert.Same(x, module.Forward(x));
    }

    [Fact]
    public void Modules_of_tuples_run_the_same_hooks()
    {
        var (one, two) = (Tensor.Ones(1), Tensor.Full([1], 2));
        Module module = new Pair();
        var seen = new List<object>();
        module.RegisterForwardPreHook((Module _, ref (Tensor A, Tensor B) input) => input.B *= 10.0);
        module.RegisterForwardObserver((Module m, object input, object output) =>
        {
            Assert.Same(module, m);
            seen.AddRange([input, output]);
        });
        module.RegisterForwardHook((Module _, (Tensor A, Tensor B) _, ref (Tensor Sum, Tensor Product) output) => output.Product = -output.Product);
        var (sum, product) = ((Pair)module).Forward((one, two));
        Assert.Equal((21.0, -20.0), (sum.Item(), product.Item()));
        Assert.Equal(20, (((Tensor, Tensor))seen[0]).Item2.Item());
        Assert.Equal(20, (((Tensor, Tensor))seen[1]).Item2.Item());

        var scaled = new Scaled();
        scaled.RegisterForwardPreHook((Module _, ref (Tensor X, int Times) input) => input.Times++);
        Assert.Equal(6, scaled.Forward((two, 2)).Item());

        var add = new Sum();
        add.RegisterForwardPreHook((Module _, ref (Tensor, Tensor) input) => input.Item2 = input.Item1);
        Assert.Equal(4, add.Forward(two, one).Item());
    }

    [Fact]
    public void A_hook_for_another_type_is_named_and_not_passed_over()
    {
        var (x, module) = (Tensor.Ones(1), new Pair());
        var hook = module.RegisterForwardPreObserver((Module _, Tensor input) => input.Detach());
        string message = Assert.Throws<AutogradException>(() => module.Forward((x, x))).Message;
        Assert.Contains("Pair.Forward", message, StringComparison.Ordinal);
        Assert.Contains("Tensor", message, StringComparison.Ordinal);
        Assert.Contains("ValueTuple", message, StringComparison.Ordinal);
        hook.Remove();
        module.RegisterForwardHook((Module _, object _, ref object output) => output = x);
        Assert.Throws<AutogradException>(() => module.Forward((x, x)));
    }

    [Fact]
    public void Of_equal_hooks_a_handle_takes_off_its_own()
    {
        var module = new Identity();
        var order = new List<int>();
        Action<Module, object> observer = (_, _) => order.Add(order.Count);
        var handles = new[] { module.RegisterForwardPreObserver(observer), module.RegisterForwardPreObserver(observer) };
        handles[0].Remove();
        handles[0].Remove();
        module.Forward(Tensor.Ones(1));
        Assert.Single(order);
        handles[1].Remove();
        module.Forward(Tensor.Ones(1));
        Assert.Single(order);
    }

    /// <summary>A number converts to a tensor and anything to an object: an observer with a value must not become an output.</summary>
    [Fact]
    public void An_observer_whose_lambda_has_a_value_replaces_nothing()
    {
        var (module, x, calls) = (new Identity(), Tensor.Ones(2), 0);
        Tensor? last = null;
        module.RegisterForwardPreObserver((Module _, Tensor _) => calls++);
        module.RegisterForwardObserver((Module _, Tensor _, Tensor _) => calls++);
        module.RegisterForwardObserver((Module _, object _, object _) => calls++);
        module.RegisterForwardObserver((Module _, Tensor _, Tensor y) => last = y + 1.0);
        Assert.Same(x, module.Forward(x));
        Assert.Equal((3, 2f), (calls, last![0].Item<float>()));
    }

    [Fact]
    public void A_listener_hears_modules_by_their_dotted_names()
    {
        var (net, names) = (new Nested(), new Names());
        using (names.Listen())
        {
            net.Forward(Tensor.Ones(1));
            new Tanh().Forward(Tensor.Ones(1));
            Assert.ThrowsAny<ArgumentException>(() => net.Forward(null!));
        }
        net.Forward(Tensor.Ones(1));
        const string Pass = "+Nested +body +body.0 - +body.1 - - +ReLU - +pair - -";
        const string Broken = "+Nested +body +body.0 - - -";
        Assert.Equal($"{Pass} +Tanh - {Broken}", string.Join(' ', names.Heard));
    }
}
