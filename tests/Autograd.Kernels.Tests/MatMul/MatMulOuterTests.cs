using System.Numerics;
using Autograd.Memory;

namespace Autograd.Kernels.Tests;

/// <summary>Products of a column and a row, in batches: the bits of the tile, whatever the strides, the width of a row and the number of threads.</summary>
[Collection("Workers")]
public sealed class MatMulOuterTests : IDisposable
{
    private readonly int before = Workers.Count;

    public void Dispose() => Workers.Count = before;

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 7)]
    [InlineData(2, 3, 16)]
    [InlineData(4, 2, 17)]
    [InlineData(1, 9, 100)]
    [InlineData(64, 128, 64)]
    [InlineData(5, 700, 67)]
    [InlineData(0, 3, 20)]
    [InlineData(3, 0, 20)]
    public void EveryElementIsOneProduct(int batch, int m, int n)
    {
        for (int threads = 1; threads <= 3; threads++)
        {
            Workers.Count = threads;
            Check<float>(batch, m, n, aRow: 1, shared: false);
            Check<double>(batch, m, n, aRow: 1, shared: false);
            Check<float>(batch, m, n, aRow: 3, shared: true);
        }
    }

    [Fact]
    public void SignsOfZeroAreThoseOfTheTile()
    {
        float[] c = new float[32];
        MatMul.Run(new Matrix<float>([-1f, 1f], 2, 1), new Matrix<float>(new float[16], 1, 16), new Matrix<float>(c, 2, 16));
        Assert.All(c, x => Assert.Equal(0, BitConverter.SingleToInt32Bits(x)));
    }

    /// <summary>A: [batch, m, 1], rows <paramref name="aRow"/> apart; B: [batch, 1, n], or one for all.</summary>
    private static void Check<T>(int batch, int m, int n, int aRow, bool shared)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new System.Random(batch + m + n);
        T[] a = Numbers<T>(random, Math.Max(1, batch * m * aRow)), b = Numbers<T>(random, Math.Max(1, batch * n)), c = new T[batch * m * n];
        MatMul.Run(
            Matrix<T>.Of(a, Layout.Strided([batch, m, 1], [m * aRow, aRow, 1], 0)),
            Matrix<T>.Of(b, Layout.Strided([batch, 1, n], [shared ? 0 : n, n, 1], 0)),
            Matrix<T>.Of(c, Layout.Contiguous([batch, m, n])));
        for (int k = 0; k < batch; k++)
        {
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                    Assert.Equal(T.MultiplyAddEstimate(a[((k * m) + i) * aRow], b[(shared ? 0 : k * n) + j], T.Zero), c[(((k * m) + i) * n) + j]);
            }
        }
    }

    private static T[] Numbers<T>(System.Random random, int count)
        where T : unmanaged, INumber<T> => [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating((random.NextDouble() * 2) - 1))];
}
