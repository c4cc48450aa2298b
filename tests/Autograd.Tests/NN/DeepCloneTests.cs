using Autograd.NN;

namespace Autograd.Tests.NN;

public sealed class DeepCloneTests
{
    private sealed record Settings(int Size, List<int> Steps);

    private struct Pair
    {
        public int[]? Numbers;
    }

    private sealed class Everything : Module
    {
        private readonly Linear[] array = [new(2, 2), new(2, 2)];
        private readonly Dictionary<string, Linear> named = new(StringComparer.OrdinalIgnoreCase) { ["Head"] = new(2, 1) };
        private readonly (Linear Layer, int Times) pair = (new(2, 2), 3);
        private readonly Settings settings = new(4, [1, 2]);
        private readonly int[,] grid = { { 1, 2 }, { 3, 4 } };
        private readonly HashSet<string> words = new(StringComparer.OrdinalIgnoreCase) { "one" };
        private readonly Generator generator = new(3);
        private readonly Lock gate = new();
        private readonly Func<Tensor, Tensor> scale;
        private double factor = 2;

        public Everything()
        {
            Tied.Weight = Encoder.Weight;
            Values.Numbers = [7];
            scale = x => x * factor;
        }

        public Linear Encoder { get; } = new(2, 2);

        public Linear Tied { get; } = new(2, 2, bias: false);

        [Buffer]
        public Tensor Mean { get; private set; } = Tensor.Zeros(2);

        [Shared]
        public StringWriter Log { get; } = new();

        public Pair Values;

        public Tensor Constant { get; } = Tensor.Ones(2);

        public void Change()
        {
            factor = 5;
            settings.Steps.Add(3);
            grid[0, 0] = 100;
            Values.Numbers![0] = 100;
            Constant.FillInPlace(9);
            Mean.FillInPlace(9);
            words.Add("two");
            generator.NextInt64();
            lock (gate) Log.Write("changed");
        }

        public string Describe() => FormattableString.Invariant(
            $"{settings.Steps.Count} {grid[0, 0]} {Values.Numbers![0]} {Constant[0].Item()} {Mean[0].Item()} {named["HEAD"].OutFeatures} {words.Contains("ONE")} {words.Count} {pair.Times} {generator.GetState()[100]} {scale(Tensor.Scalar(1)).Item()} {array.Length}");
    }

    private sealed class Computed : Module
    {
        public Tensor Doubled { get; } = new Parameter(Tensor.Ones(2)) * 2.0;
    }

    private sealed class WithFiles : Module
    {
        public List<Stream> Files { get; } = [new MemoryStream()];
    }

    [Fact]
    public void What_a_clone_holds_is_its_own()
    {
        var model = new Everything();
        string before = model.Describe();
        var clone = model.DeepClone();
        Assert.Equal(before, clone.Describe());
        clone.Change();
        Assert.Equal(before, model.Describe());
        Assert.NotEqual(before, clone.Describe());
        Assert.Equal(model.NamedParameters().Select(p => p.Name), clone.NamedParameters().Select(p => p.Name));
        Assert.Empty(model.Modules().Intersect(clone.Modules()));
        Assert.Same(model.Log, clone.Log);
        Assert.Equal("changed", model.Log.ToString());
    }

    [Fact]
    public void Tied_weights_stay_tied_and_frozen_ones_frozen()
    {
        var model = new Everything();
        model.Tied.Weight.RequiresGrad = false;
        var clone = model.DeepClone();
        Assert.Same(clone.Encoder.Weight, clone.Tied.Weight);
        Assert.NotSame(model.Encoder.Weight, clone.Encoder.Weight);
        Assert.False(clone.Encoder.Weight.RequiresGrad);
        Assert.True(clone.Encoder.Bias!.RequiresGrad);
    }

    [Fact]
    public void The_mode_is_kept_and_gradients_and_hooks_are_not()
    {
        int calls = 0;
        var model = new Sequential(new Linear(2, 2), new Dropout());
        model.RegisterForwardObserver((Module _, object _, object _) => calls++);
        model.Eval();
        model.Forward(Tensor.Ones(1, 2)).Sum().Backward();
        var clone = model.DeepClone();
        clone.Forward(Tensor.Ones(1, 2));
        Assert.Equal(1, calls);
        Assert.All(clone.Modules(), m => Assert.False(m.Training));
        Assert.All(clone.Parameters(), p => Assert.Null(p.Grad));
        Assert.All(model.Parameters(), p => Assert.NotNull(p.Grad));
    }

    [Fact]
    public void What_cannot_be_copied_is_named()
    {
        string message = Assert.Throws<AutogradException>(() => new Computed().DeepClone()).Message;
        Assert.Contains("Computed.Doubled was computed by Mul", message, StringComparison.Ordinal);
        message = Assert.Throws<AutogradException>(() => new Sequential(new WithFiles()).DeepClone()).Message;
        Assert.Contains("Files[0] is a MemoryStream", message, StringComparison.Ordinal);
        Assert.Contains("[Shared]", message, StringComparison.Ordinal);
    }
}
