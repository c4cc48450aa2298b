using Autograd.Kernels;

namespace Autograd;

/// <summary>A stream of random numbers, the same as that of PyTorch's CPU generator for the same seed.</summary>
/// <remarks>
/// MT19937 (Matsumoto and Nishimura, 1998). One generator may move between threads, but a draw while another thread
/// draws throws: the streams would depend on timing. PyTorch: <c>torch.Generator</c>.
/// </remarks>
public sealed class Generator
{
    /// <summary>The seed of a generator that nobody has seeded, PyTorch's.</summary>
    public const ulong DefaultSeed = 67280421310721;

    [ThreadStatic]
    private static Generator? current;

    // What the default generator is made of when somebody asks for it, in a scope of its own.
    [ThreadStatic]
    private static ulong? start;

    private readonly MersenneTwister twister;
    private int busy;

    /// <summary>Makes a generator that gives the numbers PyTorch gives after <c>manual_seed(seed)</c>.</summary>
    /// <param name="seed">Any 64 bits; as in PyTorch, the numbers depend on the lower 32.</param>
    public Generator(ulong seed) => twister = new MersenneTwister(seed);

    /// <summary>The generator of this thread, used where none is given; it starts from <see cref="DefaultSeed"/>.</summary>
    /// <remarks>Each thread has its own: seed it on the thread that draws.</remarks>
    public static Generator Default => current ??= new Generator(start ?? DefaultSeed);

    /// <summary>The seed the stream was started with. PyTorch: <c>initial_seed()</c>.</summary>
    public ulong Seed => twister.Seed;

    /// <summary>Starts the default generator of this thread anew. PyTorch: <c>torch.manual_seed</c>.</summary>
    /// <param name="seed">Any 64 bits.</param>
    /// <returns>The default generator.</returns>
    /// <exception cref="AutogradException">Another thread is drawing from it.</exception>
    public static Generator ManualSeed(ulong seed)
    {
        Default.Reseed(seed);
        return Default;
    }

    /// <summary>Starts this stream anew. PyTorch: <c>Generator.manual_seed</c>.</summary>
    /// <param name="seed">Any 64 bits.</param>
    /// <exception cref="AutogradException">Another thread is drawing from it.</exception>
    public void Reseed(ulong seed)
    {
        using var draw = Draw();
        draw.Twister.Reseed(seed);
    }

    /// <summary>A whole number in [0, 2^63) from 64 bits of the stream: a seed for another generator. PyTorch: <c>torch.empty((), dtype=torch.int64).random_()</c>.</summary>
    /// <exception cref="AutogradException">Another thread is drawing from it.</exception>
    public long NextInt64()
    {
        using var draw = Draw();
        return (long)(draw.Twister.NextUInt64() & long.MaxValue);
    }

    /// <summary>Where the stream stands, as the 5056 bytes of PyTorch's <c>get_rng_state()</c>.</summary>
    /// <returns>A copy that later draws do not change.</returns>
    /// <exception cref="AutogradException">Another thread is drawing from it.</exception>
    public byte[] GetState()
    {
        using var draw = Draw();
        return RandomState.Save(draw.Twister);
    }

    /// <summary>Continues from a state of <see cref="GetState"/> or of PyTorch's <c>get_rng_state()</c>.</summary>
    /// <param name="state">5056 bytes.</param>
    /// <exception cref="ArgumentException">The bytes are not a generator state.</exception>
    /// <exception cref="AutogradException">Another thread is drawing from it.</exception>
    public void SetState(ReadOnlySpan<byte> state)
    {
        using var draw = Draw();
        RandomState.Load(draw.Twister, state);
    }

    /// <summary>Gives this thread a default generator of that seed until the scope ends; it is made when the first number is asked for.</summary>
    internal static DefaultScope Seeded(ulong seed)
    {
        var scope = new DefaultScope(current, start);
        (current, start) = (null, seed);
        return scope;
    }

    /// <summary>The way to the numbers: holds the generator until disposed.</summary>
    internal Drawing Draw()
    {
        if (Interlocked.Exchange(ref busy, 1) != 0)
        {
            throw new AutogradException(
                "A random draw while another draws from the same Generator: give each thread a Generator of its own");
        }
        DrawLog.Current?.Note(this, () => RandomState.Save(twister));
        return new Drawing(this);
    }

    /// <summary>The right to draw, for the length of a scope.</summary>
    internal readonly ref struct Drawing
    {
        private readonly Generator owner;

        internal Drawing(Generator owner) => this.owner = owner;

        public MersenneTwister Twister => owner.twister;

        public void Dispose() => Volatile.Write(ref owner.busy, 0);
    }

    /// <summary>Gives the thread its default generator back when disposed; a scope that was never opened does nothing.</summary>
    internal readonly ref struct DefaultScope(Generator? generator, ulong? seed)
    {
        private readonly bool opened = true;

        public void Dispose()
        {
            if (opened) (current, start) = (generator, seed);
        }
    }
}
