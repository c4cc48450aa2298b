using Autograd.NN;

namespace Autograd.Tests.NN;

public class ModuleTests
{
    private class Body : Module
    {
        protected readonly Linear fc1 = new(2, 3);

        [Buffer]
        protected readonly Tensor runningMean = Tensor.Zeros(3);

        [Buffer(Persistent = false)]
        protected readonly Tensor cache = Tensor.Zeros(1);

        protected readonly Tensor plain = Tensor.Zeros(1);
    }

    private sealed class Everything : Body
    {
        private readonly Linear[] heads = [new(3, 1), new(3, 1, bias: false)];
        private readonly Dictionary<string, Module> named = new(StringComparer.Ordinal) { ["out"] = new Linear(1, 1, bias: false) };
        private readonly List<List<Parameter>> nested = [[new Parameter(Tensor.Ones(2))]];

        public Parameter InProjWeight { get; } = new(Tensor.Ones(1));

        [Key("odd")]
        public Linear Other { get; } = new(1, 1, bias: false);

        public Linear? Absent { get; }

        public int Heads => heads.Length + named.Count + nested.Count;
    }

    private sealed class Captured(Linear layer) : Module
    {
        protected override Tensor ForwardCore(Tensor input) => layer.Forward(input);
    }

    private sealed class Tupled : Module
    {
        private readonly (Linear First, Linear Second) pair = (new(1, 1, bias: false), new(1, 1));

        public Tensor Run(Tensor x) => pair.Second.Forward(pair.First.Forward(x));
    }

    private sealed class Sets : Module
    {
        public HashSet<Linear> Layers { get; } = [new Linear(1, 1)];
    }

    private sealed class Twice : Module
    {
        public Linear InProj { get; } = new(1, 1);

        [Key("in_proj")]
        public Linear Other { get; } = new(1, 1);
    }

    private sealed class Sum : Module
    {
        protected override Tensor ForwardCore(Tensor first, Tensor second) => first + second;

        protected override Tensor ForwardCore(Tensor first, Tensor second, Tensor third) => first + second + third;
    }

    private sealed class Pair : Module<(Tensor A, Tensor B), (Tensor Sum, Tensor Product)>
    {
        protected override (Tensor Sum, Tensor Product) ForwardCore((Tensor A, Tensor B) input) => (input.A + input.B, input.A * input.B);
    }

    [Fact]
    public void Members_are_found_in_declaration_order_base_class_first()
    {
        // A module's own parameters come before those of its children.
        const string Expected = "nested.0.0 in_proj_weight fc1.weight fc1.bias heads.0.weight heads.0.bias heads.1.weight named.out.weight odd.weight";
        Assert.Equal(Expected, Text(new Everything().NamedParameters().Select(p => p.Name)));
    }

    [Fact]
    public void Buffers_are_state_unless_they_are_not_persistent_and_plain_tensors_are_neither()
    {
        var module = new Body();
        Assert.Equal("running_mean cache", Text(module.NamedBuffers().Select(b => b.Name)));
        Assert.Equal("running_mean fc1.weight fc1.bias", Text(module.StateDict().Keys));
    }

    [Theory]
    [InlineData("InProj", "in_proj")]
    [InlineData("inProjWeight", "in_proj_weight")]
    [InlineData("fc1", "fc1")]
    [InlineData("_fc1", "fc1")]
    [InlineData("Conv2D", "conv2d")]
    [InlineData("MLPHead", "mlp_head")]
    [InlineData("MLP", "mlp")]
    [InlineData("weightIH", "weight_ih")]
    [InlineData("weight_ih_l0", "weight_ih_l0")]
    [InlineData("Layer1Norm", "layer1_norm")]
    public void Keys_are_snake_case(string name, string key) => Assert.Equal(key, MemberPlan.SnakeCase(name));

    [Fact]
    public void A_captured_constructor_parameter_is_a_member() =>
        Assert.Equal("layer.weight layer.bias", Text(new Captured(new Linear(1, 1)).NamedParameters().Select(p => p.Name)));

