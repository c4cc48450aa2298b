using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// One elementwise operation on its way through memory: brings every operand before the loop as a run that is either
/// contiguous or one number, whatever its layout.
/// </summary>
/// <remarks>
/// Knows element sizes but no formula and no type, so that it is compiled once. The loop is called with pointers to its
/// inputs and then its outputs, a mask per input (-1: advances, 0: stays), and at least <see cref="Width"/> elements.
/// </remarks>
internal unsafe struct MapJob : IJob
{
    /// <summary>Elements of a part: the partition depends on the count alone.</summary>
    public const int PartLength = 32768;

    /// <summary>An inner dimension of at least this length is walked in place; shorter ones are gathered.</summary>
    private const int ShortestRun = 64;

    /// <summary>Compiled once for all formulas, and fully at the first call.</summary>
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    private const int BlockLength = 512;
    private const int RegisterBytes = 64;
    private const int MaxOperands = MapPlan.MaxOperands;

    public delegate*<void*, void**, nint*, nint, void> Loop;
    public void* Formula;

    /// <summary>Elements of a register.</summary>
    public int Width;

    public int Count;
    public int Inputs;
    public int Outputs;
    public int InputSize;
    public int OutputSize;

    /// <summary>The first element of each input.</summary>
    public fixed long In[MaxOperands];

    /// <summary>The first element of each output; null for one that is not wanted.</summary>
    public fixed long Out[2];

    /// <summary>For each input 1 (contiguous), 0 (one number), -1 (as the plan says).</summary>
    public fixed int Step[MaxOperands];

    /// <summary>Collapsed sizes and strides, needed where a step is -1.</summary>
    public int* Plan;

    public int PlanCapacity;
    public int PlanRank;

    public readonly int Parts => Count <= 2 * PartLength ? 1 : (Count - 1) / PartLength + 1;

    public void Run(int part)
    {
        int start = part * PartLength;
        Run(start, Parts == 1 ? Count : Math.Min(PartLength, Count - start));
    }

    /// <summary>Elements <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> of the output.</summary>
    [SkipLocalsInit, MethodImpl(Hot)]
    private void Run(int start, int count)
    {
        byte* splats = stackalloc byte[MaxOperands * RegisterBytes];
        void** p = stackalloc void*[MaxOperands + 2];
        nint* masks = stackalloc nint[MaxOperands];
        bool flat = true;
        for (int k = 0; k < Inputs; k++)
        {
            masks[k] = Step[k];
            masks[k] = -Math.Abs(masks[k]);
            flat &= Step[k] >= 0;
            if (Step[k] == 0) p[k] = Splat((byte*)In[k], splats + k * RegisterBytes);
            else p[k] = (byte*)In[k] + (nint)start * InputSize;
        }

        if (flat) Chunk(p, masks, start, count);
        else if (RunsInPlace()) Runs(p, masks, splats, start, count);
        else Blocks(p, masks, start, count);
    }

    private readonly bool RunsInPlace()
    {
        int inner = PlanRank - 1;
        if (Plan[inner] < ShortestRun) return false;
        for (int k = 0; k < Inputs; k++)
        {
            if (Step[k] == -1 && Plan[(k + 1) * PlanCapacity + inner] > 1) return false;
        }
        return true;
    }

    /// <summary>The inner dimension run by run: rows that are contiguous, or one number each.</summary>
    [MethodImpl(Hot)]
    private void Runs(void** p, nint* masks, byte* splats, int start, int count)
    {
        int inner = PlanRank - 1;
        int* index = stackalloc int[PlanRank];
        Locate(start, index);
        for (int end = start + count; start < end;)
        {
            int n = Math.Min(Plan[inner] - index[inner], end - start);
            for (int k = 0; k < Inputs; k++)
            {
                if (Step[k] == 1) p[k] = (byte*)In[k] + (nint)start * InputSize;
                if (Step[k] != -1) continue;
                byte* at = (byte*)In[k] + Offset(k, index) * InputSize;
                bool stays = Plan[(k + 1) * PlanCapacity + inner] == 0;
                masks[k] = stays ? 0 : -1;
                p[k] = stays ? Splat(at, splats + k * RegisterBytes) : at;
            }
            Chunk(p, masks, start, n);
            start += n;
            index[inner] += n;
            Carry(index);
        }
    }

