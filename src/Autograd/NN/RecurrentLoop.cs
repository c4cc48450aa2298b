namespace Autograd.NN;

/// <summary>One step of a cell: the state after it, from what the input gives to the gates and the state before. The first part of a state is the output.</summary>
/// <param name="fromInput">x W_ih^T + b of the rows of this step: <c>[n, gates * H]</c>.</param>
/// <param name="state">The parts of the state, <c>[n, ..]</c> each.</param>
internal delegate Tensor[] RecurrentStep(Tensor fromInput, Tensor[] state);

/// <summary>
/// A cell along time. Rows lie step after step, <c>[n_0 + n_1 + .., ..]</c> with n_0 >= n_1 >= ..: those of a padded batch have the same n in every step,
/// those of a packed one end one after the other, the last first. No row of padding is ever read.
/// </summary>
internal static class RecurrentLoop
{
    /// <summary>From the first step to the last; what has ended keeps its state.</summary>
    public static (Tensor Output, Tensor[] Last) Forward(Tensor fromInput, int[] batchSizes, Tensor[] state, RecurrentStep step)
    {
        using var temporaries = Temporaries.Begin();
        var steps = fromInput.Split(batchSizes);
        var outputs = new Tensor[steps.Length];
        var ended = new Stack<Tensor[]>();
        int rows = batchSizes[0];
        for (int t = 0; t < steps.Length; t++)
        {
            int n = batchSizes[t];
            if (n < rows)
            {
                var end = Rows(state, n, rows);
                foreach (var part in end) temporaries.Keep(part);
                ended.Push(end);
                state = Rows(state, 0, n);
                rows = n;
            }
            state = step(steps[t], state);
            outputs[t] = state[0];
            temporaries.Keep(outputs[t]);
            temporaries.Pass(state);
        }
        while (ended.TryPop(out var above)) state = Joined(state, above);
        return (temporaries.Give(Tensor.Cat(outputs)), temporaries.Give(state));
    }

    /// <summary>From the last step to the first; what begins later in this direction has its first state until then.</summary>
    public static (Tensor Output, Tensor[] Last) Reverse(Tensor fromInput, int[] batchSizes, Tensor[] state, RecurrentStep step)
    {
        using var temporaries = Temporaries.Begin();
        var steps = fromInput.Split(batchSizes);
        var outputs = new Tensor[steps.Length];
        var first = state;
        int rows = batchSizes[^1];
        if (rows < batchSizes[0]) state = Rows(first, 0, rows);
        for (int t = steps.Length - 1; t >= 0; t--)
        {
            int n = batchSizes[t];
            if (n > rows)
            {
                state = Joined(state, Rows(first, rows, n));
                rows = n;
            }
            state = step(steps[t], state);
            outputs[t] = state[0];
            temporaries.Keep(outputs[t]);
            temporaries.Pass(state);
        }
        return (temporaries.Give(Tensor.Cat(outputs)), temporaries.Give(state));
    }

    private static Tensor[] Rows(Tensor[] state, int from, int to) => Array.ConvertAll(state, part => part.Narrow(0, from, to - from));

    private static Tensor[] Joined(Tensor[] upper, Tensor[] lower) => [.. upper.Zip(lower, static (a, b) => Tensor.Cat([a, b]))];
}
