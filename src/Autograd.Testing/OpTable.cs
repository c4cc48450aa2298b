namespace Autograd.Testing;

/// <summary>Every public op, once: what the property tests, the documentation and the coverage test go through.</summary>
public static class OpTable
{
    /// <summary>All rows, in the order of their families.</summary>
    public static IReadOnlyList<OpRow> Rows { get; } =
    [
        .. ArithmeticRows.All(),
        .. FunctionRows.All(),
        .. ActivationRows.All(),
        .. StepRows.All(),
        .. ReductionRows.All(),
        .. ViewRows.All(),
        .. JoinRows.All(),
        .. IndexRows.All(),
        .. ProductRows.All(),
        .. QuotientRows.All(),
        .. OrderRows.All(),
        .. RearrangeRows.All(),
        .. BinRows.All(),
        .. ContractionRows.All(),
        .. EinsumRows.All(),
        .. LinalgRows.All(),
        .. SpectralRows.All(),
        .. CastRows.All(),
        .. InPlaceRows.All(),
        .. FunctionalRows.All(),
        .. NormalizationRows.All(),
        .. EmbeddingRows.All(),
        .. GateRows.All(),
        .. ConvRows.All(),
        .. PoolRows.All(),
        .. LossRows.All(),
        .. DistanceRows.All(),
        .. ResampleRows.All(),
        .. AttentionRows.All(),
        .. RecurrentRows.All(),
    ];

    /// <summary>The row of a name or of one of its aliases.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static OpRow Find(string name) =>
        Rows.FirstOrDefault(row => row.Name == name || row.Aliases.Contains(name, StringComparer.Ordinal))
        ?? throw new KeyNotFoundException($"The op table has no row named {name}");

    /// <summary>Goes through all formulas of one number.</summary>
    internal static void Visit(IUnaryVisitor visitor)
    {
        foreach (var formula in Rows.SelectMany(row => row.Unaries)) formula.Accept(visitor);
    }

    /// <summary>Goes through all formulas of three numbers.</summary>
    internal static void Visit(ITernaryVisitor visitor)
    {
        foreach (var formula in Rows.SelectMany(row => row.Ternaries)) formula.Accept(visitor);
    }

    /// <summary>Goes through all formulas of two numbers.</summary>
    internal static void Visit(IBinaryVisitor visitor)
    {
        foreach (var formula in Rows.SelectMany(row => row.Binaries)) formula.Accept(visitor);
    }
}
