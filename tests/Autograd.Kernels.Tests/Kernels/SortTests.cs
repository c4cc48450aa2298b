namespace Autograd.Kernels.Tests;

public class SortTests
{
    [Fact]
    public void RowsAreSortedStablyWithNaNGreatest()
    {
        Sorts<float>(1, r => r.Next(9) switch { 0 => float.NaN, 1 => -0f, 2 => 0f, 3 => float.NegativeInfinity, 4 => float.PositiveInfinity, var v => v - 7 });
        Sorts<double>(2, r => r.Next(9) switch { 0 => double.NaN, 1 => -0.0, 2 => 0.0, 3 => double.NegativeInfinity, var v => v - 6.5 });
        Sorts<int>(3, r => r.Next(20) == 0 ? int.MinValue : r.Next(-5, 5));
        Sorts<long>(4, r => r.Next(20) == 0 ? long.MaxValue : r.Next(-5, 5));
        Sorts<byte>(5, r => (byte)r.Next(256));
    }

    [Fact]
    public void KthIsTheSortedElement()
    {
        var random = new System.Random(6);
        for (int trial = 0; trial < 100; trial++)
        {
            int n = random.Next(1, 60);
            float[] x = Enumerable.Range(0, n * 3).Select(_ => (float)random.Next(20)).ToArray();
            int k = random.Next(n);
            var value = new float[3];
            var index = new long[3];
            SortKernel.Kth<float>(x, n, k, value, index);
            for (int r = 0; r < 3; r++)
            {
                Assert.Equal(x[(r * n)..((r + 1) * n)].Order().ElementAt(k), value[r]);
                Assert.Equal(value[r], x[(r * n) + index[r]]);
            }
        }
    }

    private static void Sorts<T>(int seed, Func<System.Random, T> draw)
        where T : unmanaged, IComparable<T>
    {
        var random = new System.Random(seed);
        // .NET orders NaN first, PyTorch last.
        var order = Comparer<T>.Create((a, b) => (IsNaN(a), IsNaN(b)) switch
        {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => -1,
            _ => a.CompareTo(b),
        });
        for (int trial = 0; trial < 60; trial++)
        {
            int n = random.Next(1, trial % 10 < 3 ? 3000 : 40);
            const int Rows = 4;
            T[] x = Enumerable.Range(0, n * Rows).Select(_ => draw(random)).ToArray();
            // Few of many go another way.
            int k = random.Next(1, trial % 2 == 0 ? n + 1 : (n / 8) + 2);
            foreach (bool descending in new[] { false, true })
            {
                var values = new T[x.Length];
                var indices = new long[x.Length];
                var top = new T[Rows * k];
                var topIndices = new long[Rows * k];
                SortKernel.Sort<T>(x, n, descending, values, indices);
                SortKernel.TopK<T>(x, n, k, descending, top, topIndices);
                for (int r = 0; r < Rows; r++)
                {
                    IEnumerable<int> all = Enumerable.Range(0, n);
                    int[] sorted = (descending ? all.OrderByDescending(i => x[(r * n) + i], order) : all.OrderBy(i => x[(r * n) + i], order)).ToArray();
                    Assert.Equal(sorted.Select(i => (long)i), indices[(r * n)..((r + 1) * n)]);
                    Assert.Equal(sorted.Select(i => x[(r * n) + i]), values[(r * n)..((r + 1) * n)]);
                    Assert.Equal(sorted.Take(k).Select(i => (long)i), topIndices[(r * k)..((r + 1) * k)]);
                    Assert.Equal(sorted.Take(k).Select(i => x[(r * n) + i]), top[(r * k)..((r + 1) * k)]);
                }
            }
        }
    }

    private static bool IsNaN<T>(T x) => x is float.NaN or double.NaN;
}
