using System.Globalization;

namespace Autograd.Golden;

/// <summary>Random streams; the default generator has the case's seed.</summary>
internal static class RngBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "rand", a => Tensor.Rand(a.Ints("size"), a.DType("dtype", DType.Float32)) },
        { "randn", a => Tensor.Randn(a.Ints("size"), a.DType("dtype", DType.Float32)) },
        { "randint", a => Tensor.RandInt(a.Long("low", 0), a.Long("high"), a.Ints("size")) },
        { "randperm", a => Tensor.RandPerm(a.Int("n")) },
        { "bernoulli", a => Tensor.Bernoulli(a.Ints("size"), a.Double("p"), a.DType("dtype", DType.Float32)) },
        { "exponential", a => Tensor.Exponential(a.Ints("size"), a.Double("rate", 1), a.DType("dtype", DType.Float32)) },
        { "multinomial", a => Tensor.From([.. a.Argument("weights")!.Value.EnumerateArray().Select(w => w.GetSingle())]).Multinomial(a.Int("num_samples"), a.Bool("replacement")) },
        { "sequence", a => [.. a.Argument("calls")!.Value.EnumerateArray().Select(call => Call(call.GetString()!.Split(' ')))] },
    };

    private static Tensor Call(string[] words) => words[0] switch
    {
        "rand" => Tensor.Rand([Whole(words[1])], Type(words)),
        "randn" => Tensor.Randn([Whole(words[1])], Type(words)),
        "randint" => Tensor.RandInt(Whole(words[1]), Whole(words[2]), [Whole(words[3])]),
        "randperm" => Tensor.RandPerm(Whole(words[1])),
        var other => throw new InvalidDataException($"the sequence calls '{other}'"),
    };

    private static DType Type(string[] words) => words.Length > 2 ? GoldenTensor.ParseDType(words[2]) : DType.Float32;

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
