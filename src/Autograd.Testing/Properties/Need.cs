namespace Autograd.Testing;

/// <summary>An assertion without a test framework.</summary>
internal static class Need
{
    /// <summary>Throws with a message, in the invariant culture, unless the condition holds.</summary>
    /// <exception cref="AutogradException">The condition does not hold.</exception>
    public static void That(bool condition, FormattableString message)
    {
        if (!condition) throw new AutogradException(FormattableString.Invariant(message));
    }
}
