namespace Autograd;

public static partial class Func
{
    /// <summary>
    /// Calls a function and keeps its input instead of what its derivative needs: that is computed again, once, when a derivative asks for it
    /// (<c>torch.utils.checkpoint.checkpoint</c> with <c>use_reentrant=False</c>). Memory for the cost of one more call.
    /// </summary>
    /// <inheritdoc cref="Checkpoint(Func{Tensor[], Tensor[]}, ReadOnlySpan{Tensor})"/>
    public static Tensor Checkpoint(Func<Tensor, Tensor> function, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(input);
        return Checkpoint(xs => [function(xs[0])], input)[0];
    }

    /// <summary>
    /// Calls a function and keeps its inputs instead of what its derivative needs: that is computed again, once, when a derivative asks for it
    /// (<c>torch.utils.checkpoint.checkpoint</c> with <c>use_reentrant=False</c>). Memory for the cost of one more call.
    /// </summary>
    /// <param name="function">
    /// Made of recorded ops, and the same whenever it is called: it draws from generators alone, which are put back where they stood, and reads nothing
    /// that changes. What else it writes, such as running statistics, it writes twice. It may capture parameters, which receive their gradients.
    /// </param>
    /// <param name="inputs">The function's arguments.</param>
    /// <returns>The function's results, with derivatives of every order, in both modes, equal to the bit to those without checkpointing. Checkpoints nest.</returns>
    /// <remarks>Values that the function captures instead of taking them as inputs stay in memory.</remarks>
    /// <exception cref="ArgumentException">An input is null.</exception>
    public static Tensor[] Checkpoint(Func<Tensor[], Tensor[]> function, params ReadOnlySpan<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(function);
        var given = Given("Func.Checkpoint", "input", inputs);
        return GradMode.IsEnabled ? new CheckpointedRun(function, given).First(given) : function(given);
    }
}

/// <summary>
/// A call whose saved values are not kept. They are counted as they are saved, and when a derivative asks for the first of them, the call is
/// repeated and each is taken as it is saved again: same function, same inputs, same draws, so the same values in the same order.
/// </summary>
/// <remarks>The inputs are saved with the hooks around this call in force: inside of another checkpoint they are computed again as well.</remarks>
internal sealed class CheckpointedRun
{
    private readonly Func<Tensor[], Tensor[]> function;
    private readonly Saved[] inputs;
    private readonly DrawLog draws = new();
    private readonly Lock gate = new();
    private List<Tensor?>? values;
    private int count;
    private int alive;

    public CheckpointedRun(Func<Tensor[], Tensor[]> function, Tensor[] inputs)
    {
        this.function = function;
        this.inputs = Array.ConvertAll(inputs, Saved.Of);
    }

    public Tensor[] First(Tensor[] given)
    {
        Tensor[] results;
        using (draws.Record())
        using (SavedTensorHooks.Scope(_ => new Place(this, count++), static place => ((Place)place).Value))
        {
            results = function(given);
        }
        alive = count;
        if (count == 0) Release();
        return results;
    }

    private Tensor Value(int place)
    {
        lock (gate)
        {
            values ??= draws.Replay(Again);
            return values[place]!;
        }
    }

    private List<Tensor?> Again()
    {
        var found = new List<Tensor?>(count);
        using (EnableGrad.Scope)
        using (SavedTensorHooks.Scope(
            x =>
            {
                found.Add(x);
                return x;
            },
            static x => (Tensor)x))
        {
            function(Array.ConvertAll(inputs, static x => x.Value));
        }
        if (found.Count != count)
            throw new AutogradException($"Func.Checkpoint: the function saved {count} values when it was called and {found.Count} when it was called again: it depends on something that has changed since");
        return found;
    }

    private void LetGo(int place)
    {
        lock (gate)
        {
            if (values is not null) values[place] = null;
            if (--alive == 0) Release();
        }
    }

    private void Release()
    {
        values = null;
        foreach (var input in inputs) input.Release();
    }

    /// <summary>What is kept of a saved value: the when-th it was.</summary>
    private sealed class Place(CheckpointedRun run, int number) : IDisposable
    {
        public Tensor Value => run.Value(number);

        public void Dispose() => run.LetGo(number);
    }
}
