namespace Autograd.Memory;

/// <summary>
/// The public method that the user called, while ops that it is composed of run: what they refuse is told by its name
/// (<c>AddMM: inner sizes 3 and 4 differ</c>, where a matrix product noticed).
/// </summary>
/// <remarks>Of methods that call each other the outermost counts. Two accesses to a thread's own memory, some 10 ns.</remarks>
internal readonly ref struct Face
{
    [ThreadStatic]
    private static string? current;

    private readonly bool isOutermost;

    private Face(bool isOutermost) => this.isOutermost = isOutermost;

    /// <summary>Enters a method; dispose of it at its end.</summary>
    /// <param name="name">The method's name.</param>
    public static Face Of(string name)
    {
        if (current is not null) return default;
        current = name;
        return new Face(isOutermost: true);
    }

    public void Dispose()
    {
        if (isOutermost) current = null;
    }

    /// <summary>A message that begins with an op's name and a colon, in the name of the method that was called.</summary>
    public static string Rename(string message)
    {
        if (current is null) return message;
        int colon = message.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && message.AsSpan(0, colon).IndexOf(' ') < 0 ? string.Concat(current, message.AsSpan(colon)) : $"{current}: {message}";
    }
}