    [Fact]
    public void Nothing_is_forgotten_silently()
    {
        Assert.Equal("pair.0.weight pair.1.weight pair.1.bias", Text(new Tupled().NamedParameters().Select(p => p.Name)));
        Assert.Equal(DType.Float64, ((Tupled)new Tupled().To(DType.Float64)).Run(Tensor.Ones([1], DType.Float64)).DType);
        Assert.Contains("HashSet", Assert.Throws<AutogradException>(() => new Sets().Parameters().Count()).Message, StringComparison.Ordinal);
        Assert.Contains("'in_proj'", Assert.Throws<AutogradException>(() => new Twice().Parameters().Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shared_parameter_is_listed_once_and_saved_under_each_key()
    {
        var shared = new Linear(2, 2, bias: false);
        var net = new Sequential(shared, new ReLU(), shared);
        Assert.Single(net.Parameters());
        Assert.Equal("0.weight 2.weight", Text(net.StateDict().Keys));
        net.To(DType.Float64);
        Assert.Single(net.Parameters());
        Assert.Equal(DType.Float64, net.Parameters().First().DType);
    }

    [Fact]
    public void A_weight_can_be_tied()
    {
        var (encode, decode) = (new Linear(3, 2), new Linear(3, 2, bias: false));
        decode.Weight = encode.Weight;
        var net = new Sequential(encode, new Tanh(), new Linear(2, 3), decode);
        Assert.Equal("0.weight 0.bias 2.weight 2.bias", Text(net.NamedParameters().Select(p => p.Name)));
        var state = net.StateDict();
        Assert.Same(state["0.weight"], state["3.weight"]);
        net.Forward(Tensor.Ones(1, 3)).Sum().Backward();
        Assert.Same(encode.Weight.Grad, decode.Weight.Grad);
        net.To(DType.Float64);
        Assert.Same(encode.Weight, decode.Weight);

        Assert.Contains("[2, 3]", Assert.Throws<ShapeException>(() => decode.Weight = new Parameter(Tensor.Ones(3, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => decode.Weight = null!);
        Assert.Throws<ShapeException>(() => decode.Bias = new Parameter(Tensor.Ones(3)));
    }

    [Fact]
    public void Training_mode_and_freezing_reach_every_module()
    {
        var net = new Sequential(new Linear(2, 2), new Sequential(new Dropout()));
        net.Eval();
        Assert.All(net.Modules(), m => Assert.False(m.Training));
        Assert.True(net.Train().Training);
        net.RequiresGrad(false);
        Assert.All(net.Parameters(), p => Assert.False(p.RequiresGrad));
        Assert.Equal(4, net.Modules().Count());
    }

    [Fact]
    public void A_module_prints_as_in_PyTorch()
    {
        var net = new Sequential(new Linear(2, 3), new ReLU(), new Sequential(new Dropout(0.5), new GELU()));
        Assert.Equal(
            "Sequential(\n  (0): Linear(in_features=2, out_features=3, bias=True)\n  (1): ReLU()\n  (2): Sequential(\n    (0): Dropout(p=0.5, inplace=False)\n    (1): GELU(approximate='none')\n  )\n)",
            net.ToString());
        Assert.Equal("ModuleList(\n  (0): Tanh()\n)", new ModuleList<Module>(new Tanh()).ToString());
        Assert.Equal("Parameter containing:\ntensor([1.], requiresGrad=true)", new Parameter(Tensor.Ones(1)).ToString());
    }

    [Fact]
    public void The_result_of_loading_prints_as_in_PyTorch()
    {
        Assert.Equal("<All keys matched successfully>", new LoadResult([], []).ToString());
        Assert.Equal("_IncompatibleKeys(missing_keys=['a', 'b'], unexpected_keys=[])", new LoadResult(["a", "b"], []).ToString());
    }

    [Fact]
    public void Modules_of_several_inputs_and_outputs()
    {
        var one = Tensor.Ones(1);
        Assert.Equal(2, new Sum().Forward(one, one).Item());
        Assert.Equal(3, new Sum().Forward(one, one, one).Item());
        var error = Assert.Throws<AutogradException>(() => new Sum().Forward(one));
        Assert.Contains("Sum.Forward", error.Message, StringComparison.Ordinal);
        var (sum, product) = new Pair().Forward((one, one));
        Assert.Equal((2.0, 1.0), (sum.Item(), product.Item()));
    }

    [Fact]
    public void Apply_reaches_children_before_parents()
    {
        var order = new List<string>();
        new Sequential(new Linear(1, 1), new Sequential(new ReLU())).Apply(m => order.Add(m.GetType().Name));
        Assert.Equal(["ReLU", "Sequential", "Linear", "Sequential"], order);
    }

    private static string Text(IEnumerable<string> names) => string.Join(' ', names);
}
