namespace Autograd.Benchmarks;

/// <summary>The bytes of the inputs that a call reads and of the results that it writes, forward and backward, each as often as a pass needs it.</summary>
internal sealed record Traffic(double Read, double Written)
{
    public double Bytes => Read + Written;

    /// <summary>Of tensors of <paramref name="elements"/> elements: how many are read, how many written.</summary>
    public static Traffic Of(double elements, double read, double written, int size = sizeof(float)) => new(elements * read * size, elements * written * size);
}
