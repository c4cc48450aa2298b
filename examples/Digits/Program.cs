using System.CommandLine;
using Digits;

var data = new Option<DirectoryInfo>("--data") { Description = "The folder with t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz", Required = true };
var model = new Option<string>("--model") { Description = "The network", DefaultValueFactory = _ => "mlp" };
model.AcceptOnlyFromAmong([.. Models.Names]);
var seed = new Option<ulong>("--seed") { Description = "The seed of all random numbers", DefaultValueFactory = _ => 0 };
var epochs = new Option<int>("--epochs") { Description = "How often every digit is seen", DefaultValueFactory = _ => 10 };
epochs.Validators.Add(static result => AtLeastOne(result, "--epochs"));
var threads = new Option<int>("--threads") { Description = "How many threads compute", DefaultValueFactory = _ => 1 };
threads.Validators.Add(static result => AtLeastOne(result, "--threads"));

var command = new RootCommand("Learns handwritten digits: 8,000 to train, 1,000 to validate, 1,000 to test.") { data, model, seed, epochs, threads };
command.SetAction(result =>
{
    Autograd.Threads.Count = result.GetValue(threads);
    try
    {
        var digits = DigitsData.Load(result.GetValue(data)!.FullName);
        Training.Run(digits, result.GetValue(model)!, result.GetValue(seed), result.GetValue(epochs), Console.Out);
        return 0;
    }
    catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();

static void AtLeastOne(System.CommandLine.Parsing.OptionResult result, string name)
{
    if (result.GetValueOrDefault<int>() < 1) result.AddError($"{name} must be at least 1");
}
