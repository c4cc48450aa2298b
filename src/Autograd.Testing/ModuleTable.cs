namespace Autograd.Testing;

/// <summary>Every public module, once: what the property tests of modules go through.</summary>
public static class ModuleTable
{
    /// <summary>All rows, in the order of their families.</summary>
    public static IReadOnlyList<ModuleRow> Rows { get; } =
    [
        .. ContainerRows.All(),
        .. LinearModuleRows.All(),
        .. ConvModuleRows.All(),
        .. PoolModuleRows.All(),
        .. PaddingModuleRows.All(),
        .. NormModuleRows.All(),
        .. AttentionModuleRows.All(),
        .. ActivationModuleRows.All(),
        .. DropoutModuleRows.All(),
        .. ShapeModuleRows.All(),
        .. RecurrentModuleRows.All(),
        .. LossModuleRows.All(),
        .. MarginLossModuleRows.All(),
        .. AveragedModelRows.All(),
    ];

    /// <summary>The row of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static ModuleRow Find(string name) =>
        Rows.FirstOrDefault(row => string.Equals(row.Name, name, StringComparison.Ordinal))
        ?? throw new KeyNotFoundException($"The table of modules has no row named {name}");
}
