using Autograd.NN;
using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>The state of every module: what is saved is all there is, and printing shows the arguments.</summary>
public sealed class ModuleStateProperties
{
    public static TheoryData<string> All() => ModuleProperties.All();

    [Theory]
    [MemberData(nameof(All))]
    public void A_fresh_module_with_the_state_gives_the_same_bits(string name) => OpProperty.Check(ModuleTable.Find(name), 3, static (@case, draw) =>
    {
        var sample = new ModuleSample(@case, draw, DType.Float32);
        var other = ModuleSample.Fresh(@case, (ulong)draw.Seed + 1, DType.Float32);
        other.LoadStateDict(sample.Module.StateDict());
        AssertAlike(sample, other);
    }, InputLayout.Mixed);

    [Theory]
    [MemberData(nameof(All))]
    public void A_clone_gives_the_same_bits_and_is_independent(string name) => OpProperty.Check(ModuleTable.Find(name), 3, static (@case, draw) =>
    {
        var sample = new ModuleSample(@case, draw, DType.Float32);
        var other = sample.Module.DeepClone();
        Assert.Empty(Storages(sample.Module).Intersect(Storages(other)));
        AssertAlike(sample, other);
        sample.Module.Eval();
        var before = sample.Call();
        using (NoGrad.Scope)
        {
            foreach (var tensor in other.Parameters().Concat(other.NamedBuffers().Select(static b => b.Buffer))) tensor.FillInPlace(3);
        }
        var after = sample.Call();
        for (int i = 0; i < before.Length; i++) Same.Bits(before[i], after[i], $"result {i}");
    }, InputLayout.Mixed);

    [Theory]
    [MemberData(nameof(All))]
    public void Keys_are_lower_case_and_parameters_and_buffers_are_all_there(string name) => OpProperty.Check(ModuleTable.Find(name), 1, static (@case, draw) =>
    {
        var module = new ModuleSample(@case, draw, DType.Float32).Module;
        var state = module.StateDict();
        Assert.All(state.Keys, static key => Assert.Matches("^[a-z0-9_.]+$", key));
        Assert.All(module.NamedParameters(), p => Assert.Same(p.Parameter.Storage, state[p.Name].Storage));
        string message = Assert.Throws<AutogradException>(() => module.LoadStateDict(new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["no.such"] = Tensor.Ones(1) })).Message;
        Assert.All(state.Keys.Append("no.such"), key => Assert.Contains(key, message, StringComparison.Ordinal));
    });

    [Theory]
    [MemberData(nameof(All))]
    public void Printing_shows_name_and_arguments_as_python_does(string name) => OpProperty.Check(ModuleTable.Find(name), 1, (@case, draw) =>
    {
        string text = ModuleSample.Fresh(@case, (ulong)draw.Seed, DType.Float32).ToString();
        Assert.StartsWith(name + "(", text, StringComparison.Ordinal);
        Assert.EndsWith(")", text, StringComparison.Ordinal);
        Assert.Equal(text.Count(static c => c == '('), text.Count(static c => c == ')'));
        Assert.DoesNotMatch(@"Autograd|System|`|=(true|false|null)?[,)]", text);
    });

    private static IEnumerable<object> Storages(Module module) => module.Parameters().Concat(module.NamedBuffers().Select(static b => b.Buffer)).Select(static t => t.Storage);

    private static void AssertAlike(ModuleSample sample, Module other)
    {
        foreach (bool training in new[] { false, true })
        {
            sample.Module.Train(training);
            other.Train(training);
            var (expected, actual) = (sample.Call(), sample.Call(other));
            for (int i = 0; i < expected.Length; i++) Same.Bits(expected[i], actual[i], $"result {i}, {(training ? "training" : "evaluation")}");
            foreach (var (mine, theirs) in sample.Module.StateDict().Zip(other.StateDict())) Same.Bits(mine.Value, theirs.Value, mine.Key);
        }
    }
}
