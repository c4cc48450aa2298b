using System.Globalization;
using System.Text.RegularExpressions;
using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>
/// Operands that do not fit: every op gives a result, or refuses by an exception of ours that names the op that was called and what
/// it was given.
/// </summary>
public sealed partial class ErrorProperties
{
    // Sizes that fit nothing, at several ranks.
    private static readonly int[][] Shapes = [[], [7], [5, 7], [5, 7, 11], [2, 5, 7, 11, 13]];

    private static readonly DType[] DTypes = [DType.Bool, DType.Int32, DType.Int64, DType.Float16, DType.BFloat16];

    [Theory]
    [MemberData(nameof(RowData.All), MemberType = typeof(RowData))]
    public void A_shape_that_does_not_fit_is_refused_by_name(string name)
    {
        var row = OpTable.Find(name);
        NoFaults(row, Shapes.Length, (x, i) => Tensor.Ones(Shapes[i], x.DType), (message, x) => IsNamed(row, message) && Says(message, x));
    }

    [Theory]
    [MemberData(nameof(RowData.All), MemberType = typeof(RowData))]
    public void A_dtype_that_does_not_fit_is_refused_by_name(string name) => NoFaults(
        OpTable.Find(name),
        DTypes.Length,
        (x, i) => x.To(DTypes[i]),
        (message, x) => NameAndColon().IsMatch(message) && (message.Contains(x.DType.Name, StringComparison.Ordinal) || Says(message, x) || IsNamed(OpTable.Find(name), message)));

    private static void NoFaults(OpRow row, int count, Func<Tensor, int, Tensor> other, Func<string, Tensor, bool> isClear)
    {
        var faults = new List<string>();
        foreach (var @case in row.Cases)
        {
            var inputs = @case.Inputs(new Dice(1, 3, InputLayout.Contiguous));
            for (int k = 0; k < inputs.Length; k++)
            {
                for (int i = 0; i < count; i++)
                {
                    var operands = inputs.ToArray();
                    operands[k] = other(inputs[k], i);
                    string given = string.Join(", ", operands.Select(x => $"{x.DType.Name} {x.Shape}"));
                    try
                    {
                        @case.Function(operands);
                    }
                    catch (Exception e) when (e is ShapeException or DTypeException or AutogradException or ArgumentException or LinAlgException)
                    {
                        if (IsOf(row, e) && !isClear(e.Message, operands[k])) faults.Add($"{given}: {e.Message}");
                    }
                    catch (Exception e)
                    {
                        faults.Add($"{given}: {e}");
                    }
                }
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct(StringComparer.Ordinal)));
    }

    /// <summary>Whether the op was reached: a case may prepare its operands by other ops.</summary>
    private static bool IsOf(OpRow row, Exception e) => e.StackTrace!.Contains($".{row.Name}(", StringComparison.Ordinal);

    /// <summary>By its own name or by a part of it; operators and indexers have no name to call them by.</summary>
    private static bool IsNamed(OpRow row, string message) =>
        NameAndColon().Match(message) is { Success: true } match
        && (row.Name.StartsWith("op_", StringComparison.Ordinal)
            || (match.Groups["op"].Value == "Index" && (row.Name.Contains("Item", StringComparison.Ordinal) || row.Name == "get_At"))
            || row.Name.Contains(match.Groups["op"].Value, StringComparison.Ordinal)
            || row.Aliases.Contains(match.Groups["op"].Value));

    /// <summary>Whether the sizes of a tensor that are not 1 are in the message, or its rank or number of elements is.</summary>
    private static bool Says(string message, Tensor x)
    {
        var numbers = Number().Matches(message).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        return x.Shape.ToArray().Where(size => size != 1).All(Has) || Has(x.Rank) || Has(x.Numel);

        bool Has(int number) => numbers.Contains(number.ToString(CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^(?<op>\w+)(<\w+>)?: ", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NameAndColon();

    [GeneratedRegex(@"\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
