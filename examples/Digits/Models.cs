using Autograd.NN;

namespace Digits;

/// <summary>The networks that can be asked for by name.</summary>
internal static class Models
{
    private static readonly Dictionary<string, Func<Module>> All = new(StringComparer.Ordinal)
    {
        ["mlp"] = static () => new Sequential(new Linear(784, 128), new ReLU(), new Linear(128, 10)),
        ["cnn"] = static () => new Sequential(
            new Unflatten(1, 1, 28, 28),
            new Conv2d(1, 32, 3, padding: 1), new ReLU(), new MaxPool2d(2),
            new Conv2d(32, 64, 3, padding: 1), new ReLU(), new MaxPool2d(2),
            new Flatten(), new Linear(3136, 128), new ReLU(), new Linear(128, 10)),
    };

    public static IEnumerable<string> Names => All.Keys;

    public static Module Make(string name) => All[name]();
}
