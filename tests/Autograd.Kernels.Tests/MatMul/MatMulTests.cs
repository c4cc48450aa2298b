using System.Numerics;
using Autograd.Memory;
using static Autograd.Kernels.Tests.MatMulReference;

namespace Autograd.Kernels.Tests;

[Collection("Workers")]
public sealed class MatMulTests : IDisposable
{
    private readonly int before = Workers.Count;

    public void Dispose() => Workers.Count = before;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void RandomShapesAndStridesAgreeWithDoubles(int seed)
    {
        var random = new System.Random(seed);
        for (int round = 0; round < 300; round++)
        {
            int m = random.Next(71), n = random.Next(71), k = random.Next(71);
            Check<float>(random, m, n, k);
            Check<double>(random, m, n, k);
        }
    }

    [Theory]
    [InlineData(1, 200, 700)]
    [InlineData(1, 1024, 900)]
    [InlineData(700, 1, 300)]
    [InlineData(300, 200, 800)]
    [InlineData(64, 256, 784)]
    [InlineData(1030, 50, 40)]
    [InlineData(270, 130, 1500)]
    public void LargeShapesAgreeWithDoubles(int m, int n, int k)
    {
        var random = new System.Random(m + n + k);
        Check<float>(random, m, n, k);
        Check<double>(random, m, n, k);
    }

    [Fact]
    public void ADeepProductIsPackedInSeveralPieces()
    {
        var random = new System.Random(11);
        Check<float>(random, 20, 33, 40_000);
        Check<double>(random, 20, 17, 40_000);
    }

    [Fact]
    public void ManyStripsArePackedInSeveralPieces()
    {
        var random = new System.Random(12);
        float[,] a = Random<float>(random, 260, 600);
        float[,] b = Random<float>(random, 600, 2100);
        float[,] c = Transposed(Rows(Transposed(Run(a, b)), 2000, 100));
        AssertSameBits(Run(a, Transposed(Rows(Transposed(b), 2000, 100))), c);
    }

