using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>The 32-bit Mersenne twister MT19937 with PyTorch's seeding and its one cached normal sample.</summary>
/// <remarks>
/// Matsumoto and Nishimura, ACM TOMACS 8 (1998). State words are twisted and tempered 624 at a time, in vectors;
/// the fills read the tempered words in spans. Not thread-safe: the public generator guards it.
/// </remarks>
internal sealed class MersenneTwister
{
    internal const int Size = 624;
    private const int Middle = 397;
    private const uint MatrixA = 0x9908b0df;
    private const uint UpperBit = 0x80000000;

    private readonly uint[] words = new uint[Size];
    private readonly uint[] tempered = new uint[Size];
    private int next = Size;
    private bool twisted;

    public MersenneTwister(ulong seed) => Reseed(seed);

    /// <summary>The seed as given; the twister itself starts from its lower 32 bits, as in PyTorch.</summary>
    public ulong Seed { get; private set; }

    /// <summary>The second value of the last Box-Muller pair of the short normal path, if nobody has drawn it yet.</summary>
    public double? PendingNormal { get; set; }

    /// <summary>The raw state words, how many are left to draw before the next twist, and whether there was a first one.</summary>
    public (ReadOnlyMemory<uint> Words, int Left, bool Twisted) State => (words, Size - next, twisted);

    public void Reseed(ulong seed)
    {
        Seed = seed;
        PendingNormal = null;
        words[0] = (uint)seed;
        for (int i = 1; i < Size; i++) words[i] = 1812433253u * (words[i - 1] ^ (words[i - 1] >> 30)) + (uint)i;
        next = Size;
        twisted = false;
    }

    /// <summary>Continues from raw state words.</summary>
    public void Restore(ulong seed, ReadOnlySpan<uint> state, int left, bool hasTwisted, double? pendingNormal)
    {
        state.CopyTo(words);
        Temper(words, tempered);
        (Seed, next, twisted, PendingNormal) = (seed, Size - left, hasTwisted, pendingNormal);
    }

    /// <summary>32 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint NextUInt32()
    {
        if (next == Size) Refill();
        return tempered[next++];
    }

    /// <summary>64 random bits: the first draw is the upper half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextUInt64() => ((ulong)NextUInt32() << 32) | NextUInt32();

    /// <summary>A double in [0, 1) from the lower 53 of 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextDouble() => (NextUInt64() & ((1UL << 53) - 1)) * (1.0 / (1L << 53));

    /// <summary>At least one and at most <paramref name="count"/> of the words that come next, drawn.</summary>
    public ReadOnlySpan<uint> Take(int count)
    {
        if (next == Size) Refill();
        int start = next;
        next += Math.Min(count, Size - start);
        return tempered.AsSpan(start, next - start);
    }

    /// <summary>Draws whole pairs of words as they lie; empty when the next pair straddles two twists.</summary>
    public ReadOnlySpan<ulong> TakePairs(int count)
    {
        if (next == Size) Refill();
        int start = next;
        int pairs = Math.Min(count, (Size - start) / 2);
        next += 2 * pairs;
        return MemoryMarshal.Cast<uint, ulong>(tempered.AsSpan(start, 2 * pairs));
    }

    private void Refill()
    {
        Twist(words);
        Temper(words, tempered);
        next = 0;
        twisted = true;
    }

    // x[i] <- x[i + 397] ^ mix(x[i], x[i + 1]), indices modulo 624, in order: a vector of eight never meets its own writes.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Twist(uint[] state)
    {
        ref uint x = ref MemoryMarshal.GetArrayDataReference(state);
        int lanes = Vector256<uint>.Count;
        int i = 0;
        for (; i + lanes <= Size - Middle; i += lanes) Step(ref x, i, i + Middle);
        for (; i < Size - Middle; i++) StepOne(ref x, i, i + 1, i + Middle);
        for (; i + lanes < Size; i += lanes) Step(ref x, i, i + Middle - Size);
        for (; i < Size - 1; i++) StepOne(ref x, i, i + 1, i + Middle - Size);
        StepOne(ref x, Size - 1, 0, Middle - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(ref uint x, int i, int far)
    {
        var current = Vector256.LoadUnsafe(ref x, (nuint)i);
        var following = Vector256.LoadUnsafe(ref x, (nuint)i + 1);
        var y = (current & Vector256.Create(UpperBit)) | (following & Vector256.Create(~UpperBit));
        var odd = Vector256<uint>.Zero - (following & Vector256<uint>.One);
        (Vector256.LoadUnsafe(ref x, (nuint)far) ^ (y >>> 1) ^ (odd & Vector256.Create(MatrixA))).StoreUnsafe(ref x, (nuint)i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StepOne(ref uint x, int i, int following, int far)
    {
        uint y = (Unsafe.Add(ref x, i) & UpperBit) | (Unsafe.Add(ref x, following) & ~UpperBit);
        Unsafe.Add(ref x, i) = Unsafe.Add(ref x, far) ^ (y >> 1) ^ ((0u - (y & 1)) & MatrixA);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Temper(uint[] state, uint[] result)
    {
        ref uint source = ref MemoryMarshal.GetArrayDataReference(state);
        ref uint target = ref MemoryMarshal.GetArrayDataReference(result);
        for (nuint i = 0; i < Size; i += (nuint)Vector256<uint>.Count)
        {
            var y = Vector256.LoadUnsafe(ref source, i);
            y ^= y >>> 11;
            y ^= (y << 7) & Vector256.Create(0x9d2c5680u);
            y ^= (y << 15) & Vector256.Create(0xefc60000u);
            y ^= y >>> 18;
            y.StoreUnsafe(ref target, i);
        }
    }
}
