using Autograd.Memory;

namespace Autograd.NN;

/// <summary>What <see cref="RNN"/>, <see cref="LSTM"/> and <see cref="GRU"/> have in common: layers, directions, weights, and the way through them (<c>torch.nn.RNNBase</c>).</summary>
/// <remarks>
/// Keys of layer k: <c>weight_ih_lk</c>, <c>weight_hh_lk</c>, <c>bias_ih_lk</c>, <c>bias_hh_lk</c>, of an LSTM with a projection <c>weight_hr_lk</c>; those of the
/// other direction end in <c>_reverse</c>.
/// </remarks>
public abstract class RNNBase : Module
{
    [Key("")]
    private readonly OrderedDictionary<string, Parameter> weights = new(StringComparer.Ordinal);

    private protected RNNBase(
        int gates, int inputSize, int hiddenSize, int numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, int projSize, DType dtype)
    {
        string name = NameOf(GetType());
        ArgumentOutOfRangeException.ThrowIfNegative(inputSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hiddenSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numLayers);
        ArgumentOutOfRangeException.ThrowIfNegative(projSize);
        if (!(dropout is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, $"{name}: a probability lies in [0, 1]");
        if (projSize >= hiddenSize) throw new ShapeException($"{name}: a projection from {hiddenSize} to {projSize} does not shrink the state; projSize must be below hiddenSize");
        (InputSize, HiddenSize, NumLayers, Bias, BatchFirst, Dropout, Bidirectional, ProjSize) = (inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, projSize);
        int rows = Layout.CheckedCount([gates, hiddenSize], name), below = inputSize;
        for (int layer = 0; layer < numLayers; layer++)
        {
            for (int direction = 0; direction < Directions; direction++)
            {
                string suffix = Suffix(layer, direction);
                weights.Add("weight_ih" + suffix, new Parameter(Tensor.Empty([rows, below], dtype)));
                weights.Add("weight_hh" + suffix, new Parameter(Tensor.Empty([rows, OutputSize], dtype)));
                if (bias)
                {
                    weights.Add("bias_ih" + suffix, new Parameter(Tensor.Empty([rows], dtype)));
                    weights.Add("bias_hh" + suffix, new Parameter(Tensor.Empty([rows], dtype)));
                }
                if (projSize > 0) weights.Add("weight_hr" + suffix, new Parameter(Tensor.Empty([projSize, hiddenSize], dtype)));
            }
            below = Layout.CheckedCount([Directions, OutputSize], name);
        }
        ResetParameters();
    }

    /// <summary>The features of the input.</summary>
    public int InputSize { get; }

    /// <summary>H, the features of the state.</summary>
    public int HiddenSize { get; }

    /// <summary>How many layers stand one on the other.</summary>
    public int NumLayers { get; }

    /// <summary>Whether there are biases.</summary>
    public bool Bias { get; }

    /// <summary>Whether padded input and output are <c>[N, T, ..]</c> instead of <c>[T, N, ..]</c>.</summary>
    public bool BatchFirst { get; }

    /// <summary>The probability with which elements between two layers are zeroed in training.</summary>
    public double Dropout { get; }

    /// <summary>Whether a second cell a layer runs from the last step to the first.</summary>
    public bool Bidirectional { get; }

    /// <summary>The features to which an LSTM projects its output; 0 for none.</summary>
    public int ProjSize { get; }

    /// <summary>The weights of each layer and direction, the layers in order, the two directions of a layer one after the other (<c>all_weights</c>).</summary>
    public IReadOnlyList<IReadOnlyList<Parameter>> AllWeights => [.. weights.Values.Chunk(weights.Count / (NumLayers * Directions))];

    /// <summary>The features of the output of one direction.</summary>
    private protected int OutputSize => ProjSize > 0 ? ProjSize : HiddenSize;

    private int Directions => Bidirectional ? 2 : 1;

    /// <summary>Draws new initial values: all uniform in ±1/sqrt(hiddenSize) (<c>RNNBase.reset_parameters</c>).</summary>
    public void ResetParameters()
    {
        double bound = 1 / Math.Sqrt(HiddenSize);
        foreach (var weight in weights.Values) Init.Uniform(weight, -bound, bound);
    }

    /// <summary>The sizes of the features of a state's parts.</summary>
    private protected virtual int[] StateSizes => [OutputSize];

    /// <summary>What reaches the gates of all steps from the input: one product.</summary>
    private protected virtual Tensor FromInput(Tensor input, RecurrentWeights weights) => weights.FromInput(input);

    /// <summary>The parts of a state after one step of one layer.</summary>
    private protected abstract Tensor[] Step(Tensor fromInput, Tensor[] state, RecurrentWeights weights);

    /// <summary>Runs over a padded batch or over one sequence; hx has the parts of the first state, or is null for zeros.</summary>
    private protected (Tensor Output, Tensor[] State) Run(Tensor input, Tensor[]? hx)
    {
        string name = NameOf(GetType());
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank is not (2 or 3))
            throw new ShapeException($"{name}: an input of shape {input.Shape} has {input.Rank} dimensions; it must be {(BatchFirst ? "[N, T, inputSize]" : "[T, N, inputSize]")}, or [T, inputSize] of one sequence");
        bool isBatch = input.Rank == 3;
        int time = isBatch && BatchFirst ? 1 : 0, steps = input.Shape[time], rows = isBatch ? input.Shape[1 - time] : 1;
        CheckFeatures(name, input);
        if (steps == 0) throw new ShapeException($"{name}: an input of shape {input.Shape} has no step; dimension {time} is time");
        var state = FirstState(name, hx, input, isBatch ? [rows] : []);
        using var face = Face.Of(name);
        var batch = !isBatch ? input.Unsqueeze(1) : BatchFirst ? input.Transpose(0, 1) : input;
        var (data, last) = Layers(batch.Flatten(0, 1), [.. Enumerable.Repeat(rows, steps)], isBatch ? state : Array.ConvertAll(state, static part => part.Unsqueeze(1)));
        var output = data.Unflatten(0, steps, rows);
        return isBatch
            ? (BatchFirst ? output.Transpose(0, 1) : output, last)
            : (output.Squeeze(1), Array.ConvertAll(last, static part => part.Squeeze(1)));
    }

