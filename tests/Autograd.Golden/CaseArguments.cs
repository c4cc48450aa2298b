namespace Autograd.Golden;

/// <summary>What a binding sees of a case: its tensors and its arguments.</summary>
internal sealed class CaseArguments : Arguments
{
    private readonly Dictionary<string, Tensor> leaves = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal);

    public CaseArguments(GoldenCase golden)
        : base(golden.Args)
    {
        foreach (var input in golden.Inputs)
        {
            var leaf = TensorBuilder.Build(input);
            leaves[input.Name] = leaf;
            tensors[input.Name] = golden.Pre.GetValueOrDefault(input.Name, []).Aggregate(leaf, Transforms.Apply);
        }
    }

    /// <summary>The tensor by which an input is differentiated.</summary>
    public Tensor Leaf(string name) => leaves[name];

    /// <summary>Puts another leaf with the same values in its place: a module's parameter.</summary>
    public void SetLeaf(string name, Tensor leaf) => leaves[name] = leaf;

    public bool IsTensor(string name) => tensors.ContainsKey(name);

    public bool Has(string name) => IsTensor(name) || Argument(name) is not null;

    public Tensor Tensor(string name) => OptionalTensor(name) ?? throw new KeyNotFoundException($"the case has no tensor '{name}'");

    public Tensor? OptionalTensor(string name) => tensors.GetValueOrDefault(name);

    /// <summary>The tensors <c>name.0</c>, <c>name.1</c>, ...</summary>
    public Tensor[] Tensors(string name)
    {
        var list = new List<Tensor>();
        while (tensors.TryGetValue(FormattableString.Invariant($"{name}.{list.Count}"), out var tensor)) list.Add(tensor);
        return [.. list];
    }
}
