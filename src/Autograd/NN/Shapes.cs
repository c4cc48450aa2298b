namespace Autograd.NN;

/// <summary>Gives back what it gets (<c>torch.nn.Identity</c>).</summary>
public sealed class Identity : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input;
}

/// <summary>Joins dimensions, all but the first by default (<c>torch.nn.Flatten</c>).</summary>
/// <param name="startDim">The first dimension joined.</param>
/// <param name="endDim">The last dimension joined.</param>
public sealed class Flatten(int startDim = 1, int endDim = -1) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Flatten(startDim, endDim);
    }

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("start_dim", startDim), ("end_dim", endDim));
}

/// <summary>Splits a dimension into several (<c>torch.nn.Unflatten</c>).</summary>
/// <param name="dim">The dimension.</param>
/// <param name="unflattenedSize">The sizes it becomes; their product is its size.</param>
public sealed class Unflatten(int dim, params int[] unflattenedSize) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Unflatten(dim, unflattenedSize);
    }

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("dim", dim), ("unflattened_size", new Shape(unflattenedSize)));
}

/// <summary>Zeroes each element with probability p in training, see <see cref="Functional.Dropout"/> (<c>torch.nn.Dropout</c>).</summary>
/// <param name="p">The probability of a zero, in [0, 1].</param>
/// <param name="generator">The source of the draws; the thread's default one when not given.</param>
public sealed class Dropout(double p = 0.5, Generator? generator = null) : Module
{
    private readonly double p = p is >= 0 and <= 1 ? p : throw new ArgumentOutOfRangeException(nameof(p), p, "Dropout: a probability lies in [0, 1]");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Dropout(input, p, Training, generator);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("p", p), ("inplace", false));
}

/// <summary>The arguments of a module as PyTorch prints them.</summary>
internal static class Repr
{
    public static string Of(params ReadOnlySpan<(string Name, object Value)> arguments)
    {
        var parts = new string[arguments.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = $"{arguments[i].Name}={Text(arguments[i].Value)}";
        }
        return string.Join(", ", parts);
    }

    /// <summary>A value as Python prints it.</summary>
    public static string Text(object value) => value switch
    {
        double number => Number(number),
        IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        var other => other.ToString()!,
    };

    // A Python float shows its point, 1.0 and not 1, and a small e: 1e-08.
    private static string Number(double x)
    {
        string text = x.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? text.ToLowerInvariant() : double.IsInteger(x) ? text + ".0" : text;
    }
}
