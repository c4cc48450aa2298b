using System.CommandLine;
using Experiments;

var name = new Argument<string>("name") { Description = "An experiment, or list, or all" };
name.AcceptOnlyFromAmong([.. ExperimentList.All.Select(static e => e.Name), "list", "all"]);
var data = new Option<DirectoryInfo>("--data")
{
    Description = "The folder with mnist/ and tabular/ in it; the variable AUTOGRAD_DATA when not given",
    DefaultValueFactory = static _ => Environment.GetEnvironmentVariable("AUTOGRAD_DATA") is { Length: > 0 } folder ? new DirectoryInfo(folder) : null!,
};
var output = new Option<DirectoryInfo>("--out")
{
    Description = "Where the figures and the page go",
    DefaultValueFactory = static _ => new DirectoryInfo(Path.Combine("artifacts", "experiments")),
};
var reduced = new Option<bool>("--reduced") { Description = "At the size of the tests: seconds instead of minutes" };

var command = new RootCommand("Classical experiments of training networks, a figure and a number each.") { name, data, output, reduced };
command.SetAction(result =>
{
    string asked = result.GetValue(name)!;
    if (string.Equals(asked, "list", StringComparison.Ordinal))
    {
        foreach (string line in TextTable.Of(["name", "what", "data"], ExperimentList.All.Select(static e => (string[])[e.Name, e.Title, e.NeedsData ? "--data" : ""]))) Console.WriteLine(line);
        return 0;
    }
    var options = new ExperimentOptions(result.GetValue(data)?.FullName, result.GetValue(reduced));
    bool isAll = string.Equals(asked, "all", StringComparison.Ordinal);
    var chosen = ExperimentList.All.Where(e => isAll || string.Equals(e.Name, asked, StringComparison.Ordinal));
    try
    {
        return Session.Run(chosen, options, result.GetValue(output)!.FullName, Console.Out) ? 0 : 1;
    }
    catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
