using Autograd.Tests.House;

namespace Autograd.Tests.Examples;

public sealed class ScriptTests
{
    [Fact]
    public void A_program_of_one_file_runs_without_a_project()
    {
        string output = DotNet.Run(Repository.Root, TimeSpan.FromMinutes(5), "run", "-c", Repository.Configuration, "--file", "examples/line.cs");

        Assert.Contains("y = 2.0 x + 1.0", output, StringComparison.Ordinal);
    }
}
