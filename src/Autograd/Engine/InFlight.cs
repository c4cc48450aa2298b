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
        else if (isOwnSum || (Value.Storage.IsExclusive && Value.IsWhole))
        {
            Accumulation.AddInto(Value, gradient);
        }
        else
        {
            Replace(Value + gradient);
            isOwnSum = true;
        }
    }

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
