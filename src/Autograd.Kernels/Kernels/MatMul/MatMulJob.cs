using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>The parts of one product: blocks of rows by groups of strips.</summary>
internal unsafe struct MatMulJob<T, V> : IJob
    where T : unmanaged
    where V : unmanaged
{
    public MatMulOperands<T> P;
    public StripSource Source;
    public T* Packed;

    /// <summary>Rows M0 to M1 of A over the run of k, in panels; null where each part packs its own or reads them as they lie.</summary>
    public T* Panels;
    public int M0;
    public int M1;
    public int S0;
    public int S1;
    public int K0;
    public int K1;
    private const int PartBytes = 64 << 10;
    private int rows;
    private int group;
    private int groups;

    /// <summary>Fixes the size of a part.</summary>
    public void Cut(int rowsOfPart, int stripsOfPart)
    {
        rows = rowsOfPart;
        group = stripsOfPart;
        groups = (S1 - S0 + group - 1) / group;
    }

    public readonly void Run() => Workers.For(groups * ((M1 - M0 + rows - 1) / rows), this);

    /// <summary>Packs rows M0 to M1 for all threads, and strips S0 to S1 where they are not there yet.</summary>
    public readonly void Pack(bool strips)
    {
        var packing = new Packing { Job = this };
        // Some 64 KB a part: below that, one thread is done before another has come.
        long row = (long)(K1 - K0) * sizeof(T);
        int height = MatMulTile<T, V>.Rows;
        packing.Strips = (int)Math.Clamp(PartBytes / (row * MatMulTile<T, V>.Columns), 1, S1 - S0);
        packing.StripParts = strips ? (S1 - S0 + packing.Strips - 1) / packing.Strips : 0;
        packing.Rows = (int)Math.Max(1, PartBytes / (row * height)) * height;
        Workers.For(packing.StripParts + (Panels == null ? 0 : (M1 - M0 + packing.Rows - 1) / packing.Rows), packing);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        int i = M0 + (part / groups * rows);
        int s = S0 + (part % groups * group);
        T* panels = Panels == null ? null : Panels + ((i - M0) * (nint)(K1 - K0));
        MatMulBlock<T, V>.Run(P, i, Math.Min(M1, i + rows), s, Math.Min(S1, s + group), K0, K1, Source, Packed, S0, panels);
    }

    private struct Packing : IJob
    {
        public MatMulJob<T, V> Job;
        public int StripParts;
        public int Strips;
        public int Rows;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            if (part < StripParts) RunStrips(part);
            else RunPanels(part - StripParts);
        }

        private readonly void RunPanels(int part)
        {
            int i = Job.M0 + (part * Rows);
            int depth = Job.K1 - Job.K0;
            T* a = Job.P.A + (i * Job.P.ARow) + (Job.K0 * Job.P.ACol);
            MatMulPack<T, V>.Panels(a, Job.P.ARow, Job.P.ACol, Math.Min(Rows, Job.M1 - i), depth, Job.Panels + ((i - Job.M0) * (nint)depth));
        }

        private readonly void RunStrips(int part)
        {
            int width = MatMulTile<T, V>.Columns;
            int end = Math.Min(Job.S1, Job.S0 + ((part + 1) * Strips));
            for (int s = Job.S0 + (part * Strips); s < end; s++)
            {
                int j = s * width;
                T* b = Job.P.B + (Job.K0 * Job.P.BRow) + (j * Job.P.BCol);
                T* to = Job.Packed + ((nint)(s - Job.S0) * (Job.K1 - Job.K0) * width);
                MatMulPack<T, V>.Strip(b, Job.P.BRow, Job.P.BCol, Job.K1 - Job.K0, Math.Min(width, Job.P.N - j), to);
            }
        }
    }
}
