namespace Autograd.Tests.House;

/// <summary>A null where none may be is said by the argument's name, or by the library's own error, never as a bare NullReferenceException.</summary>
public sealed class NullArgumentTests
{
    /// <summary>Most public members are tried: a rule of the samples that broke would leave nothing to test.</summary>
    private const int AtLeast = 400;

    [Fact]
    public void A_null_is_named()
    {
        // What a delegate checks, its function does.
        var calls = typeof(Tensor).Assembly.GetExportedTypes()
            .Where(t => !t.ContainsGenericParameters && !t.IsInterface && !typeof(Delegate).IsAssignableFrom(t)).SelectMany(NullCalls.Of).ToList();

        Assert.True(calls.Count >= AtLeast, FormattableString.Invariant($"{calls.Count} calls"));
        Findings.None(calls.Select(c => (c.Name, Thrown: c.Run())).Where(c => !IsClear(c.Thrown)).Select(c => $"{c.Name}: {c.Thrown?.GetType().Name ?? "nothing"}"));
    }

    private static bool IsClear(Exception? thrown) => thrown is ArgumentException or AutogradException or NotSupportedException;
}
