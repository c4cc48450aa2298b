using Autograd.Checks;

namespace Autograd.Testing;

/// <summary>What is true of a module: derivatives, evaluation, layouts, shapes.</summary>
internal static class ModuleChecks
{
    public static void Derivatives(ModuleRow row) => OpProperty.Check(row, 3, static (@case, draw) =>
    {
        var sample = new ModuleSample(@case, draw, DType.Float64);
        foreach (bool training in @case.HasMovingConstants ? new[] { false } : [true, false])
        {
            sample.Module.Train(training);
            GradCheck.Run(sample.Vector, sample.Leaves, new GradCheckOptions { Order = 2, Seed = (ulong)draw.Seed }).ThrowIfFailed();
        }
    });

    public static void Evaluation(ModuleRow row) => OpProperty.Check(row, 3, static (@case, draw) =>
    {
        var sample = new ModuleSample(@case, draw, DType.Float32);
        sample.Module.Eval();
        var before = sample.Module.StateDict().ToDictionary(static s => s.Key, static s => s.Value.Clone(), StringComparer.Ordinal);
        var first = sample.Call();
        Generator.ManualSeed(99);
        var second = @case.Call(sample.Module, sample.Inputs);
        for (int i = 0; i < first.Length; i++) Same.Bits(first[i], second[i], FormattableString.Invariant($"result {i}"));
        foreach (var (key, value) in sample.Module.StateDict()) Same.Bits(before[key], value, key);
    }, InputLayout.Mixed);

    /// <summary>Results and gradients are the same bits under any layout of the inputs.</summary>
    public static void Layout(ModuleRow row) => OpProperty.Check(row, 3, static (@case, draw) =>
    {
        // A cast would lay the inputs out anew.
        var sample = new ModuleSample(@case, draw, DType.Float64);
        var wanted = sample.Module.Parameters().ToArray();
        Run Of(Tensor[] inputs)
        {
            var leaves = Array.ConvertAll(inputs, Run.Leaf);
            return Run.Of(_ => sample.Call(leaves), [.. wanted, .. leaves]);
        }
        Same.Bits(Of(Array.ConvertAll(sample.Inputs, static x => x.Detach().Clone())), Of(sample.Inputs), "drawn layout");
    }, InputLayout.Mixed);

    public static void OnShapes(ModuleRow row) => OpProperty.Check(row, 1, static (@case, draw) =>
    {
        var sample = new ModuleSample(@case, draw, DType.Float32);
        var expected = sample.Call();
        var state = sample.Module.StateDict().Select(static s => s.Value.Clone()).ToList();
        ShapesOnly.Run(() =>
        {
            var actual = sample.Call(sample.Module);
            for (int i = 0; i < expected.Length; i++)
                Need.That(expected[i].Shape == actual[i].Shape && expected[i].DType == actual[i].DType, $"result {i} is {expected[i].DType.Name} {expected[i].Shape}, on shapes alone {actual[i].DType.Name} {actual[i].Shape}");
        });
        foreach (var (before, after) in state.Zip(sample.Module.StateDict().Values)) Same.Bits(before, after, "state");
    });
}
