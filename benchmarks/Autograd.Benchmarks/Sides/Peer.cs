namespace Autograd.Benchmarks;

/// <summary>Somebody else's library on the same machine, through a script that runs it in each configuration a careful user would try.</summary>
internal sealed class Peer : ISide
{
    private readonly string script;

    private Peer(string script, string version)
    {
        this.script = script;
        Version = version;
        Name = version[..version.LastIndexOf(' ')];
    }

    public string Name { get; }

    /// <summary>Its name and version.</summary>
    public string Version { get; }

    /// <summary>PyTorch, for everything but inference.</summary>
    public static Peer? PyTorch(string folder) => Find(Path.Combine(folder, "pytorch_best.sh"));

    /// <summary>ONNX Runtime, for inference.</summary>
    public static Peer? OnnxRuntime(string folder) => Find(Path.Combine(folder, "onnxruntime", "best.sh"));

    public IReadOnlyDictionary<string, Measurement> Run(IReadOnlyList<string> names, int reps) =>
        Child.Measurements(Child.Command("bash", script), names, reps);

    /// <summary>The peer that the script runs, if it answers; if not, it says why on the error stream.</summary>
    private static Peer? Find(string script)
    {
        if (!File.Exists(script))
        {
            Console.Error.WriteLine($"There is no {script}");
            return null;
        }
        try
        {
            return Child.Lines(Child.Command("bash", script, "--version")) is [var version] ? new(script, version) : null;
        }
        catch (OptionException)
        {
            return null;
        }
    }
}
