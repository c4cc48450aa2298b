using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>Rows of the op table as theory data, by name.</summary>
public static class RowData
{
    public static TheoryData<string> All() => Of(_ => true);

    public static TheoryData<string> Differentiable() => Of(row => row.Differentiability != Differentiability.NotDifferentiable);

    public static TheoryData<string> Formulas() => Of(row => row.Unary is not null || row.Binary is not null);

    public static TheoryData<string> UnaryFormulas() => Of(row => row.Unary is not null);

    public static TheoryData<string> BinaryFormulas() => Of(row => row.Binary is not null);

    public static TheoryData<string> Linear() => Of(row => row.IsLinear);

    public static TheoryData<string> Elementwise() => Of(row => row.IsElementwise);

    public static TheoryData<string> NotDifferentiable() => Of(row => row.Differentiability == Differentiability.NotDifferentiable);

    public static TheoryData<string> Steps() => Of(row => row.Differentiability == Differentiability.ZeroAlmostEverywhere);

    public static TheoryData<string> WithIntegers() => Of(row => row.Integers != IntegerResult.Untested);

    private static TheoryData<string> Of(Func<OpRow, bool> condition) => new(OpTable.Rows.Where(condition).Select(row => row.Name));
}
