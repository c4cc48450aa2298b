using Autograd.NN;

namespace Digits;

/// <summary>The networks that can be asked for by name.</summary>
internal static class Models
{
    private static readonly Dictionary<string, Func<Module>> All = new(StringComparer.Ordinal)
    {
        ["mlp"] = () => new Sequential(new Linear(784, 128), new ReLU(), new Linear(128, 10)),
    };

    public static IEnumerable<string> Names => All.Keys;

    public static Module Make(string name) => All[name]();
}
