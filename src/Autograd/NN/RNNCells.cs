using Autograd.Memory;

namespace Autograd.NN;

/// <summary>What cells have in common: the weights of one step (<c>torch.nn.modules.rnn.RNNCellBase</c>).</summary>
public abstract class RNNCellBase : Module
{
    private protected RNNCellBase(int gates, int inputSize, int hiddenSize, bool bias, DType dtype)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hiddenSize);
        (InputSize, HiddenSize) = (inputSize, hiddenSize);
        int rows = Layout.CheckedCount([gates, hiddenSize], NameOf(GetType()));
        WeightIH = new Parameter(Tensor.Empty([rows, inputSize], dtype));
        WeightHH = new Parameter(Tensor.Empty([rows, hiddenSize], dtype));
        BiasIH = bias ? new Parameter(Tensor.Empty([rows], dtype)) : null;
        BiasHH = bias ? new Parameter(Tensor.Empty([rows], dtype)) : null;
        ResetParameters();
    }

    /// <summary>The features of the input.</summary>
    public int InputSize { get; }

    /// <summary>H, the features of the state.</summary>
    public int HiddenSize { get; }

    /// <summary>W_ih: <c>[gates * H, inputSize]</c>.</summary>
    public Parameter WeightIH { get; }

    /// <summary>W_hh: <c>[gates * H, H]</c>.</summary>
    public Parameter WeightHH { get; }

    /// <summary>b_ih: <c>[gates * H]</c>, or null.</summary>
    public Parameter? BiasIH { get; }

    /// <summary>b_hh: <c>[gates * H]</c>, or null.</summary>
    public Parameter? BiasHH { get; }

    /// <summary>Draws new initial values: all uniform in ±1/sqrt(hiddenSize) (<c>RNNCellBase.reset_parameters</c>).</summary>
    public void ResetParameters()
    {
        double bound = 1 / Math.Sqrt(HiddenSize);
        foreach (var weight in (ReadOnlySpan<Parameter?>)[WeightIH, WeightHH, BiasIH, BiasHH])
        {
            if (weight is not null) Init.Uniform(weight, -bound, bound);
        }
    }

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"{Repr.Text(InputSize)}, {Repr.Text(HiddenSize)}{(BiasIH is null ? ", bias=False" : "")}";

    /// <summary>An input of <c>[N, inputSize]</c>, or of one row, as <c>[N, inputSize]</c>.</summary>
    private protected Tensor Batch(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank switch
        {
            1 => input.Unsqueeze(0),
            2 => input,
            _ => throw new ShapeException($"{NameOf(GetType())}: an input of shape {input.Shape} has {input.Rank} dimensions; it must be [N, inputSize] or [inputSize]"),
        };
    }

    /// <summary>A state like the input: of N rows, or of one without a dimension of its own; zeros when not given.</summary>
    private protected Tensor Batch(Tensor input, Tensor? hx)
    {
        if (hx is null) return Tensor.Zeros([input.Rank == 1 ? 1 : input.Shape[0], HiddenSize], input.DType);
        if (hx.Rank != input.Rank) throw new ShapeException($"{NameOf(GetType())}: a state of shape {hx.Shape} does not fit an input of shape {input.Shape}; both have N rows or both are one row");
        return input.Rank == 1 ? hx.Unsqueeze(0) : hx;
    }
}

/// <summary>What cells whose state is one tensor have in common.</summary>
public abstract class SingleStateCell : RNNCellBase
{
    private protected SingleStateCell(int gates, int inputSize, int hiddenSize, bool bias, DType dtype)
        : base(gates, inputSize, hiddenSize, bias, dtype)
    {
    }

    /// <summary>One step. Hooks see input and state as a tuple.</summary>
    /// <param name="input"><c>[N, inputSize]</c>, or <c>[inputSize]</c>.</param>
    /// <param name="hx">The state: <c>[N, H]</c>, or <c>[H]</c>; zeros when not given.</param>
    /// <returns>The next state.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes differ.</exception>
    public new Tensor Forward(Tensor input, Tensor? hx = null) =>
        IsBare ? Next(input, hx) : Around((Input: input, Hx: hx), static (module, x) => ((SingleStateCell)module).Next(x.Input, x.Hx));

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Next(input, null);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor first, Tensor second) => Next(first, second);

    /// <summary>The next state of a batch.</summary>
    private protected abstract Tensor Step(Tensor input, Tensor hx);

    private Tensor Next(Tensor input, Tensor? hx)
    {
        var next = Step(Batch(input), Batch(input, hx));
        return input.Rank == 1 ? next.Squeeze(0) : next;
    }
}

