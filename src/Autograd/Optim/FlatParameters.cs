namespace Autograd.Optim;

/// <summary>Parameters as one vector, in their order.</summary>
internal sealed class FlatParameters
{
    private readonly Tensor[] parameters;

    /// <summary>Takes parameters of one dtype.</summary>
    /// <exception cref="ArgumentException">They are of several.</exception>
    public FlatParameters(string optimizer, Tensor[] parameters)
    {
        this.parameters = parameters;
        Length = parameters.Sum(static p => (long)p.Numel);
        if (Array.Find(parameters, p => p.DType != DType) is { } other)
            throw new ArgumentException($"{optimizer}: the parameters are one vector, and they are {DType.Name} and {other.DType.Name}; bring the model to one dtype with To", nameof(parameters));
    }

    public long Length { get; }

    public DType DType => parameters[0].DType;

    public static double Dot(Tensor x, Tensor y) => (x * y).Sum().Item();

    public static double Largest(Tensor x) => x.Abs().AMax().Item();

    /// <summary>The gradients; zeros where there is none.</summary>
    public Tensor Gradient() => Tensor.Cat(Array.ConvertAll(parameters, static p => (p.PeekGrad?.Detach() ?? Tensor.ZerosLike(p)).Reshape(-1)));

    /// <summary>The values, in memory of their own.</summary>
    public Tensor Values() => Tensor.Cat(Array.ConvertAll(parameters, static p => p.Detach().Reshape(-1))).Clone();

    /// <summary>Moves along a vector.</summary>
    public void Add(Tensor vector, double length)
    {
        foreach (var (parameter, part) in Parts(vector)) parameter.AddInPlace(part, length);
    }

    /// <summary>Puts values in place.</summary>
    public void Set(Tensor values)
    {
        foreach (var (parameter, part) in Parts(values)) parameter.CopyInPlace(part);
    }

    private IEnumerable<(Tensor Parameter, Tensor Part)> Parts(Tensor vector)
    {
        int at = 0;
        foreach (var parameter in parameters)
        {
            yield return (parameter, vector.Narrow(0, at, parameter.Numel).Reshape(parameter.Shape));
            at += parameter.Numel;
        }
    }
}
