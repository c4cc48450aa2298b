using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Chooses how a product is cut: by its sizes and strides, and whether it has one thread. An element's bits do not depend on the cuts.</summary>
internal static unsafe class MatMulPlan<T, V>
    where T : unmanaged
    where V : unmanaged
{
    // Below this many multiply-adds of whole strips (8 us on a fast core) waking a second thread costs more than it saves.
    private const long SerialWork = 1 << 20;

    // The least work of a part: 2 us.
    private const long PartWork = 1 << 18;

    // Above these many rows strips are packed once for all threads; below, each thread packs the strips it owns.
    private const int RowsOfOneOwner = 256;

    // Rows of a block of A: 192 x 384 floats are 288 KB of the second cache.
    private const int BlockRows = 192;

    // Bytes of packed strips at a time: they stay in the third cache.
    private const int PackedBytes = 8 << 20;

    // A matrix B of that size stays in the first cache as it lies.
    private const int SmallBytes = 32 << 10;

    // Rows of the smallest block: B comes from the second cache at 4 bytes a cycle, a sixteenth of what it gives.
    private const int LeastRows = 32;

    // A large product has at least that many parts, where its size allows: enough for that many cores, and for a
    // second core that comes late.
    private const int Parts = 16;

    // Strips of the smallest part of a packed product: each part copies its rows of A.
    private const int LeastStrips = 4;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in MatMulOperands<T> p)
    {
        if (p.M == 0 || p.N == 0) return;
        if (p.K == 0)
        {
            Fill(p);
            return;
        }
        int width = MatMulTile<T, V>.Columns;
        int strips = (p.N + width - 1) / width;
        long work = (long)p.M * p.K * strips * width;
        bool inPlace = p.BCol == 1 && (p.M <= 2 * MatMulTile<T, V>.Rows || (long)p.K * p.N * sizeof(T) <= SmallBytes);
        StripSource source = p.Strips != null ? StripSource.PackedBefore : inPlace ? StripSource.InPlace : StripSource.PackedHere;
        if (work < SerialWork)
        {
            MatMulBlock<T, V>.Run(p, 0, p.M, 0, strips, 0, p.K, source, p.Strips, 0);
            return;
        }
        var job = new MatMulJob<T, V> { P = p, K1 = p.K, Source = source, Packed = p.Strips, S1 = strips };
        if (p.M <= RowsOfOneOwner && strips >= 4)
        {
            long perStrip = (long)p.M * p.K * width;
            // Alone, a thread packs its rows once for all strips.
            job.Cut(p.M, Workers.RunInline ? strips : (int)Math.Max((strips + Parts - 1) / Parts, Math.Min(strips, PartWork / perStrip)));
            job.Run();
        }
        else if (inPlace || p.Strips != null)
        {
            job.Cut(RowsOfPart(p.M), strips);
            job.Run();
        }
        else
        {
            Packed(job, strips);
        }
    }

    // Strips are packed first, all threads together, then read by all: as many at a time as the third cache holds, and one run of
    // k, so that each block of A is packed once for as many columns as fit.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Packed(MatMulJob<T, V> job, int strips)
    {
        int width = MatMulTile<T, V>.Columns;
        int depth = MatMulOperands<T>.Depth(job.P.K);
        int atATime = Math.Min(strips, Math.Max(1, PackedBytes / sizeof(T) / width / depth));
        int rows = RowsOfPart(job.P.M);
        int blocks = (job.P.M + rows - 1) / rows;
        job.Packed = MatMulScratch.Shared<T>((nint)atATime * depth * width);
        job.Source = StripSource.PackedBefore;
        for (int k0 = 0; k0 < job.P.K; k0 += depth)
        {
            for (int s0 = 0; s0 < strips; s0 += atATime)
            {
                job.K0 = k0;
                job.K1 = Math.Min(job.P.K, k0 + depth);
                job.S0 = s0;
                job.S1 = Math.Min(strips, s0 + atATime);
                job.Pack();
                int cuts = Math.Clamp(Parts / blocks, 1, Math.Max(1, (job.S1 - job.S0) / LeastStrips));
                job.Cut(rows, (job.S1 - job.S0 + cuts - 1) / cuts);
                job.Run();
            }
        }
    }

    private static int RowsOfPart(int m)
    {
        int height = MatMulTile<T, V>.Rows;
        int rows = Math.Clamp(m / Parts, LeastRows, BlockRows);
        return (rows + height - 1) / height * height;
    }

    private static void Fill(in MatMulOperands<T> p)
    {
        if (p.Accumulate) return;
        for (int i = 0; i < p.M; i++)
        {
            var row = new Span<T>(p.C + (i * p.CRow), p.N);
            if (p.Bias == null) row.Clear();
            else new ReadOnlySpan<T>(p.Bias + (i * p.BiasRow), p.N).CopyTo(row);
        }
    }
}