/// <summary>One step of <see cref="RNN"/> (<c>torch.nn.RNNCell</c>).</summary>
/// <param name="inputSize">The features of the input.</param>
/// <param name="hiddenSize">H, the features of the state.</param>
/// <param name="bias">Whether there are biases.</param>
/// <param name="nonlinearity">tanh or ReLU.</param>
/// <param name="dtype">Float32 or float64.</param>
public sealed class RNNCell(int inputSize, int hiddenSize, bool bias = true, RNNNonlinearity nonlinearity = RNNNonlinearity.Tanh, DType dtype = DType.Float32)
    : SingleStateCell(1, inputSize, hiddenSize, bias, dtype)
{
    /// <summary>tanh or ReLU.</summary>
    public RNNNonlinearity Nonlinearity { get; } = nonlinearity;

    private protected override Tensor Step(Tensor input, Tensor hx) => Nonlinearity == RNNNonlinearity.Tanh
        ? Functional.RNNTanhCell(input, hx, WeightIH, WeightHH, BiasIH, BiasHH)
        : Functional.RNNReLUCell(input, hx, WeightIH, WeightHH, BiasIH, BiasHH);

    /// <inheritdoc/>
    protected override string ExtraRepr() => base.ExtraRepr() + (Nonlinearity == RNNNonlinearity.Tanh ? "" : ", nonlinearity=relu");
}

/// <summary>One step of <see cref="GRU"/> (<c>torch.nn.GRUCell</c>).</summary>
/// <param name="inputSize">The features of the input.</param>
/// <param name="hiddenSize">H, the features of the state.</param>
/// <param name="bias">Whether there are biases.</param>
/// <param name="dtype">Float32 or float64.</param>
public sealed class GRUCell(int inputSize, int hiddenSize, bool bias = true, DType dtype = DType.Float32) : SingleStateCell(3, inputSize, hiddenSize, bias, dtype)
{
    private protected override Tensor Step(Tensor input, Tensor hx) => Functional.GRUCell(input, hx, WeightIH, WeightHH, BiasIH, BiasHH);
}

/// <summary>One step of <see cref="LSTM"/> (<c>torch.nn.LSTMCell</c>).</summary>
/// <param name="inputSize">The features of the input.</param>
/// <param name="hiddenSize">H, the features of the state.</param>
/// <param name="bias">Whether there are biases.</param>
/// <param name="dtype">Float32 or float64.</param>
public sealed class LSTMCell(int inputSize, int hiddenSize, bool bias = true, DType dtype = DType.Float32) : RNNCellBase(4, inputSize, hiddenSize, bias, dtype)
{
    /// <summary>One step. Hooks see input and state as a tuple.</summary>
    /// <param name="input"><c>[N, inputSize]</c>, or <c>[inputSize]</c>.</param>
    /// <param name="hx">h and c: <c>[N, H]</c> each, or <c>[H]</c>; zeros when not given.</param>
    /// <returns>The next h and c.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes differ.</exception>
    public (Tensor H, Tensor C) Forward(Tensor input, (Tensor H, Tensor C)? hx = null) =>
        IsBare ? ForwardCore(input, hx) : Around((Input: input, Hx: hx), static (module, x) => ((LSTMCell)module).ForwardCore(x.Input, x.Hx));

    private (Tensor H, Tensor C) ForwardCore(Tensor input, (Tensor H, Tensor C)? hx)
    {
        var (h, c) = Functional.LSTMCell(Batch(input), (Batch(input, hx?.H), Batch(input, hx?.C)), WeightIH, WeightHH, BiasIH, BiasHH);
        return input.Rank == 1 ? (h.Squeeze(0), c.Squeeze(0)) : (h, c);
    }
}
