namespace Autograd.Optim;

/// <summary>What <see cref="LBFGS"/> keeps from iteration to iteration, and the direction that follows from it.</summary>
internal sealed class LBFGSMemory
{
    private readonly List<(Tensor Change, Tensor Step, double Inverse)> history = [];
    private Tensor? direction;
    private double diagonal = 1;
    private int iterations;
    private double length;

    public int Iterations => iterations;

    /// <summary>The gradient where the last direction began.</summary>
    public Tensor? Gradient { get; set; }

    public double Length
    {
        get => length;
        set => length = value;
    }

    /// <summary>The next direction: -g at first, then -H g with what the last step has taught.</summary>
    public Tensor Direction(Tensor gradient, int size)
    {
        iterations++;
        if (iterations == 1 || Gradient is null || direction is null)
        {
            history.Clear();
            diagonal = 1;
            return direction = -gradient;
        }
        var change = gradient - Gradient;
        var step = direction * length;
        double curvature = FlatParameters.Dot(change, step);
        // A step along which the loss does not curve up teaches nothing.
        if (curvature > 1e-10)
        {
            if (history.Count == size) history.RemoveAt(0);
            history.Add((change, step, 1 / curvature));
            diagonal = curvature / FlatParameters.Dot(change, change);
        }
        return direction = TwoLoops(-gradient);
    }

    public void Remember(SavedState state, FlatParameters flat)
    {
        state.Keep("n_iter", ref iterations);
        state.Keep("t", ref length);
        state.Keep("H_diag", ref diagonal);
        direction = state.Keep("d", direction, flat.Length, flat.DType);
        Gradient = state.Keep("prev_flat_grad", Gradient, flat.Length, flat.DType);
        var changes = state.Keep("old_dirs", history.ConvertAll(static h => h.Change), flat.Length, flat.DType);
        var steps = state.Keep("old_stps", history.ConvertAll(static h => h.Step), flat.Length, flat.DType);
        (Tensor, Tensor)[] pairs = [.. changes.Zip(steps)];
        history.Clear();
        foreach (var (change, step) in pairs) history.Add((change, step, 1 / FlatParameters.Dot(change, step)));
    }

    /// <summary>The same as PyTorch has it: the history as lists, with the inverse curvatures; nothing before the first iteration.</summary>
    public IEnumerable<(string Name, object? Value)> ToTorch() => iterations == 0 ? [] :
    [
        ("n_iter", iterations), ("d", direction), ("t", length), ("old_dirs", history.ConvertAll(static h => h.Change)), ("old_stps", history.ConvertAll(static h => h.Step)),
        ("ro", history.ConvertAll(static h => h.Inverse)), ("H_diag", diagonal), ("prev_flat_grad", Gradient),
    ];

    /// <summary>Brings what PyTorch remembers, numbers of any kind among it, to what <see cref="Remember"/> reads.</summary>
    public static void FromTorch(Dictionary<string, Tensor> state, string prefix, FlatParameters flat)
    {
        var writer = SavedState.Writer(prefix);
        new LBFGSMemory().Remember(writer, flat);
        bool isNew = !state.TryGetValue(prefix + "n_iter", out var iterations) || (iterations.Numel == 1 && iterations.Item() == 0);
        foreach (var (key, first) in writer.Written)
        {
            if (!state.TryGetValue(key, out var value))
            {
                if (isNew) state[key] = first;
            }
            else if (first.Rank == 0)
            {
                if (value.Numel == 1) state[key] = value.Detach().Reshape([]).To(first.DType);
            }
            else
            {
                state[key] = value.Numel == 0 ? first : value.To(first.DType);
            }
        }
    }

    // Nocedal (1980): H q without H.
    private Tensor TwoLoops(Tensor q)
    {
        double[] shares = new double[history.Count];
        for (int i = history.Count - 1; i >= 0; i--)
        {
            shares[i] = FlatParameters.Dot(history[i].Step, q) * history[i].Inverse;
            q = q.Add(history[i].Change, -shares[i]);
        }
        var r = q * diagonal;
        for (int i = 0; i < history.Count; i++) r = r.Add(history[i].Step, shares[i] - FlatParameters.Dot(history[i].Change, r) * history[i].Inverse);
        return r;
    }
}
