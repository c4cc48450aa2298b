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
    public int S0;
    public int S1;
    public int K0;
    public int K1;
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

    public readonly void Run() => Workers.For(groups * ((P.M + rows - 1) / rows), this);

    /// <summary>Packs strips S0 to S1 for all threads.</summary>
    public readonly void Pack()
    {
        var packing = new Packing { Job = this };
        int strips = S1 - S0;
        // Some 64 KB a part: below that, one thread is done before another has come.
        packing.Strips = (int)Math.Clamp((64 << 10) / ((long)(K1 - K0) * MatMulTile<T, V>.Columns * sizeof(T)), 1, strips);
        Workers.For((strips + packing.Strips - 1) / packing.Strips, packing);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        int i = part / groups * rows;
        int s = S0 + (part % groups * group);
        MatMulBlock<T, V>.Run(P, i, Math.Min(P.M, i + rows), s, Math.Min(S1, s + group), K0, K1, Source, Packed, S0);
    }

    private struct Packing : IJob
    {
        public MatMulJob<T, V> Job;
        public int Strips;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
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
