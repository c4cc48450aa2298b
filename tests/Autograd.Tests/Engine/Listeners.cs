namespace Autograd.Tests.Engine;

/// <summary>A listener hears of every thread: tests of listeners that throw or count everything run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Listeners
{
    public const string Name = "listeners";
}
