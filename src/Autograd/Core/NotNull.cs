using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Arguments that are not null, for members of one expression.</summary>
internal static class NotNull
{
    /// <summary>The argument itself.</summary>
    /// <exception cref="ArgumentNullException">It is null; the exception has its name.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T argument, [CallerArgumentExpression(nameof(argument))] string? name = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(argument, name);
        return argument;
    }
}
