using System.CommandLine;
using CharRnn;

var data = new Option<FileInfo>("--data") { Description = "A file of text, such as tinyshakespeare.txt", Required = true };
var cell = new Option<Cell>("--cell") { Description = "The recurrent network", DefaultValueFactory = _ => Cell.Lstm };
var seed = new Option<ulong>("--seed") { Description = "The seed of all random numbers", DefaultValueFactory = _ => 0 };
var steps = Positive("--steps", "How many batches are learned from", 500);
var hidden = Positive("--hidden", "The features of the state", 256);
var samples = Positive("--sample-every", "After how many steps a sample is written", 100);
var threads = Positive("--threads", "How many threads compute", 1);

var command = new RootCommand("Learns a text character by character, and writes some of its own.") { data, cell, seed, steps, hidden, samples, threads };
command.SetAction(result =>
{
    Autograd.Threads.Count = result.GetValue(threads);
    try
    {
        var text = CharText.Load(result.GetValue(data)!.FullName);
        var settings = new Settings(result.GetValue(cell), result.GetValue(seed), result.GetValue(steps), result.GetValue(hidden), SampleEvery: result.GetValue(samples));
        Training.Run(text, settings, Console.Out);
        return 0;
    }
    catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();

static Option<int> Positive(string name, string description, int standard)
{
    var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
    option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1) result.AddError($"{name} must be at least 1");
    });
    return option;
}
