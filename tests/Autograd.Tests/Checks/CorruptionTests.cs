using Autograd.Checks;

namespace Autograd.Tests.Checks;

/// <summary>The checker is checked: every planted error is found where it must be, and its twin passes.</summary>
public sealed class CorruptionTests
{
    public static TheoryData<string> Names() => new(Corruptions.All.Select(c => c.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_corrupted_rule_is_caught(string name)
    {
        var corruption = Corruptions.All.Single(c => c.Name == name);

        var report = GradCheck.Run(corruption.Wrong, corruption.Inputs(), new() { Order = corruption.Order });

        Assert.False(report.Passed);
        Assert.Contains(report.Rows, row => !row.Passed && row.Kind == corruption.Kind && row.Order == corruption.FoundAt);
        Assert.All(report.Rows, row => Assert.True(row.Passed || row.Order >= corruption.FoundAt, row.ToString()));
        Assert.Throws<AutogradException>(report.ThrowIfFailed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_twin_passes(string name)
    {
        var corruption = Corruptions.All.Single(c => c.Name == name);
        GradCheck.Run(corruption.Right, corruption.Inputs(), new() { Order = corruption.Order }).ThrowIfFailed();
    }

    [Fact]
    public void There_are_at_least_twelve() => Assert.True(Corruptions.All.Count >= 12);

    [Fact]
    public void A_wrong_element_is_named()
    {
        var op = PlantedOp.Map(x => x.Sin(), x => x.Cos().SetItem(0.9, 2, 3));
        var x = Tensor.Randn([5, 7], DType.Float64, new Generator(1)).RequiresGradInPlace();
        var row = GradCheck.Run(x => op.Apply(x), x, new() { ForwardMode = false }).Rows.Single(r => !r.Passed);
        Assert.Equal([2, 3], row.WorstElement);
    }
}
