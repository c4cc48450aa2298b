namespace Autograd.Kernels.Tests;

/// <summary>B given a second time, in the order of the kernel: the bits are those without.</summary>
public sealed class MatMulStripsTests
{
    [Theory]
    [InlineData(1, 1, 5)]
    [InlineData(7, 3, 40)]
    [InlineData(32, 32, 256)]
    [InlineData(32, 9, 900)]
    [InlineData(300, 2, 33)]
    [InlineData(700, 5, 400)]
    public void BitsAreThoseWithout(int m, int strips, int k)
    {
        Check<float>(m, strips, k);
        Check<double>(m, strips, k);
    }

    [Fact]
    public void StripsThatAreTooFewAreRefused() =>
        Assert.ThrowsAny<Exception>(() => MatMul.Run(new Matrix<float>(new float[8], 2, 4), new Matrix<float>(new float[256], 4, 64), new Matrix<float>(new float[128], 2, 64), strips: new float[255]));

    private static void Check<T>(int m, int strips, int k)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        int columns = MatMul.StripColumns<T>(), n = strips * columns;
        var random = new System.Random(m + k);
        T[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating((random.NextDouble() * 2) - 1))];
        T[] a = Numbers(m * k), b = Numbers(k * n), bias = Numbers(n), ordered = new T[k * n], expected = new T[m * n], actual = new T[m * n];
        for (int s = 0; s < strips; s++)
        {
            for (int i = 0; i < k; i++)
                for (int j = 0; j < columns; j++) ordered[(((s * k) + i) * columns) + j] = b[(i * n) + (s * columns) + j];
        }
        MatMul.Run(new Matrix<T>(a, m, k), new Matrix<T>(b, k, n), new Matrix<T>(expected, m, n), bias);
        MatMul.Run(new Matrix<T>(a, m, k), new Matrix<T>(b, k, n), new Matrix<T>(actual, m, n), bias, strips: ordered);
        Assert.Equal(expected, actual);
    }
}
