using System.Numerics;
using static Autograd.Kernels.Tests.MatMulReference;

namespace Autograd.Kernels.Tests;

/// <summary>An element's bits depend on its row of A and its column of B alone.</summary>
[Collection("Workers")]
public sealed class MatMulBitsTests : IDisposable
{
    private readonly int before = Workers.Count;

    public void Dispose() => Workers.Count = before;

    [Theory]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(385)]
    [InlineData(784)]
    [InlineData(3000)]
    public void OfEveryPath(int k)
    {
        Every<float>(k);
        Every<double>(k);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void OfEveryNumberOfThreads(int threads)
    {
        var random = new System.Random(8);
        foreach ((int m, int n, int k) in new[] { (64, 256, 784), (300, 200, 400), (2000, 64, 64), (30, 5000, 100), (513, 2100, 600) })
        {
            float[,] a = Random<float>(random, m, k);
            float[,] b = Random<float>(random, k, n);
            Workers.Count = 1;
            float[,] expected = Run(a, b);
            Workers.Count = threads;
            AssertSameBits(expected, Run(a, b));
        }
    }

    [Fact]
    public void TheOrderIsTheStatedOne()
    {
        var random = new System.Random(4);
        foreach (int k in new[] { 1, 17, 384, 385, 1000 })
        {
            float[,] a = Random<float>(random, 3, k);
            float[,] b = Random<float>(random, k, 5);
            float[] bias = [1, 2, 3, 4, 5];
            float[,] c = Run(a, b, bias);
            int depth = MatMulOperands<float>.Depth(k);
            for (int i = 0; i < 3; i++)
            {
                for (int j = 0; j < 5; j++)
                {
                    float sum = bias[j];
                    for (int k0 = 0; k0 < k; k0 += depth)
                    {
                        float acc = 0;
                        for (int l = k0; l < Math.Min(k, k0 + depth); l++) acc = float.MultiplyAddEstimate(a[i, l], b[l, j], acc);
                        sum += acc;
                    }
                    Assert.Equal(sum, c[i, j]);
                }
            }
        }
    }

    // A corner of a product of large operands, beside the product of the corners, in both layouts of each operand.
    private static void Every<T>(int k)
        where T : unmanaged, INumber<T>
    {
        var random = new System.Random(k);
        T[,] a = Random<T>(random, 300, k);
        T[,] b = Random<T>(random, k, 270);
        T[,] at = Transposed(a);
        T[,] bt = Transposed(b);
        T[,] whole = Run(a, b);
        int[] ms = [1, 2, 3, 5, 8, 9, 31, 64, 257, 300];
        int[] ns = [1, 2, 4, 8, 9, 16, 17, 31, 32, 33, 130, 270];
        foreach (int m in ms)
        {
            foreach (int n in ns)
            {
                T[,] corner = new T[m, n];
                for (int i = 0; i < m; i++)
                    for (int j = 0; j < n; j++) corner[i, j] = whole[i, j];
                int form = (m + n) % 4;
                var c = new T[m, n];
                var left = (form & 1) != 0 ? Corner(at, k, m).Transposed : Corner(a, m, k);
                var right = (form & 2) != 0 ? Corner(bt, n, k).Transposed : Corner(b, k, n);
                MatMul.Run(left, right, Of(c));
                AssertSameBits(corner, c);
            }
        }
    }
}
