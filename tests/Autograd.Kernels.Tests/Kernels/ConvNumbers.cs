using System.Numerics;

namespace Autograd.Kernels.Tests.Kernels;

/// <summary>What tests of convolutions share: numbers of [-1, 1), and nearness.</summary>
internal static class ConvNumbers
{
    public static T[] Of<T>(nint count, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new System.Random(seed);
        return [.. Enumerable.Range(0, (int)count).Select(_ => T.CreateChecked((2 * random.NextDouble()) - 1))];
    }

    public static void Near<T>(T[] expected, T[] actual, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < expected.Length; i++) Assert.InRange(double.CreateChecked(expected[i] - actual[i]), -tolerance, tolerance);
    }
}
