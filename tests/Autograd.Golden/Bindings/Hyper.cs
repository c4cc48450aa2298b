using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Autograd.Optim;

namespace Autograd.Golden;

/// <summary>Hyperparameters by PyTorch's names, put into a record of options: <c>weight_decay</c> is <c>WeightDecay</c>.</summary>
internal static class Hyper
{
    // How PyTorch computes, which has no say in what.
    private static readonly string[] Implementation = ["foreach", "fused", "capturable", "differentiable"];

    public static TOptions Read<TOptions>(TOptions options, JsonElement? hyper)
        where TOptions : OptimizerOptions
    {
        var copy = options with { };
        if (hyper is not { } given) return copy;
        foreach (var entry in given.EnumerateObject())
        {
            if (entry.Value.ValueKind == JsonValueKind.Null || Implementation.Contains(entry.Name, StringComparer.Ordinal)) continue;
            var property = typeof(TOptions).GetProperty(Pascal(entry.Name)) ?? throw new UnboundException($"{typeof(TOptions).Name}.{entry.Name}");
            property.SetValue(copy, Value(property, entry.Value));
        }
        return copy;
    }

    private static object Value(PropertyInfo property, JsonElement value)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type switch
        {
            _ when type == typeof(bool) => value.GetBoolean(),
            _ when type == typeof((double, double)) => (GoldenTensor.ToDouble(value[0]), GoldenTensor.ToDouble(value[1])),
            { IsEnum: true } => Enum.Parse(type, Pascal(value.GetString()!)),
            _ => Convert.ChangeType(GoldenTensor.ToDouble(value), type, CultureInfo.InvariantCulture),
        };
    }

    private static string Pascal(string name) =>
        string.Concat(name.Split('_').Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));
}
