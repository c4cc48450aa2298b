namespace Autograd.NN;

/// <summary>The arguments of a module as PyTorch prints them.</summary>
internal static class Repr
{
    public static string Of(params ReadOnlySpan<(string Name, object Value)> arguments)
    {
        var parts = new string[arguments.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = $"{arguments[i].Name}={Text(arguments[i].Value)}";
        }
        return string.Join(", ", parts);
    }

    /// <summary>Sizes as Python prints a tuple: (2, 3), and (4,) of one.</summary>
    public static string Tuple(ReadOnlySpan<int> sizes) => sizes.Length == 1 ? $"({Text(sizes[0])},)" : $"({string.Join(", ", sizes.ToArray().Select(static n => Text(n)))})";

    /// <summary>A value as Python prints it.</summary>
    public static string Text(object value) => value switch
    {
        double number => Number(number),
        IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        var other => other.ToString()!,
    };

    // A Python float shows its point, 1.0 and not 1, and a small e: 1e-08.
    private static string Number(double x)
    {
        string text = x.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? text.ToLowerInvariant() : double.IsInteger(x) ? text + ".0" : text;
    }
}
