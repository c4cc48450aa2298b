using Autograd.Golden;

const string Usage = """
    golden [FOLDER] [--only PREFIX] [--verbose] [--all]
      FOLDER         holds the .jsonl files; otherwise the environment variable AUTOGRAD_GOLDEN names it
      --only PREFIX  only ops, or case ids, that begin with PREFIX
      --verbose      each failing case with its reason
      --all          an op without a binding counts as failed
    """;

string? folder = Environment.GetEnvironmentVariable("AUTOGRAD_GOLDEN");
string prefix = "";
bool verbose = false;
bool all = false;
for (int i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--verbose": verbose = true; break;
        case "--all": all = true; break;
        case "--only" when i + 1 < args.Length: prefix = args[++i]; break;
        case var argument when !argument.StartsWith('-'): folder = argument; break;
        default: return Refuse(Usage);
    }
}
if (string.IsNullOrEmpty(folder)) return Refuse(Usage);
if (!Directory.Exists(folder)) return Refuse($"golden: there is no folder {folder}");

var report = new Report(Console.Out, all, verbose);
GoldenBank.Run(folder, prefix, Bindings.All, report);
report.Close();
return report.Failed == 0 ? 0 : 1;

static int Refuse(string message)
{
    Console.Error.WriteLine(message);
    return 2;
}
