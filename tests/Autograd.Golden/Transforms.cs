namespace Autograd.Golden;

/// <summary>What the bank applies before or after an op to take away free choices, such as the sign of a singular vector.</summary>
internal static class Transforms
{
    public static Tensor Apply(Tensor x, string transform) => transform switch
    {
        "symmetrize" => (x + x.Transpose(-2, -1)) * 0.5,
        "tril" => x.Tril(),
        "triu" => x.Triu(),
        "log_softmax" => x.LogSoftmax(-1),
        "softmax" => x.Softmax(-1),
        "square" => x.Square(),
        "abs" => x.Abs(),
        _ => throw new InvalidDataException($"'{transform}' is no transform of the bank"),
    };
}
