using System.Globalization;
using Autograd.Checks;
using Xunit.Abstractions;

namespace Autograd.Tests.Checks;

/// <summary>No right function is called wrong, or left open.</summary>
public sealed class RightFunctionTests(ITestOutputHelper output)
{
    private const int AtLeast = 300;

    [Fact]
    public void At_least_three_hundred_right_functions_pass()
    {
        int correct = 0, kinks = 0;
        var refused = new List<string>();
        foreach (var right in RightFunctions.All())
        {
            var report = GradCheck.Run(right.F, right.Inputs, new() { Order = right.Order });
            correct++;
            kinks += report.Rows.Sum(row => row.Kinks);
            if (!report.Passed) refused.Add($"{right.Name}\n{report}");
        }
        string count = string.Create(CultureInfo.InvariantCulture, $"correct {correct}, passed {correct - refused.Count}, false verdicts {refused.Count}, kinks met {kinks}");
        output.WriteLine(count);
        Assert.True(refused.Count == 0, $"{count}\n{string.Join('\n', refused.Take(5))}");
        Assert.True(correct >= AtLeast, count);
    }
}
