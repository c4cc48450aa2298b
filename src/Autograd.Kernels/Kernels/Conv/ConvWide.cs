using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// A convolution of many small planes as one product: the filters <c>[M, C K]</c> by the patches of several images side by side,
/// <c>[C K, images * outputs]</c>, packed straight into the strips that the tile reads.
/// </summary>
internal static unsafe class ConvWide
{
    // Packing the filters and the copies take a microsecond: half of what that many multiply-adds take.
    private const long LeastProducts = 1 << 18;

    // Each packed element serves that many filters, or writing it costs more than it saves.
    private const int LeastFilters = 32;

    // Larger planes fill strips of their own: ConvDirect packs nothing.
    private const int MostOutputs = 128;

    /// <summary>Whether this is the faster way. It does not depend on the batch: an image has the same bits in any.</summary>
    public static bool Pays<T>(in ConvShape s)
        where T : unmanaged =>
        !s.IsPointwise && s.Filters >= LeastFilters && s.Window.OutputCount <= MostOutputs && (s with { Batch = 1 }).Products >= LeastProducts
        && ConvRun.Fits<T>(s);

    public static void Run<T>(in ConvShape s, T* x, in ConvFilters<T> filters, T* bias, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) new ConvWide<T, Vector512<T>> { S = s, X = x, Bias = bias, Y = y }.RunAll(filters);
        else if (Vector256.IsHardwareAccelerated) new ConvWide<T, Vector256<T>> { S = s, X = x, Bias = bias, Y = y }.RunAll(filters);
        else new ConvWide<T, Vector128<T>> { S = s, X = x, Bias = bias, Y = y }.RunAll(filters);
    }
}

/// <inheritdoc cref="ConvWide"/>
internal unsafe struct ConvWide<T, V>
    where T : unmanaged, IFloatingPointIeee754<T>
    where V : unmanaged
{
    // Filters of a part: 128 x 384 floats are 192 KB of the second cache. Strips of a part, each read by all of its filters.
    private const int MostFilters = 128;
    private const int PartStrips = 4;

    public ConvShape S;
    public T* X;
    public T* Bias;
    public T* Y;
    private ConvGrid grid;
    private ConvRun run;
    private nint* offsets;
    private T* panels;
    private T* bias;
    private T* grids;
    private T* strips;
    private T* sums;

    private static int Width => MatMulTile<T, V>.Columns;

    // Whole panels.
    private static int PartFilters => MostFilters / MatMulTile<T, V>.Rows * MatMulTile<T, V>.Rows;

    private readonly int Strips => (run.Columns + Width - 1) / Width;

    private readonly nint Pitch => Strips * (nint)Width;

    public void RunAll(in ConvFilters<T> filters)
    {
        grid = ConvGrid.Of<T>(S, 1, nint.MaxValue);
        int together = ConvRun.ImagesOf<T>(S);
        run = new ConvRun(S, grid, 0, 0, together);
        nint panelsOfGroup = ConvFilters<T>.PanelsCount<V>(S);
        using var table = new Scratch<nint>(S.Rows);
        using var packed = new Scratch<T>(S.Groups * panelsOfGroup);
        // The last copy of a strip's row may read beyond the last grid.
        using var gridRoom = new Scratch<T>((together * run.GridCount) + Vector256<T>.Count);
        using var stripRoom = new Scratch<T>(Pitch * S.Rows);
        using var sumRoom = new Scratch<T>(Pitch * S.Filters);
        offsets = table.Start;
        grids = gridRoom.Start;
        strips = stripRoom.Start;
        sums = sumRoom.Start;
        grid.Offsets(S.Channels, offsets);
        filters.Pack<V>(S, packed.Start);
        for (int group = 0; group < S.Groups; group++)
        {
            panels = packed.Start + (group * panelsOfGroup);
            bias = Bias == null ? null : Bias + ((nint)group * S.Filters);
            for (int image = 0; image < S.Batch; image += together)
            {
                run = new ConvRun(S, grid, group, image, Math.Min(together, S.Batch - image));
                Workers.For(run.Images, new Filling { Job = this });
                Workers.For(Strips, new Packing { Job = this });
                Workers.For(Product.Count(this), new Product { Job = this });
                Workers.For(run.Images, new Storing { Job = this });
            }
        }
    }

    private struct Filling : IJob
    {
        public ConvWide<T, V> Job;

        public readonly void Run(int part) => Job.run.Fill(Job.X, part, Job.grids);
    }

    /// <summary>One strip: for every tap of every channel the outputs of a tile's columns.</summary>
    private struct Packing : IJob
    {
        public ConvWide<T, V> Job;

        [SkipLocalsInit]
        public readonly void Run(int part)
        {
            ConvPieces pieces = default;
            int column = part * Width, end = Math.Min(column + Width, Job.run.Columns);
            var window = Job.S.Window;
            while (column < end)
            {
                int index = Math.DivRem(column, Job.run.Outputs, out int output);
                int row = Math.DivRem(output, window.Width.Output, out int w);
                int d = Math.DivRem(row, window.Height.Output, out int h);
                int count = Math.Min(window.Width.Output - w, end - column);
                pieces.Add(column % Width, (index * Job.run.GridCount) + Job.grid.Place(d, h) + w, count);
                column += count;
            }
            pieces.Pack(Job.grids, Job.offsets, Job.S.Rows, Width, Job.strips + (part * Job.S.Rows * Width));
        }
    }

    /// <summary>Some filters by some strips, all runs of k.</summary>
    private struct Product : IJob
    {
        public ConvWide<T, V> Job;

        public static int Count(in ConvWide<T, V> job) => GroupsOf(job) * ((job.S.Filters + PartFilters - 1) / PartFilters);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            int height = MatMulTile<T, V>.Rows, depth = (int)Job.S.Rows, runs = MatMulOperands<T>.Depth(depth), groups = GroupsOf(Job);
            int m0 = part / groups * PartFilters, m1 = Math.Min(Job.S.Filters, m0 + PartFilters);
            int s0 = part % groups * PartStrips, s1 = Math.Min(Job.Strips, s0 + PartStrips);
            nint pitch = Job.Pitch;
            T* sums = Job.sums + (m0 * pitch);
            if (Job.bias != null) ConvProduct.Fill(sums + (s0 * Width), pitch, m1 - m0, (s1 - s0) * Width, Job.bias + m0);
            for (int k = 0; k < depth; k += runs)
            {
                bool isBegun = k > 0 || Job.bias != null;
                int run = Math.Min(runs, depth - k);
                for (int s = s0; s < s1; s++)
                {
                    T* b = Job.strips + (((s * (nint)depth) + k) * Width);
                    T* a = Job.panels + (m0 * (nint)depth) + ((nint)k * height);
                    T* c = sums + (s * Width);
                    for (int m = m0; m < m1; m += height, a += (nint)depth * height, c += height * pitch)
                        MatMulTile<T, V, TwoRegisters, ReadsPanel>.Run(run, a, 0, 0, Math.Min(height, m1 - m), b, Width, c, pitch, isBegun ? c : null, isBegun ? pitch : 0);
                }
            }
        }

        private static int GroupsOf(in ConvWide<T, V> job) => (job.Strips + PartStrips - 1) / PartStrips;
    }

    private struct Storing : IJob
    {
        public ConvWide<T, V> Job;

        public readonly void Run(int part) => Job.run.Spread(Job.sums, Job.Pitch, part, Job.Y);
    }
}
