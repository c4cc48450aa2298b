namespace Autograd;

/// <summary>A gradient on its way through a walk: held by count, added up in place where nobody else can see it.</summary>
internal struct InFlight
{
    private bool isOwnSum;

    public Tensor? Value { get; private set; }

    public void Add(Tensor gradient, bool createGraph)
    {
        if (Value is null)
        {
            gradient.Storage.Hold();
            Value = gradient;
        }
        else if (createGraph)
        {
            Replace(Value + gradient);
        }
        else if (IsOwn && gradient.Hidden is null)
        {
            Accumulation.AddInto(Value, gradient);
        }
        else
        {
            Replace(Value + gradient);
            // A sample of a batch has no memory to add to.
            isOwnSum = Value.Hidden is null;
        }
    }

    /// <summary>Adds a b in one pass where there is a sum of its own and the bits are those of the product, added; false otherwise.</summary>
    public readonly bool TryAddProduct(Tensor a, Tensor b)
    {
        if (Value is null || !IsOwn || a.Hidden is not null || b.Hidden is not null || !ProductSumOp.Takes(a, b, Value)) return false;
        ProductSumOp.AddInto(Value, a, b);
        return true;
    }

    private readonly bool IsOwn => isOwnSum || (Value!.Storage.IsExclusive && Value.IsWhole);

    public void Replace(Tensor gradient)
    {
        gradient.Storage.Hold();
        Clear();
        Value = gradient;
    }

    public void Clear()
    {
        Value?.Storage.Release();
        Value = null;
        isOwnSum = false;
    }
}
