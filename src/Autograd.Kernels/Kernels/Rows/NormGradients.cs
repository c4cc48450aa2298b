using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// All gradients of y = z w + b, z = (x - s - m) r, of normalised rows [R, n] in one reading of g and x from memory: gx = r (h - A h - z A(h z)) with h = g w,
/// gw = sum g z and gb = sum g over the rows.
/// </summary>
/// <remarks>
/// Threads share rows, in parts that depend on sizes alone; the sums of the parts are added in their order. Of a block of rows gx is written row by row,
/// and the block is summed while it stands in the second cache: stores retire in their order, and sums stored beside gx would wait behind it. A block is at
/// most 32 rows and is added in double precision: there may be more rows than float32 has digits.
/// </remarks>
internal static unsafe class NormGradients
{
    private const int SerialWork = 1 << 15;
    private const int Parts = 16;
    private const int MostRows = 32;

    // 128 KB of float32 of g and of x each.
    private const int BlockCount = 1 << 15;

    // A part has 2 n sums: with fewer rows they would be most of what it writes.
    private const int LeastRows = 4;

    /// <summary>Writes all of gx, gw and gb.</summary>
    public static void Run<T>(
        int rows, int n, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> shift, ReadOnlySpan<T> mean, ReadOnlySpan<T> scale, ReadOnlySpan<T> w,
        Span<T> gx, Span<T> gw, Span<T> gb)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long count = (long)rows * n;
        Bounds.Room(g, count);
        Bounds.Room(x, count);
        Bounds.Room<T>(gx, count);
        Bounds.Room(shift, rows);
        Bounds.Room(mean, rows);
        Bounds.Room(scale, rows);
        Bounds.Room(w, n);
        Bounds.Room<T>(gw, n);
        Bounds.Room<T>(gb, n);
        int parts = (int)Math.Clamp(Math.Min(count / SerialWork, rows / LeastRows), 1, Parts), partRows = (rows + parts - 1) / parts;
        using var sums = new Scratch<double>(2L * parts * n);
        sums.Span.Clear();
        fixed (T* pg = g, px = x, ps = shift, pm = mean, pr = scale, pw = w, pgx = gx)
        {
            Workers.For(parts, new Job<T>
            {
                G = pg, X = px, Shift = ps, Mean = pm, Scale = pr, W = pw, Gx = pgx, Sums = sums.Start, Rows = rows, Length = n, PartRows = partRows,
            });
        }
        for (int part = 1; part < parts; part++) NormSums<double>.Add(sums.Start + (2 * (nint)part * n), sums.Start, 2 * (nint)n);
        for (int i = 0; i < n; i++) (gw[i], gb[i]) = (T.CreateTruncating(sums.Start[i]), T.CreateTruncating(sums.Start[n + i]));
    }

    private struct Job<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* G;
        public T* X;
        public T* Shift;
        public T* Mean;
        public T* Scale;
        public T* W;
        public T* Gx;
        public double* Sums;
        public int Rows;
        public int Length;
        public int PartRows;

        public readonly void Run(int part)
        {
            int end = Math.Min(Rows, (part + 1) * PartRows), most = Math.Clamp(BlockCount / Math.Max(1, Length), 1, MostRows);
            double* gw = Sums + (2 * (nint)part * Length), gb = gw + Length;
            for (int first = part * PartRows, count; first < end; first += count)
            {
                count = Math.Min(most, end - first);
                for (int row = first; row < first + count; row++) Slope(row);
                nint at = (nint)first * Length;
                NormSums<T>.Down(G + at, X + at, Shift + first, Mean + first, Scale + first, count, Length, gw, gb);
            }
        }

        /// <summary>z A(h z) = d r^2 A(h d) with d = x - s - m.</summary>
        private readonly void Slope(int row)
        {
            nint at = (nint)row * Length;
            T shift = Shift[row], mean = Mean[row], scale = Scale[row];
            var (sum, dot) = NormLoops<T>.Dots(G + at, W, X + at, shift, mean, Length);
            T average = T.CreateTruncating(sum / Length), slope = T.CreateTruncating(dot / Length) * scale * scale;
            NormLoops<T>.Slope(G + at, W, X + at, shift, mean, scale, average, slope, Gx + at, Length);
        }
    }
}
