namespace Autograd.NN;

/// <summary>
/// Adds to each position what tells it from the others: PE(p, 2 i) = sin(p / 10000^(2 i / E)), PE(p, 2 i + 1) = cos(p / 10000^(2 i / E)) (Vaswani et al., 2017,
/// section 3.5; the module of PyTorch's transformer tutorial, whose keys it has).
/// </summary>
public sealed class PositionalEncoding : Module
{
    private readonly bool batchFirst;
    private readonly Dropout dropout;

    /// <summary>Makes the table.</summary>
    /// <param name="dModel">E, the size of the input.</param>
    /// <param name="dropout">The probability with which elements of the sum are dropped in training.</param>
    /// <param name="maxLen">The longest input.</param>
    /// <param name="batchFirst">Whether the batch is the first dimension instead of the second.</param>
    /// <param name="dtype">Float32 or float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the probability not in [0, 1].</exception>
    public PositionalEncoding(int dModel, double dropout = 0.1, int maxLen = 5000, bool batchFirst = false, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dModel);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLen);
        this.dropout = new Dropout(dropout);
        this.batchFirst = batchFirst;
        var angles = PositionAngles.Of(maxLen, dModel, 10_000);
        // sin and cos in turn; of an odd size the last is a sine.
        PE = Tensor.Stack([angles.Sin(), angles.Cos()], -1).Flatten(1)[.., ..dModel].To(dtype).Unsqueeze(1).Contiguous();
    }

    /// <summary>The table: <c>[maxLen, 1, E]</c>.</summary>
    [Buffer]
    public Tensor PE { get; private set; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int sequence = input.Rank == 3 && batchFirst ? 1 : 0;
        if (input.Rank is not (2 or 3) || input.Shape[-1] != PE.Shape[2])
            throw new ShapeException($"PositionalEncoding: an input of shape {input.Shape} does not fit; it must be {(batchFirst ? "[N, L, E]" : "[L, N, E]")} or [L, E] with E = {PE.Shape[2]}");
        int length = input.Shape[sequence];
        if (length > PE.Shape[0]) throw new ShapeException($"PositionalEncoding: an input of shape {input.Shape} has {length} positions; the table has {PE.Shape[0]}, see maxLen");
        var table = PE[..length];
        return dropout.Forward(input + (sequence == 1 ? table.Transpose(0, 1) : input.Rank == 2 ? table.Squeeze([1]) : table));
    }
}

/// <summary>
/// Rotary positions (Su et al., 2021, equation 34): of the element pairs of a query or key at position p, pair i is turned by the angle p base^(-2 i / D), so that
/// the product of a query and a key depends on the distance of their positions alone.
/// </summary>
public sealed class RotaryEmbedding : Module
{
    private readonly bool interleaved;

    /// <summary>Makes the tables of cosines and sines, which are no part of the state dict.</summary>
    /// <param name="dim">D, the elements of a head, an even number.</param>
    /// <param name="maxLen">The longest input.</param>
    /// <param name="baseFrequency">The base; larger ones turn more slowly.</param>
    /// <param name="interleaved">Whether neighbours are pairs, as in the paper; otherwise element i and i + D / 2, as in GPT-NeoX and LLaMA.</param>
    /// <param name="dtype">Float32 or float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    /// <exception cref="ShapeException">D is odd.</exception>
    public RotaryEmbedding(int dim, int maxLen = 4096, double baseFrequency = 10_000, bool interleaved = true, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dim);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLen);
        if (!(baseFrequency > 0 && double.IsFinite(baseFrequency))) throw new ArgumentOutOfRangeException(nameof(baseFrequency), baseFrequency, "RotaryEmbedding: the base is not positive");
        if (dim % 2 != 0) throw new ShapeException($"RotaryEmbedding: {dim} elements are no pairs");
        this.interleaved = interleaved;
        var angles = PositionAngles.Of(maxLen, dim, baseFrequency);
        (Cos, Sin) = (angles.Cos().To(dtype), angles.Sin().To(dtype));
    }

    /// <summary>The cosines: <c>[maxLen, D / 2]</c>.</summary>
    [Buffer(Persistent = false)]
    public Tensor Cos { get; private set; }

    /// <summary>The sines: <c>[maxLen, D / 2]</c>.</summary>
    [Buffer(Persistent = false)]
    public Tensor Sin { get; private set; }

    /// <summary>Turns an input whose first position is not 0: what follows keys that were computed before.</summary>
    /// <param name="input">Queries or keys: <c>[.., L, D]</c>.</param>
    /// <param name="offset">The first position.</param>
    /// <exception cref="ShapeException">The shape does not fit, or the positions go beyond the tables.</exception>
    public Tensor Forward(Tensor input, int offset) =>
        IsBare ? Turn(input, offset) : Around((Input: input, Offset: offset), static (module, x) => ((RotaryEmbedding)module).Turn(x.Input, x.Offset));

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Turn(input, 0);

    private Tensor Turn(Tensor x, int offset)
    {
        ArgumentNullException.ThrowIfNull(x, "input");
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        int half = Cos.Shape[1];
        if (x.Rank < 2 || x.Shape[-1] != 2 * half) throw new ShapeException($"RotaryEmbedding: an input of shape {x.Shape} does not fit; it must be [.., L, {2 * half}]");
        long end = (long)offset + x.Shape[-2];
        if (end > Cos.Shape[0]) throw new ShapeException($"RotaryEmbedding: an input of shape {x.Shape} from position {offset} on ends at {end}; the tables end at {Cos.Shape[0]}, see maxLen");
        var (cos, sin) = (Cos[offset..(int)end], Sin[offset..(int)end]);
        // [.., L, D / 2, 2] of neighbours, [.., L, 2, D / 2] of halves: the pairs lie along one dimension.
        int pair = interleaved ? -1 : -2;
        var pairs = x.Unflatten(-1, interleaved ? [half, 2] : [2, half]);
        var (a, b) = (pairs.Select(pair, 0), pairs.Select(pair, 1));
        return Tensor.Stack([a * cos - b * sin, a * sin + b * cos], pair).Flatten(-2);
    }
}

/// <summary>The angles of positions: p base^(-2 i / E) for position p and pair i, <c>[positions, ceil(E / 2)]</c>, in double precision.</summary>
internal static class PositionAngles
{
    public static Tensor Of(int positions, int size, double baseFrequency)
    {
        var frequencies = (Tensor.Arange(0.0, (size + 1) / 2, dtype: DType.Float64) * (-2 * Math.Log(baseFrequency) / size)).Exp();
        return Tensor.Arange(0.0, positions, dtype: DType.Float64).Unsqueeze(1) * frequencies;
    }
}
