using System.Globalization;

namespace Autograd.Training;

/// <summary>The values that a hyperparameter may have, and how one is drawn. One of your own derives from it.</summary>
public abstract record Dimension
{
    /// <summary>A number in [low, high), all equally likely.</summary>
    /// <exception cref="ArgumentException">The bounds are not finite, or low is not below high.</exception>
    public static Dimension Uniform(double low, double high) => new UniformDimension(low, high);

    /// <summary>A positive number in [low, high) whose logarithm is uniform: each power of ten gets as many draws. For rates and penalties.</summary>
    /// <exception cref="ArgumentException">The bounds are not finite and positive, or low is not below high.</exception>
    public static Dimension LogUniform(double low, double high) => new LogUniformDimension(low, high);

    /// <summary>A whole number from low to high, both included, all equally likely.</summary>
    /// <exception cref="ArgumentException">Low is above high.</exception>
    public static Dimension Integer(int low, int high) => new IntegerDimension(low, high);

    /// <summary>One of some values.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Dimension Choice<T>(params IReadOnlyList<T> values)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(values);
        return new ChoiceDimension([.. values.Select(static v => (object)v)]);
    }

    /// <summary>Draws a value.</summary>
    public abstract object Draw(Generator generator);

    /// <summary>A narrower one of the same kind around a value, within this one; this one where there is no such thing.</summary>
    /// <param name="value">A value of this dimension.</param>
    /// <param name="share">The width of the narrower by that of this.</param>
    public virtual Dimension Around(object value, double share) => this;

    /// <summary>A number in [0, 1) of 53 bits.</summary>
    private protected static double Share(Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        // 63 bits are drawn; a double in [0, 1) has the upper 53 of them exactly.
        return (generator.NextInt64() >> 10) * (1.0 / (1L << 53));
    }

    /// <summary>Bounds of a width around a center, moved so that they lie within others.</summary>
    private protected static (double Low, double High) Within(double low, double high, double center, double share)
    {
        double width = (high - low) * Math.Clamp(share, 0, 1);
        double from = Math.Clamp(center - (width / 2), low, high - width);
        return (from, from + width);
    }

    private protected static ArgumentException Wrong(string dimension, double low, double high, string rule) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Dimension.{dimension}: {low} to {high} is no range; {rule}"));
}
