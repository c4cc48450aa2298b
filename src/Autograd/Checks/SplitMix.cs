namespace Autograd.Checks;

/// <summary>
/// A small random stream of the checker's own (SplitMix64; Steele, Lea and Flood, 2014): checks draw nothing from the
/// user's generators.
/// </summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0, ..., bound - 1.</summary>
    public int Below(int bound) => (int)(Uniform() * bound);

    /// <summary>A weight of either sign and a size in [0.5, 1.5]: no element of a gradient hides behind a small weight.</summary>
    public double Weight() => (Uniform() + 0.5) * ((Next() & 1) == 0 ? 1 : -1);

    /// <summary>A contiguous float64 tensor of weights.</summary>
    public Tensor Weights(Shape shape)
    {
        var values = new double[shape.Numel];
        for (int i = 0; i < values.Length; i++) values[i] = Weight();
        return Tensor.From<double>(values, shape);
    }
}