    [Fact]
    public void IntegersWrap()
    {
        var random = new System.Random(5);
        int[,] a = { { int.MaxValue, 2 }, { 3, -4 } };
        int[,] b = { { 2, 5 }, { 7, int.MinValue } };
        Assert.Equal(new[,] { { unchecked((int.MaxValue * 2) + 14), unchecked((int.MaxValue * 5) + (2 * int.MinValue)) }, { -22, 15 } }, Run(a, b));
        for (int round = 0; round < 30; round++)
        {
            int m = random.Next(9), n = random.Next(9), k = random.Next(9);
            long[,] x = new long[m, k], y = new long[k, n];
            foreach (long[,] values in new[] { x, y })
                for (int i = 0; i < values.GetLength(0); i++)
                    for (int j = 0; j < values.GetLength(1); j++) values[i, j] = random.NextInt64();
            long[] bias = [.. Enumerable.Range(0, n).Select(_ => random.NextInt64())];
            long[,] z = Run(x, y, bias);
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    long sum = bias[j];
                    for (int l = 0; l < k; l++) sum += unchecked(x[i, l] * y[l, j]);
                    Assert.Equal(sum, z[i, j]);
                }
            }
        }
    }

    [Fact]
    public void NaNAndInfinityAreNotSkippedByZeros()
    {
        foreach (int n in new[] { 1, 5, 40, 300 })
        {
            var a = new float[n, n];
            var b = new float[n, n];
            b[n - 1, 0] = float.PositiveInfinity;
            float[,] c = Run(a, b);
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++) Assert.Equal(j == 0 ? float.NaN : 0f, c[i, j]);
            b[n - 1, 0] = 0;
            b[0, n - 1] = float.NaN;
            c = Run(a, b);
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++) Assert.Equal(j == n - 1 ? float.NaN : 0f, c[i, j]);
        }
    }

    [Fact]
    public void WithoutAnInnerSizeTheBiasOrZerosRemain()
    {
        Assert.Equal(new float[,] { { 0, 0, 0 }, { 0, 0, 0 } }, Run(new float[2, 0], new float[0, 3]));
        Assert.Equal(new float[,] { { 1, 2, 3 }, { 1, 2, 3 } }, Run(new float[2, 0], new float[0, 3], [1, 2, 3]));
        var c = new StridedMatrix<float>(2, 3, 3, 1);
        for (int j = 0; j < 3; j++) c[0, j] = c[1, j] = 7;
        MatMul.Run(Of(new float[2, 0]), Of(new float[0, 3]), c.Matrix, accumulate: true);
        Assert.Equal(7, c[1, 2]);
    }

    [Fact]
    public void BatchesAgreeWithSingleProducts()
    {
        var random = new System.Random(3);
        foreach ((int batch, int m, int n, int k) in new[] { (0, 2, 2, 2), (1, 3, 4, 5), (7, 5, 33, 8), (40, 16, 70, 33), (3, 260, 130, 512) })
        {
            for (int broadcast = 0; broadcast < 4; broadcast++)
            {
                int aBatch = (broadcast & 1) != 0 ? 0 : m * k;
                int bBatch = (broadcast & 2) != 0 ? 0 : n * k;
                float[,] a = Random<float>(random, aBatch == 0 ? m : batch * m, k);
                float[,] b = Random<float>(random, bBatch == 0 ? k : batch * k, n);
                var c = new float[batch * m, n];
                MatMul.Run(
                    Matrix<float>.Of(Elements(a), Layout.Strided([batch, m, k], [aBatch, k, 1], 0)),
                    Matrix<float>.Of(Elements(b), Layout.Strided([batch, k, n], [bBatch, n, 1], 0)),
                    Matrix<float>.Of(Elements(c), Layout.Contiguous([batch, m, n])));
                for (int i = 0; i < batch; i++)
                    AssertSameBits(Run(Rows(a, aBatch == 0 ? 0 : i * m, m), Rows(b, bBatch == 0 ? 0 : i * k, k)), Rows(c, i * m, m));
            }
        }
    }

    [Fact]
    public void SizesThatDoNotFitAreRefusedAtTheDoor()
    {
        float[,] a = new float[2, 3], b = new float[4, 5];
        Assert.Contains("[2, 3]", Assert.Throws<ShapeException>(() => Run(a, b)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => MatMul.Run(Of(a), Of(new float[3, 2]), Of(new float[2, 2]).Transposed));
        Assert.Throws<ShapeException>(() => MatMul.Run(Of(a), Of(new float[3, 2]), Of(new float[2, 2]), new float[1]));
        Assert.Throws<ShapeException>(() => Matrix<float>.Of(new float[5], Layout.Contiguous([2, 3])));
    }

    // Strides of every kind: rows or columns contiguous, both apart, broadcast; C with a gap between its rows.
    /// <summary>A bias with a row for each row of the result has the bits of adding to a result that begins as it.</summary>
    [Theory]
    [InlineData(1, 7, 5)]
    [InlineData(9, 33, 40)]
    [InlineData(32, 500, 130)]
    [InlineData(300, 64, 100)]
    [InlineData(5, 0, 20)]
    public void SumsBeginWithRowsOfTheirOwn(int m, int k, int n)
    {
        var random = new System.Random(1);
        float[,] a = new float[m, k], b = new float[k, n], c = new float[m, n], expected = new float[m, n];
        int pitch = n + 3;
        float[] bias = [.. Enumerable.Range(0, m * pitch).Select(_ => random.NextSingle())];
        for (int i = 0; i < m; i++) for (int j = 0; j < k; j++) a[i, j] = random.NextSingle();
        for (int i = 0; i < k; i++) for (int j = 0; j < n; j++) b[i, j] = random.NextSingle();
        for (int i = 0; i < m; i++) for (int j = 0; j < n; j++) expected[i, j] = bias[(i * pitch) + j];
        MatMul.Run(Of(a), Of(b), Of(expected), accumulate: true);
        MatMul.Run(Of(a), Of(b), Of(c), bias.AsSpan(0, ((m - 1) * pitch) + n), biasRow: pitch);
        AssertSameBits(expected, c);
    }

    private static void Check<T>(System.Random random, int m, int n, int k)
        where T : unmanaged, INumber<T>
    {
        T[,] a = Random<T>(random, m, k);
        T[,] b = Random<T>(random, k, n);
        T[]? bias = random.Next(2) == 0 ? null : [.. Enumerable.Range(0, n).Select(_ => T.CreateTruncating(random.NextDouble()))];
        bool accumulate = random.Next(3) == 0;
        StridedMatrix<T> x = Laid(random, a);
        StridedMatrix<T> y = Laid(random, b);
        T[,] begin = Random<T>(random, m, n);
        StridedMatrix<T> c = accumulate
            ? StridedMatrix<T>.Of(begin, n + random.Next(3), 1)
            : new StridedMatrix<T>(m, n, n + random.Next(3), 1);
        MatMul.Run(x.Matrix, y.Matrix, c.Matrix, bias, accumulate);
        AssertClose(a, b, bias, accumulate ? begin : null, c.ToArray());
        Assert.Equal(m * n, c.Written());
        if (!accumulate) AssertSameBits(Run(a, b, bias), c.ToArray());
    }

    private static StridedMatrix<T> Laid<T>(System.Random random, T[,] values)
        where T : unmanaged, INumber<T>
    {
        int rows = values.GetLength(0);
        int columns = values.GetLength(1);
        int gap = random.Next(3);
        return random.Next(3) switch
        {
            0 => StridedMatrix<T>.Of(values, columns + gap, 1),
            1 => StridedMatrix<T>.Of(values, 1, rows + gap),
            _ => StridedMatrix<T>.Of(values, (2 * columns) + gap, 2),
        };
    }

    private static T[,] Rows<T>(T[,] x, int first, int count)
    {
        var y = new T[count, x.GetLength(1)];
        Array.Copy(x, first * x.GetLength(1), y, 0, y.Length);
        return y;
    }
}
