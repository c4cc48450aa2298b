using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text;
using Autograd.NN;

namespace Autograd.Optim;

/// <summary>Options by name: what a record of options says of itself, so that it is saved, loaded and printed without saying it again.</summary>
internal static class OptionTable
{
    /// <summary>What reflection reads of option types: trimming keeps it.</summary>
    public const DynamicallyAccessedMemberTypes Reflected = DynamicallyAccessedMemberTypes.PublicProperties;

    /// <summary>Every option as a tensor, under its name in snake_case.</summary>
    public static IEnumerable<(string Name, Tensor Value)> Write<[DynamicallyAccessedMembers(Reflected)] TOptions>(TOptions options)
        where TOptions : OptimizerOptions =>
        Properties(typeof(TOptions)).Select(p => (Key(p), ToTensor(p, p.GetValue(options)!)));

    /// <summary>Every option under its name in snake_case.</summary>
    public static IEnumerable<(string Name, object Value)> Values<[DynamicallyAccessedMembers(Reflected)] TOptions>(TOptions options)
        where TOptions : OptimizerOptions =>
        Properties(typeof(TOptions)).Select(p => (Key(p), p.GetValue(options)!));

    /// <summary>A copy of options in which every one is asked for; null leaves it as it is.</summary>
    public static TOptions Read<[DynamicallyAccessedMembers(Reflected)] TOptions>(TOptions options, Func<string, Type, object?> ask)
        where TOptions : OptimizerOptions
    {
        var copy = options with { };
        foreach (var property in Properties(typeof(TOptions)))
        {
            if (ask(Key(property), property.PropertyType) is { } value) property.SetValue(copy, value);
        }
        return copy;
    }

    /// <summary>The option that a tensor holds, or null where it holds another kind of thing.</summary>
    public static object? FromTensor(Tensor value, Type type)
    {
        bool isNumber = value.Numel == 1;
        if (type == typeof(double)) return isNumber && value.DType.IsFloat ? value.Item() : null;
        if (type == typeof(bool)) return isNumber && value.DType == DType.Bool ? value.Item() != 0 : null;
        if (type == typeof((double, double))) return value.Numel == 2 && value.DType.IsFloat && value.Double().Ravel().ToArray<double>() is var pair ? (pair[0], pair[1]) : null;
        if (!isNumber || value.DType != DType.Int64) return null;
        long whole = value.Item<long>();
        if (type.IsEnum) return Enum.ToObject(type, whole);
        return type == typeof(long) ? whole : whole == (int)whole ? (int)whole : null;
    }

    /// <summary>An optimiser as PyTorch prints it.</summary>
    public static string Describe<[DynamicallyAccessedMembers(Reflected)] TOptions>(string optimizer, IEnumerable<TOptions> groups)
        where TOptions : OptimizerOptions
    {
        var text = new StringBuilder(optimizer).Append(" (");
        int group = 0;
        foreach (var options in groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nParameter Group {group++}\n");
            foreach (var property in Properties(typeof(TOptions)).OrderBy(Key, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"    {Key(property)}: {Text(property.GetValue(options)!)}\n");
        }
        return text.Append(')').ToString();
    }

    private static IEnumerable<PropertyInfo> Properties([DynamicallyAccessedMembers(Reflected)] Type type) => type.GetProperties().Where(static p => p.CanWrite);

    private static string Key(PropertyInfo property) => property.GetCustomAttribute<KeyAttribute>()?.Name ?? MemberPlan.SnakeCase(property.Name);

    private static Tensor ToTensor(PropertyInfo property, object value) => value switch
    {
        double number => Tensor.Scalar(number, DType.Float64),
        bool flag => Tensor.Scalar(flag ? 1 : 0, DType.Bool),
        (double first, double second) => Tensor.From([first, second]),
        int or long or Enum => Tensor.From([Convert.ToInt64(value, CultureInfo.InvariantCulture)]).Reshape([]),
        _ => throw new AutogradException($"{property.DeclaringType!.Name}.{property.Name}: an option of type {property.PropertyType.Name} cannot be saved; use double, bool, int, long, an enum, or a pair of doubles"),
    };

    // PyTorch's zeros are whole numbers.
    private static string Text(object value) => value switch
    {
        0.0 => "0",
        (double first, double second) => $"({Repr.Text(first)}, {Repr.Text(second)})",
        _ => Repr.Text(value),
    };
}
