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
/// Each operand has an element size of its own: truth values are bytes beside numbers.
/// </remarks>
internal unsafe partial struct MapJob : IJob
{
    /// <summary>The second derivative of a formula of three numbers: three cotangents, a gradient, x, y and z.</summary>
    public const int MaxInputs = 7;

    /// <summary>A step of an optimiser: the parameter and three states.</summary>
    public const int MaxOutputs = 4;

    /// <summary>Elements of a part: the partition depends on the count alone.</summary>
    public const int PartLength = 32768;

    /// <summary>An inner dimension of at least this length is walked in place; shorter ones are gathered.</summary>
    private const int ShortestRun = 64;

    /// <summary>Compiled once for all formulas, and fully at the first call.</summary>
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    private const int RegisterBytes = 64;

    public delegate*<void*, void**, nint*, nint, void> Loop;
    public void* Formula;

    /// <summary>Elements of a register.</summary>
    public int Width;

    public int Count;
    public int Inputs;
    public int Outputs;

    /// <summary>The first element of each input; null for an absent one, which reads as 0.</summary>
    public fixed long In[MaxInputs];

    /// <summary>The first element of each output; null for one that is not wanted.</summary>
    public fixed long Out[MaxOutputs];

    /// <summary>Bytes of an element of each input.</summary>
    public fixed int InputSize[MaxInputs];

    /// <summary>Bytes of an element of each output.</summary>
    public fixed int OutputSize[MaxOutputs];

    /// <summary>For each input 1 (contiguous), 0 (one number), -1 (as the plan says).</summary>
    public fixed int Step[MaxInputs];

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
        byte* splats = stackalloc byte[MaxInputs * RegisterBytes];
        void** p = stackalloc void*[MaxInputs + MaxOutputs];
        nint* masks = stackalloc nint[MaxInputs];
        bool flat = true;
        for (int k = 0; k < Inputs; k++)
        {
            masks[k] = Step[k] == 0 ? 0 : -1;
            flat &= Step[k] >= 0;
            if (Step[k] == 0) p[k] = Splat((byte*)In[k], splats + k * RegisterBytes, InputSize[k]);
            else p[k] = (byte*)In[k] + (nint)start * InputSize[k];
        }

        if (flat) Chunk(p, masks, start, count);
        else if (RunsInPlace()) Runs(p, masks, splats, start, count);
        else if (HasTransposed()) Tiles(p, masks, start, count);
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
                if (Step[k] == 1) p[k] = (byte*)In[k] + (nint)start * InputSize[k];
                if (Step[k] != -1) continue;
                byte* at = (byte*)In[k] + Offset(k, index) * InputSize[k];
                bool stays = Plan[(k + 1) * PlanCapacity + inner] == 0;
                masks[k] = stays ? 0 : -1;
                p[k] = stays ? Splat(at, splats + k * RegisterBytes, InputSize[k]) : at;
            }
            Chunk(p, masks, start, n);
            start += n;
            index[inner] += n;
            Carry(index);
        }
    }

    /// <summary>Calls the loop; fewer elements than a register go through it in a padded one.</summary>
    [MethodImpl(Hot)]
    private readonly void Chunk(void** p, nint* masks, int start, int count)
    {
        for (int k = 0; k < Outputs; k++) p[Inputs + k] = Out[k] == 0 ? null : (byte*)Out[k] + (nint)start * OutputSize[k];
        if (count >= Width) Loop(Formula, p, masks, count);
        else Padded(p, masks, count);
    }

    /// <summary>The same loop over registers of which only the first elements are real; the others are 0.</summary>
    [SkipLocalsInit, MethodImpl(Hot)]
    private readonly void Padded(void** p, nint* masks, int count)
    {
        byte* room = stackalloc byte[(MaxInputs + MaxOutputs) * RegisterBytes];
        void** q = stackalloc void*[MaxInputs + MaxOutputs];
        for (int k = 0; k < Inputs; k++)
        {
            q[k] = p[k];
            if (masks[k] == 0) continue;
            q[k] = room + k * RegisterBytes;
            Vector512<byte>.Zero.Store((byte*)q[k]);
            new ReadOnlySpan<byte>(p[k], count * InputSize[k]).CopyTo(new Span<byte>(q[k], RegisterBytes));
        }

        for (int k = Inputs; k < Inputs + Outputs; k++) q[k] = p[k] == null ? null : room + k * RegisterBytes;
        Loop(Formula, q, masks, Width);
        for (int k = 0; k < Outputs; k++)
        {
            int bytes = count * OutputSize[k];
            if (q[Inputs + k] != null) new ReadOnlySpan<byte>(q[Inputs + k], bytes).CopyTo(new Span<byte>(p[Inputs + k], bytes));
        }
    }

    /// <summary>A register full of one number; of none, full of 0.</summary>
    [MethodImpl(Hot)]
    private static byte* Splat(byte* from, byte* to, int size)
    {
        if (from == null) Vector512<byte>.Zero.Store(to);
        else if (size == sizeof(byte)) Vector512.Create(*from).Store(to);
        else if (size == sizeof(int)) Vector512.Create(*(int*)from).Store((int*)to);
        else Vector512.Create(*(long*)from).Store((long*)to);
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
