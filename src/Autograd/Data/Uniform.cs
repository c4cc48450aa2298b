namespace Autograd.Data;

/// <summary>Single numbers from a generator, for decisions: how far to turn, where to cut.</summary>
internal static class Uniform
{
    /// <summary>A number in [low, high); low itself where they are equal.</summary>
    public static double Between(Generator generator, double low, double high) => low + ((high - low) * Unit(generator));

    /// <summary>A whole number in [0, count).</summary>
    public static int Below(Generator generator, int count) => (int)(Unit(generator) * count);

    /// <summary>True with probability p.</summary>
    public static bool Happens(Generator generator, double p) => Unit(generator) < p;

    /// <summary>A number in [0, 1).</summary>
    public static double Unit(Generator generator)
    {
        using var draw = generator.Draw();
        return draw.Twister.NextDouble();
    }

    /// <summary>A standard normal number (the polar method of Marsaglia, 1964).</summary>
    public static double Normal(Generator generator)
    {
        while (true)
        {
            double u = Between(generator, -1, 1), v = Between(generator, -1, 1), s = (u * u) + (v * v);
            if (s is > 0 and < 1) return u * Math.Sqrt(-2 * Math.Log(s) / s);
        }
    }
}
