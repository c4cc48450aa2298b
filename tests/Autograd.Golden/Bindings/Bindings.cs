namespace Autograd.Golden;

/// <summary>Computes an op's outputs from a case's inputs and arguments.</summary>
internal delegate Tensor[] Binding(CaseArguments a);

/// <summary>Thrown by a binding when the library has the op but not this argument of it: the case counts as unbound.</summary>
internal sealed class UnboundException(string what) : Exception($"not in the library: {what}");

/// <summary>A group of ops by PyTorch's names; a name twice throws.</summary>
internal sealed class BindingTable : Dictionary<string, Binding>
{
    public BindingTable()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>Binds an op with one output.</summary>
    public void Add(string op, Func<CaseArguments, Tensor> binding) => Add(op, a => [binding(a)]);

    /// <summary>Binds an op of one tensor named input.</summary>
    public void Add(string op, Func<Tensor, Tensor> binding) => Add(op, a => [binding(a.Tensor("input"))]);
}

/// <summary>All ops the library has; what is not here is unbound.</summary>
internal static class Bindings
{
    public static IReadOnlyDictionary<string, Binding> All { get; } = Merge(
        UnaryBindings.Table,
        BinaryBindings.Table,
        ReduceBindings.Table,
        ShapeBindings.Table,
        IndexBindings.Table,
        LinalgBindings.Table,
        DecompositionBindings.Table,
        NNBindings.Table,
        LossBindings.Table,
        ConvBindings.Table,
        PoolBindings.Table,
        ConvModuleBindings.Table,
        ConvModuleBindings.Transposes,
        ConvModuleBindings.WithIndices,
        MarginLossBindings.Table,
        LossModuleBindings.Table,
        LossModuleBindings.Others,
        ModuleBindings.Table,
        ReparametrizationBindings.Table,
        InitBindings.Table,
        OptimBindings.Table,
        SchedulerBindings.Table,
        ProgramBindings.Table,
        RngBindings.Table,
        LoaderBindings.Table,
        FuncBindings.Table,
        NormalizationBindings.Table,
        GateBindings.Table,
        ResampleBindings.Table,
        RecurrentBindings.Table,
        AttentionBindings.Table);

    private static Dictionary<string, Binding> Merge(params ReadOnlySpan<BindingTable> tables)
    {
        var all = new Dictionary<string, Binding>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            foreach (var (op, binding) in table) all.Add(op, binding);
        }
        return all;
    }
}
