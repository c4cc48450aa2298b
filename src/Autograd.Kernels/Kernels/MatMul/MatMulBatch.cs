using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>A batch of products: small ones in parallel with each other, large ones one after the other.</summary>
internal unsafe struct MatMulBatch<T> : IJob
    where T : unmanaged
{
    public MatMulOperands<T> First;
    public int Batch;
    public nint ABatch;
    public nint BBatch;
    public nint CBatch;
    private int perPart;

    // A part is at least this many multiply-adds, so that claiming it costs nothing beside it (4 us on a fast core).
    private const long PartWork = 1 << 18;

    // A whole batch of fewer multiply-adds is done before a second thread has come.
    private const long SerialWork = 1 << 20;

    // Products of this many multiply-adds are worth being parallel in themselves.
    private const long LargeWork = 1 << 24;

    public void RunAll()
    {
        long work = (long)First.M * First.N * Math.Max(First.K, 1);
        if (work == 0 || Batch == 0) return;
        bool oneAfterTheOther = work >= LargeWork || work * Batch < SerialWork;
        perPart = oneAfterTheOther ? Batch : (int)Math.Clamp(PartWork / work, 1, Batch);
        Workers.For((Batch + perPart - 1) / perPart, this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        int end = (int)Math.Min((long)Batch, (part + 1L) * perPart);
        for (int i = part * perPart; i < end; i++)
        {
            MatMul.Run(First with { A = First.A + (i * ABatch), B = First.B + (i * BBatch), C = First.C + (i * CBatch) });
        }
    }
}
