namespace Autograd.Data;

/// <content>Where an epoch stands, saved and continued.</content>
public partial class DataLoader<T>
{
    private const string BatchKey = "batch";

    // What the last enumeration that was begun and is not over has given, and where a loaded state continues.
    private Position? underway;
    private Position? loaded;

    /// <summary>
    /// Where the loader stands, so that another one continues with the same batches: how many of the epoch at hand were given, and the
    /// states of the generators that draw its orders, at its beginning and now (torchdata: <c>StatefulDataLoader.state_dict</c>).
    /// </summary>
    /// <remarks>
    /// Of enumerations at the same time the one begun last counts. What samplers draw they draw when an epoch begins; only a
    /// <see cref="RandomSampler"/> with replacement goes on drawing, so give it a generator that nobody else draws from.
    /// </remarks>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var sources = Sources();
        // What was loaded and not yet continued is where the loader stands.
        var position = underway ?? loaded;
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [BatchKey] = Tensor.From([position?.Given ?? -1L]).Reshape([]),
        };
        for (int i = 0; i < sources.Count; i++)
        {
            state.Add(Key(i, "start"), Tensor.From<byte>(position?.Start[i] ?? sources[i].GetState()));
            state.Add(Key(i, "now"), Tensor.From<byte>(sources[i].GetState()));
        }
        return state;
    }

    /// <summary>Continues from a <see cref="StateDict"/> of a loader like this one: the next enumeration gives what is left of its epoch.</summary>
    /// <exception cref="AutogradException">The state is not that of such a loader; nothing is changed then.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var sources = Sources();
        string[] keys = [BatchKey, .. Enumerable.Range(0, sources.Count).SelectMany(static i => new[] { Key(i, "start"), Key(i, "now") })];
        if (state.Count != keys.Length || !Array.TrueForAll(keys, key => state.GetValueOrDefault(key) is { } value && value.DType == (key == BatchKey ? DType.Int64 : DType.UInt8)))
            throw new AutogradException($"LoadStateDict: the state is not that of a DataLoader with {keys.Length / 2} generators: it has {string.Join(", ", state.Keys)}, not {string.Join(", ", keys)}");
        long given = state[BatchKey].Item<long>();
        if (given < -1 || given > Count) throw new AutogradException($"LoadStateDict: {given} batches of an epoch that has {Count}");
        byte[][] Bytes(string moment) => [.. Enumerable.Range(0, sources.Count).Select(i => state[Key(i, moment)].ToArray<byte>())];
        byte[][] start = Bytes("start"), now = Bytes("now");
        try
        {
            foreach (byte[] bytes in start.Concat(now)) new Generator(0).SetState(bytes);
        }
        catch (ArgumentException e)
        {
            throw new AutogradException("LoadStateDict: the state of a generator is none: " + e.Message, e);
        }
        Set(sources, now);
        (underway, loaded) = (null, given < 0 ? null : new Position(start, 0) { Given = given });
    }

    private static string Key(int source, string moment) => FormattableString.Invariant($"generator.{source}.{moment}");

    private static byte[][] States(List<Generator> sources) => [.. sources.Select(static s => s.GetState())];

    private static void Set(List<Generator> sources, byte[][] states)
    {
        for (int i = 0; i < states.Length; i++) sources[i].SetState(states[i]);
    }

    /// <summary>The generators that an epoch draws from, each once: the loader's own and its sampler's.</summary>
    private List<Generator> Sources()
    {
        var own = generator ?? Generator.Default;
        var sampler = batches is BatchSampler { Sampler: { } inner } ? inner.Generator ?? Generator.Default : own;
        return ReferenceEquals(own, sampler) ? [own] : [own, sampler];
    }

    private IEnumerator<T> Begin()
    {
        var sources = Sources();
        var start = States(sources);
        // PyTorch's base seed of the workers: drawn before the sampler draws.
        return Epoch(new Position(start, (ulong)sources[0].NextInt64()), batches.GetEnumerator());
    }

    /// <summary>Draws an epoch's order once more from where it began, passes what was given, and leaves the generators as they are.</summary>
    private IEnumerator<T> Continue(Position position)
    {
        var sources = Sources();
        var now = States(sources);
        Set(sources, position.Start);
        var again = new Position(position.Start, (ulong)sources[0].NextInt64()) { Given = position.Given };
        var order = batches.GetEnumerator();
        for (long i = 0; i < position.Given; i++) order.MoveNext();
        Set(sources, now);
        return Epoch(again, order);
    }

    private IEnumerator<T> Epoch(Position position, IEnumerator<IReadOnlyList<int>> order)
    {
        underway = position;
        try
        {
            using var given = workers == 0 ? Now(position, order) : Ahead(position, order);
            while (given.MoveNext())
            {
                // What was given counts, not what was fetched.
                position.Given++;
                yield return given.Current;
            }
        }
        finally
        {
            if (ReferenceEquals(underway, position)) underway = null;
            order.Dispose();
        }
    }

    /// <summary>Fetches each batch when it is asked for.</summary>
    private IEnumerator<T> Now(Position position, IEnumerator<IReadOnlyList<int>> order)
    {
        for (long number = position.Given; order.MoveNext(); number++)
            yield return new Fetching(Fetching.Seed(position.Seed, number), CancellationToken.None).Run(() => fetch(Indices(order.Current)));
    }

    private static long[] Indices(IReadOnlyList<int> batch) => [.. batch.Select(static index => (long)index)];

    /// <summary>A place in an epoch.</summary>
    private sealed class Position(byte[][] start, ulong seed)
    {
        /// <summary>The generators when the epoch began.</summary>
        public byte[][] Start { get; } = start;

        /// <summary>What the seeds of batches and elements are made of.</summary>
        public ulong Seed { get; } = seed;

        /// <summary>The batches it has given.</summary>
        public long Given { get; set; }
    }
}
