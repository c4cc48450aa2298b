using Autograd.NN;

namespace Autograd.Golden;

/// <summary>Initial values: their distributions, their numbers, and those of modules made right after seeding.</summary>
internal static class InitBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "init.calculate_gain", a => Number(Init.CalculateGain(Kind(a.Text("nonlinearity")), a.OptionalDouble("param"))) },
        { "init.xavier_uniform", a => Xavier(a, isUniform: true) },
        { "init.xavier_normal", a => Xavier(a, isUniform: false) },
        { "init.kaiming_uniform", a => Kaiming(a, isUniform: true) },
        { "init.kaiming_normal", a => Kaiming(a, isUniform: false) },
        { "init", a => Drawn(a.Text("init"), Tensor.Empty(a.Ints("shape"))) },
        { "module_init", a => [.. Made(a.Text("module")).StateDict().Values] },
        { "dropout", a => Functional.Dropout(Tensor.Ones(a.Ints("size")), a.Double("p")) },
        { "uniform", a => Filled(a, x => Init.Uniform(x, a.Double("low"), a.Double("high"))) },
        { "normal", a => Filled(a, x => Init.Normal(x, a.Double("mean"), a.Double("std"))) },
    };

    private static Tensor Drawn(string name, Tensor x)
    {
        switch (name)
        {
            case "xavier_uniform": Init.XavierUniform(x); break;
            case "xavier_normal": Init.XavierNormal(x); break;
            case "kaiming_uniform": Init.KaimingUniform(x); break;
            case "kaiming_normal": Init.KaimingNormal(x); break;
            case "normal": Init.Normal(x); break;
            case "uniform": Init.Uniform(x); break;
            case "trunc_normal": Init.TruncNormal(x); break;
            case "orthogonal": Init.Orthogonal(x); break;
            case "sparse": Init.Sparse(x, 0.5); break;
            case "dirac": Init.Dirac(x); break;
            case "eye": Init.Eye(x); break;
            case "zeros": Init.Zeros(x); break;
            case "ones": Init.Ones(x); break;
            default: throw new UnboundException(name);
        }
        return x;
    }

    private static Module Made(string name) => name switch
    {
        "Linear_7_5" => new Linear(7, 5),
        "Conv2d_3_4_k3" => new Conv2d(3, 4, 3),
        "ConvTranspose2d_3_4_k2" => new ConvTranspose2d(3, 4, 2),
        "Embedding_6_4" => new Embedding(6, 4),
        "BatchNorm1d_4" => new BatchNorm1d(4),
        "Bilinear_2_3_4" => new Bilinear(2, 3, 4),
        "PReLU" => new PReLU(),
        "MultiheadAttention_8_2" => new MultiheadAttention(8, 2),
        "TransformerEncoderLayer_8_2" => new TransformerEncoderLayer(8, 2),
        "TransformerDecoderLayer_8_2" => new TransformerDecoderLayer(8, 2),
        "Transformer_8_2" => new Transformer(8, 2),
        _ => RecurrentBindings.Named(name) ?? throw new UnboundException(name),
    };

    private static Tensor Filled(CaseArguments a, Action<Tensor> fill)
    {
        var x = Tensor.Empty(a.Ints("size"), a.DType("dtype", DType.Float32));
        fill(x);
        return x;
    }

    private static Tensor[] Xavier(CaseArguments a, bool isUniform)
    {
        var x = Tensor.Empty(a.Ints("shape"), DType.Float64);
        var (fanIn, fanOut) = Init.Fans("test", x);
        return [Whole(fanIn), Whole(fanOut), .. Spread(Init.XavierStd("test", x, a.Double("gain", 1)), isUniform)];
    }

    private static Tensor[] Kaiming(CaseArguments a, bool isUniform)
    {
        var x = Tensor.Empty(a.Ints("shape"), DType.Float64);
        var mode = string.Equals(a.Text("mode", "fan_in"), "fan_out", StringComparison.Ordinal) ? FanMode.FanOut : FanMode.FanIn;
        var (fanIn, fanOut) = Init.Fans("test", x);
        double std = Init.KaimingStd("test", x, a.Double("a", 0), mode, Kind(a.Text("nonlinearity", "leaky_relu")));
        return [Whole(mode == FanMode.FanIn ? fanIn : fanOut), .. Spread(std, isUniform)];
    }

    private static Tensor[] Spread(double std, bool isUniform) => isUniform ? [Number(std), Number(Math.Sqrt(3) * std)] : [Number(std)];

    private static Tensor Number(double x) => Tensor.Scalar(x, DType.Float64);

    private static Tensor Whole(long x) => Tensor.Scalar(x, DType.Int64);

    private static Nonlinearity Kind(string name) => name switch
    {
        "relu" => Nonlinearity.ReLU,
        "leaky_relu" => Nonlinearity.LeakyReLU,
        "tanh" => Nonlinearity.Tanh,
        "sigmoid" => Nonlinearity.Sigmoid,
        "selu" => Nonlinearity.SELU,
        _ => Nonlinearity.Linear,
    };
}