    /// <summary>Block by block, the operands that are not contiguous gathered into a buffer in the order of the output.</summary>
    [SkipLocalsInit, MethodImpl(Hot)]
    private void Blocks(void** p, nint* masks, int start, int count)
    {
        byte* buffers = stackalloc byte[MaxOperands * BlockLength * sizeof(double)];
        int* index = stackalloc int[2 * PlanRank];
        for (int end = start + count; start < end; start += BlockLength)
        {
            int n = Math.Min(BlockLength, end - start);
            Locate(start, index + PlanRank);
            for (int k = 0; k < Inputs; k++)
            {
                if (Step[k] == 1) p[k] = (byte*)In[k] + (nint)start * InputSize;
                if (Step[k] != -1) continue;
                byte* buffer = buffers + k * BlockLength * sizeof(double);
                for (int d = 0; d < PlanRank; d++) index[d] = index[PlanRank + d];
                Gather(k, index, buffer, n);
                p[k] = buffer;
            }
            Chunk(p, masks, start, n);
        }
    }

    [MethodImpl(Hot)]
    private readonly void Gather(int operand, int* index, byte* to, int count)
    {
        int inner = PlanRank - 1;
        int stride = Plan[(operand + 1) * PlanCapacity + inner];
        while (count > 0)
        {
            int n = Math.Min(Plan[inner] - index[inner], count);
            byte* from = (byte*)In[operand] + Offset(operand, index) * InputSize;
            switch (InputSize)
            {
                case sizeof(byte): Copy(from, stride, to, n); break;
                case sizeof(int): Copy((int*)from, stride, (int*)to, n); break;
                default: Copy((long*)from, stride, (long*)to, n); break;
            }
            to += n * InputSize;
            count -= n;
            index[inner] += n;
            Carry(index);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | Hot)]
    private static void Copy<T>(T* from, nint stride, T* to, int count)
        where T : unmanaged
    {
        for (int i = 0; i < count; i++) to[i] = from[i * stride];
    }

    /// <summary>Calls the loop; fewer elements than a register go through it in a padded one.</summary>
    [MethodImpl(Hot)]
    private readonly void Chunk(void** p, nint* masks, int start, int count)
    {
        p[Inputs] = Out[0] == 0 ? null : (byte*)Out[0] + (nint)start * OutputSize;
        p[Inputs + 1] = Out[1] == 0 ? null : (byte*)Out[1] + (nint)start * OutputSize;
        if (count >= Width) Loop(Formula, p, masks, count);
        else Padded(p, masks, count);
    }

    /// <summary>The same loop over registers of which only the first elements are real; the others are 0.</summary>
    [MethodImpl(Hot)]
    private readonly void Padded(void** p, nint* masks, int count)
    {
        byte* room = stackalloc byte[(MaxOperands + 2) * RegisterBytes];
        void** q = stackalloc void*[MaxOperands + 2];
        for (int k = 0; k < Inputs; k++)
        {
            q[k] = p[k];
            if (masks[k] == 0) continue;
            q[k] = room + k * RegisterBytes;
            new ReadOnlySpan<byte>(p[k], count * InputSize).CopyTo(new Span<byte>(q[k], RegisterBytes));
        }

        for (int k = 0; k < 2; k++) q[Inputs + k] = p[Inputs + k] == null ? null : room + (MaxOperands + k) * RegisterBytes;
        Loop(Formula, q, masks, Width);
        for (int k = 0; k < 2; k++)
        {
            if (p[Inputs + k] != null) new ReadOnlySpan<byte>(q[Inputs + k], count * OutputSize).CopyTo(new Span<byte>(p[Inputs + k], count * OutputSize));
        }
    }

    /// <summary>A register full of one number.</summary>
    [MethodImpl(Hot)]
    private readonly byte* Splat(byte* from, byte* to)
    {
        switch (InputSize)
        {
            case sizeof(byte): Vector512.Create(*from).Store(to); break;
            case sizeof(int): Vector512.Create(*(int*)from).Store((int*)to); break;
            default: Vector512.Create(*(long*)from).Store((long*)to); break;
        }
        return to;
    }

    private readonly void Locate(int flat, int* index)
    {
        for (int d = PlanRank - 1; d >= 0; d--)
        {
            index[d] = flat % Plan[d];
            flat /= Plan[d];
        }
    }

    private readonly nint Offset(int operand, int* index)
    {
        nint offset = 0;
        int* strides = Plan + (operand + 1) * PlanCapacity;
        for (int d = 0; d < PlanRank; d++) offset += (nint)index[d] * strides[d];
        return offset;
    }

    private readonly void Carry(int* index)
    {
        for (int d = PlanRank - 1; d > 0 && index[d] == Plan[d]; d--)
        {
            index[d] = 0;
            index[d - 1]++;
        }
    }
}
