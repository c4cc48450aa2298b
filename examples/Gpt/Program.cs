using System.CommandLine;
using Gpt;

var data = new Option<FileInfo>("--data") { Description = "A file of text, such as tinyshakespeare.txt", Required = true };
var seed = new Option<ulong>("--seed") { Description = "The seed of all random numbers", DefaultValueFactory = _ => 0 };
var tied = new Option<bool>("--tied") { Description = "One table for the characters in and their scores out" };
var steps = Positive("--steps", "How many batches are learned from", 200);
var batch = Positive("--batch", "How many windows a batch has", 8);
var context = Positive("--context", "How many characters are seen at once", 128);
var size = Positive("--size", "The elements of a position", 192);
var heads = Positive("--heads", "The heads of an attention", 6);
var layers = Positive("--layers", "The blocks", 4);
var sample = Positive("--sample", "How many characters are written at the end", 300);
var threads = Positive("--threads", "How many threads compute", 1);

var command = new RootCommand("Learns a text character by character with a small transformer, and writes some of its own.")
{
    data, seed, tied, steps, batch, context, size, heads, layers, sample, threads,
};
command.SetAction(result =>
{
    Autograd.Threads.Count = result.GetValue(threads);
    try
    {
        var text = new TextData(File.ReadAllText(result.GetValue(data)!.FullName));
        var sizes = new GptSizes(result.GetValue(context), result.GetValue(size), result.GetValue(heads), result.GetValue(layers), result.GetValue(tied));
        Training.Run(text, sizes, result.GetValue(seed), result.GetValue(steps), result.GetValue(batch), result.GetValue(sample), Console.Out);
        return 0;
    }
    catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or Autograd.ShapeException)
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
