namespace Autograd.Kernels;

/// <summary>A sparse matrix [outputs, inputs] by rows: of output o the taps from <c>Starts[o]</c> to <c>Starts[o + 1]</c>, each an input and a weight.</summary>
/// <remarks>It is filled output by output, in memory that the caller lends.</remarks>
internal ref struct TapTable
{
    private readonly Span<int> starts;
    private readonly Span<int> inputs;
    private readonly Span<double> weights;
    private int rows;
    private int count;

    /// <summary>An empty table.</summary>
    /// <param name="starts">Room for one more than there are outputs.</param>
    /// <param name="inputs">Room for all taps.</param>
    /// <param name="weights">Room for all taps.</param>
    public TapTable(Span<int> starts, Span<int> inputs, Span<double> weights)
    {
        this.starts = starts;
        this.inputs = inputs;
        this.weights = weights;
        starts[0] = 0;
    }

    /// <summary>The number of outputs.</summary>
    public readonly int Outputs => rows;

    /// <summary>The number of taps.</summary>
    public readonly int Count => count;

    /// <summary>Where the taps of each output begin, and where the last end.</summary>
    public readonly ReadOnlySpan<int> Starts => starts[..(rows + 1)];

    /// <summary>The input of each tap.</summary>
    public readonly ReadOnlySpan<int> Inputs => inputs[..count];

    /// <summary>The weight of each tap.</summary>
    public readonly ReadOnlySpan<double> Weights => weights[..count];

    /// <summary>A tap of the output at hand; one of weight 0 is left out, so that an input that does not count leaks no NaN.</summary>
    public void Add(int input, double weight)
    {
        if (weight == 0) return;
        (inputs[count], weights[count]) = (input, weight);
        count++;
    }

    /// <summary>The output at hand is done.</summary>
    public void EndOutput() => starts[++rows] = count;

    /// <summary>The transposed matrix; taps of an input in ascending order of outputs.</summary>
    /// <param name="inputCount">The number of inputs, which become outputs.</param>
    /// <param name="into">An empty table with room for as many taps.</param>
    public readonly TapTable Transposed(int inputCount, TapTable into)
    {
        into.rows = inputCount;
        into.count = count;
        // Counted one place further on: while taps are written a start moves to where the next begins.
        into.starts[..(inputCount + 1)].Clear();
        foreach (int input in Inputs)
        {
            if (input + 2 <= inputCount) into.starts[input + 2]++;
        }
        for (int i = 2; i <= inputCount; i++) into.starts[i] += into.starts[i - 1];
        for (int o = 0; o < rows; o++)
        {
            for (int t = starts[o]; t < starts[o + 1]; t++)
            {
                int at = into.starts[inputs[t] + 1]++;
                (into.inputs[at], into.weights[at]) = (o, weights[t]);
            }
        }
        return into;
    }
}
