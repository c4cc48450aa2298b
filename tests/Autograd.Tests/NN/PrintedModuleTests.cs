using Autograd.Tests.House;

namespace Autograd.Tests.NN;

/// <summary>
/// What modules print, beside what PyTorch 1.13 prints: in <c>ModuleReprs.txt</c> stand Python expressions, each with its <c>repr</c> below it.
/// </summary>
public sealed class PrintedModuleTests
{
    public static TheoryData<string> Expressions => new(Printed().Keys);

    [Theory]
    [MemberData(nameof(Expressions))]
    public void A_module_prints_as_in_PyTorch(string expression) =>
        Assert.Equal(Printed()[expression], ModulesByExpression.All[expression]().ToString());

    [Fact]
    public void Every_module_here_has_its_text() => Assert.Equal(Printed().Keys.Order(StringComparer.Ordinal), ModulesByExpression.All.Keys.Order(StringComparer.Ordinal));

    private static Dictionary<string, string> Printed()
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        string expression = "";
        // The projection of an attention has a class of its own in PyTorch, for a reason that is not there here.
        foreach (string line in File.ReadLines(Repository.Path("tests", "Autograd.Tests", "NN", "ModuleReprs.txt")))
        {
            string text = line.Replace("NonDynamicallyQuantizableLinear", "Linear", StringComparison.Ordinal);
            if (!line.StartsWith("    ", StringComparison.Ordinal)) expression = line;
            else texts[expression] = texts.TryGetValue(expression, out string? before) ? before + "\n" + text[4..] : text[4..];
        }
        return texts;
    }
}
