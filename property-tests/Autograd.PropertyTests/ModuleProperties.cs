using Autograd.Checks;
using Autograd.NN;
using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>What is true of every module: derivatives, evaluation, dtypes, hooks, shapes.</summary>
public sealed class ModuleProperties
{
    public static TheoryData<string> All() => new(ModuleTable.Rows.Select(static row => row.Name));

    [Fact]
    public void Every_public_module_has_a_row()
    {
        var known = ModuleTable.Rows.Select(static row => row.Type).ToHashSet();
        Assert.Equal(known.Count, ModuleTable.Rows.Count);
        var modules = typeof(Module).Assembly.GetExportedTypes().Where(static t => t.IsSubclassOf(typeof(Module)) && !t.IsAbstract);
        Assert.Empty(modules.Where(t => !known.Contains(t)).Select(static t => t.Name));
        Assert.All(ModuleTable.Rows, static row => Assert.NotEmpty(row.Cases));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Gradients_of_parameters_and_inputs_agree_with_differences(string name) => ModuleChecks.Derivatives(ModuleTable.Find(name));

    [Theory]
    [MemberData(nameof(All))]
    public void Evaluation_is_not_random_and_changes_nothing(string name) => ModuleChecks.Evaluation(ModuleTable.Find(name));

    [Theory]
    [MemberData(nameof(All))]
    public void The_layout_of_the_inputs_changes_no_bit(string name) => ModuleChecks.Layout(ModuleTable.Find(name));

    [Theory]
    [MemberData(nameof(All))]
    public void A_module_converts_and_its_parameters_stay_the_objects_they_are(string name) => OpProperty.Check(ModuleTable.Find(name), 2, static (@case, draw) =>
    {
        var sample = new ModuleSample(@case, draw, DType.Float64);
        sample.Module.Eval();
        var exact = sample.Call();
        var parameters = sample.Module.Parameters().ToList();
        Assert.Same(sample.Module, sample.Module.To(DType.Float32));
        Assert.True(parameters.SequenceEqual(sample.Module.Parameters(), ReferenceEqualityComparer.Instance));
        Assert.All(sample.Module.StateDict().Values.Where(static v => v.DType.IsFloat), static v => Assert.Equal(DType.Float32, v.DType));
        var near = @case.Call(sample.Module, Array.ConvertAll(sample.Inputs, static x => x.DType.IsFloat ? x.Detach().To(DType.Float32) : x));
        for (int i = 0; i < exact.Length; i++)
        {
            Assert.Equal(exact[i].DType.IsFloat ? DType.Float32 : exact[i].DType, near[i].DType);
            Assert.True(near[i].To(exact[i].DType).AllClose(exact[i], rtol: 1e-4, atol: 1e-4), $"result {i}: {near[i]} for {exact[i]}");
        }
    });

    [Theory]
    [MemberData(nameof(All))]
    public void Hooks_are_called_once_a_call(string name) => OpProperty.Check(ModuleTable.Find(name), 1, (@case, draw) =>
    {
        var sample = new ModuleSample(@case, draw, DType.Float32);
        var seen = new List<string>();
        var handles = sample.Module.NamedModules().SelectMany(m => new[]
        {
            m.Module.RegisterForwardPreObserver((Module _, object _) => seen.Add($"before {m.Name}")),
            m.Module.RegisterForwardObserver((Module _, object _, object _) => seen.Add($"after {m.Name}")),
        }).ToList();
        sample.Call();
        Assert.Equal(seen.Distinct().Count(), seen.Count);
        Assert.Equal(!ModuleTable.Find(name).IsHolder, seen.Contains("before ") && seen.Contains("after "));
        int count = seen.Count;
        foreach (var handle in handles) handle.Remove();
        sample.Call();
        Assert.Equal(count, seen.Count);
    });

    [Theory]
    [MemberData(nameof(All))]
    public void Shapes_come_without_values(string name) => ModuleChecks.OnShapes(ModuleTable.Find(name));
}