    /// <summary>Runs over a packed batch. States are in the order in which the sequences were given.</summary>
    private protected (PackedSequence Output, Tensor[] State) Run(PackedSequence input, Tensor[]? hx)
    {
        string name = NameOf(GetType());
        ArgumentNullException.ThrowIfNull(input);
        int[] batchSizes = input.StepSizes(name);
        if (input.Data.Rank != 2) throw new ShapeException($"{name}: packed data of shape {input.Data.Shape} has {input.Data.Rank} dimensions; it must be [rows, inputSize]");
        CheckFeatures(name, input.Data);
        var state = FirstState(name, hx, input.Data, [batchSizes[0]]);
        using var face = Face.Of(name);
        if (input.SortedIndices is { } sorted) state = Array.ConvertAll(state, part => part.IndexSelect(1, sorted));
        var (data, last) = Layers(input.Data, batchSizes, state);
        if (input.UnsortedIndices is { } unsorted) last = Array.ConvertAll(last, part => part.IndexSelect(1, unsorted));
        return (input with { Data = data }, last);
    }

    /// <inheritdoc/>
    protected override string ExtraRepr() =>
        $"{Repr.Text(InputSize)}, {Repr.Text(HiddenSize)}{(ProjSize == 0 ? "" : $", proj_size={Repr.Text(ProjSize)}")}{(NumLayers == 1 ? "" : $", num_layers={Repr.Text(NumLayers)}")}"
        + (Bias ? "" : ", bias=False") + (BatchFirst ? ", batch_first=True" : "") + (Dropout == 0 ? "" : $", dropout={Repr.Text(Dropout)}") + (Bidirectional ? ", bidirectional=True" : "");

    private static string Suffix(int layer, int direction) => $"_l{Repr.Text(layer)}{(direction == 0 ? "" : "_reverse")}";

    private (Tensor Output, Tensor[] Last) Layers(Tensor data, int[] batchSizes, Tensor[] state)
    {
        using var temporaries = Temporaries.Begin();
        var first = Array.ConvertAll(state, static part => part.Unbind());
        var last = Array.ConvertAll(state, _ => new Tensor[NumLayers * Directions]);
        for (int layer = 0; layer < NumLayers; layer++)
        {
            var outputs = new Tensor[Directions];
            for (int direction = 0; direction < Directions; direction++)
            {
                int index = layer * Directions + direction;
                var w = WeightsOf(layer, direction).ForSteps(batchSizes.Length);
                var fromInput = FromInput(data, w);
                Tensor[] before = Array.ConvertAll(first, part => part[index]), after;
                (outputs[direction], after) = direction == 0
                    ? RecurrentLoop.Forward(fromInput, batchSizes, before, (x, h) => Step(x, h, w))
                    : RecurrentLoop.Reverse(fromInput, batchSizes, before, (x, h) => Step(x, h, w));
                for (int part = 0; part < last.Length; part++) last[part][index] = after[part];
            }
            data = Bidirectional ? Tensor.Cat(outputs, 1) : outputs[0];
            if (layer + 1 < NumLayers) data = Functional.Dropout(data, Dropout, Training);
        }
        return (temporaries.Give(data), temporaries.Give(Array.ConvertAll(last, static parts => Tensor.Stack(parts))));
    }

    private RecurrentWeights WeightsOf(int layer, int direction)
    {
        string suffix = Suffix(layer, direction);
        return new RecurrentWeights(
            weights["weight_ih" + suffix], weights["weight_hh" + suffix], weights.GetValueOrDefault("bias_ih" + suffix), weights.GetValueOrDefault("bias_hh" + suffix), weights.GetValueOrDefault("weight_hr" + suffix));
    }

    private void CheckFeatures(string name, Tensor input)
    {
        if (input.Shape[-1] != InputSize) throw new ShapeException($"{name}: an input of shape {input.Shape} has {input.Shape[-1]} features; this module was made for {InputSize}");
        var dtype = weights.GetAt(0).Value.DType;
        if (input.DType != dtype) throw new DTypeException($"{name}: the input is {input.DType.Name}, the weights {dtype.Name}; convert with To, or the module with To(DType)");
    }

    /// <summary>The parts given, checked, or zeros: <c>[layers * directions, rows, features]</c>, without rows for one sequence.</summary>
    private Tensor[] FirstState(string name, Tensor[]? hx, Tensor input, int[] rows)
    {
        var parts = new Tensor[StateSizes.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            var shape = new Shape([NumLayers * Directions, .. rows, StateSizes[i]]);
            parts[i] = hx is null ? Tensor.Zeros(shape, input.DType) : NotNull.Of(hx[i], nameof(hx));
            if (parts[i].Shape != shape) throw new ShapeException($"{name}: part {i} of the state has shape {parts[i].Shape}; for an input of shape {input.Shape} it must be {shape}");
            if (parts[i].DType != input.DType) throw new DTypeException($"{name}: part {i} of the state is {parts[i].DType.Name}, the input {input.DType.Name}; convert with To");
        }
        return parts;
    }
}
