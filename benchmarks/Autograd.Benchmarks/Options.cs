using System.Globalization;
using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>What the command line says that this program does not understand.</summary>
internal sealed class OptionException(string message) : Exception(message);

/// <summary>The options behind a verb: <c>--name value</c> for those declared with "=", otherwise <c>--name</c>.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly string text;

    public Options(IReadOnlyList<string> args, params ReadOnlySpan<string> known)
    {
        text = string.Join(' ', args);
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i][2..] : "";
            if (known.Contains(name)) values[name] = "";
            else if (!known.Contains(name + "=")) throw new OptionException($"Unknown option {args[i]}");
            else if (++i == args.Count) throw new OptionException($"--{name} needs a value");
            else values[name] = args[i];
        }
    }

    /// <summary>How to run a verb of this program with these options once more.</summary>
    public string Command(string verb) => $"dotnet run -c Release --project benchmarks/Autograd.Benchmarks -- {verb} {text}";

    public bool Has(string name) => values.ContainsKey(name);

    public string? Text(string name) => values.GetValueOrDefault(name);

    public IReadOnlyList<string> List(string name) =>
        Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public int? Number(string name, int least = 1)
    {
        if (Text(name) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least) return number;
        throw new OptionException(Invariant($"--{name} needs a whole number of at least {least}, not {text}"));
    }
}
