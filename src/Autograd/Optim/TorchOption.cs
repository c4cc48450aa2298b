using System.Globalization;
using Autograd.NN;

namespace Autograd.Optim;

/// <summary>Options as Python has them: pairs are tuples, enums texts, and a whole number does for a real one.</summary>
internal static class TorchOption
{
    /// <summary>The member of an enum that Python has as None.</summary>
    private const string None = "None";

    public static object? ToPython(object value) => value switch
    {
        (double first, double second) => new object?[] { first, second },
        Enum member => Name(member.ToString()),
        int number => (long)number,
        _ => value,
    };

    /// <summary>An option as the state dict here has it, or null where it is another kind of thing.</summary>
    public static Tensor? ToTensor(object? value, Type type)
    {
        if (type == typeof(double)) return Number(value) is { } number ? Tensor.Scalar(number, DType.Float64) : null;
        if (type == typeof(bool)) return value is bool truth ? Tensor.Scalar(truth ? 1 : 0, DType.Bool) : null;
        if (type == typeof((double, double))) return Pair(value) is [{ } first, { } second] ? Tensor.From([first, second]) : null;
        if (!type.IsEnum) return value is long whole ? Whole(whole) : null;
        if (value is not (null or string)) return null;
        string? member = Array.Find(Enum.GetNames(type), n => string.Equals(Name(n), (string?)value, StringComparison.Ordinal));
        return member is null ? null : Whole(Convert.ToInt64(Enum.Parse(type, member), CultureInfo.InvariantCulture));
    }

    /// <summary>Whether an option has no effect: a number 0, a switch that is off, or nothing.</summary>
    public static bool IsOff(object? value) => value is null or false or 0 or 0L or 0.0;

    /// <summary>Something as the text of a message.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "None",
        Tensor x => FormattableString.Invariant($"a tensor of {x.DType.Name} {x.Shape}"),
        string text => $"'{text}'",
        bool or long or double => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        object?[] or List<object?> => "a sequence",
        _ => "a dictionary",
    };

    private static Tensor Whole(long value) => Tensor.From([value]).Reshape([]);

    private static double? Number(object? value) => value switch
    {
        double number => number,
        long whole => whole,
        Tensor { Numel: 1, DType.IsFloat: true } x => x.Detach().Reshape([]).Item(),
        _ => null,
    };

    private static double?[]? Pair(object? value) => value switch
    {
        object?[] { Length: 2 } tuple => [Number(tuple[0]), Number(tuple[1])],
        List<object?> { Count: 2 } list => [Number(list[0]), Number(list[1])],
        _ => null,
    };

    private static string? Name(string member) => string.Equals(member, None, StringComparison.Ordinal) ? null : MemberPlan.SnakeCase(member);
}
