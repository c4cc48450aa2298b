namespace Autograd.PropertyTests;

/// <summary>Tests that change the number of threads of the process run alone.</summary>
[CollectionDefinition("threads", DisableParallelization = true)]
public sealed class ThreadsCollection;
