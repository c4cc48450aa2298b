using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Operands that are no runs, gathered into a buffer in the order of the output.</summary>
internal unsafe partial struct MapJob
{
    private const int BlockLength = 512;

    // Two cache lines of floats of a transposed operand, and as many elements a call of the loop as pay for it.
    private const int TileRows = 32;
    private const int TileColumns = 64;

    // Narrower ones are no more than a few elements of each line.
    private const int LeastTransposed = 8;

    /// <summary>Whether an operand runs along the dimension before the last, as a transposed matrix does.</summary>
    private readonly bool HasTransposed()
    {
        if (PlanRank < 2 || Plan[PlanRank - 1] < LeastTransposed || Plan[PlanRank - 2] < LeastTransposed) return false;
        for (int k = 0; k < Inputs; k++)
        {
            if (Step[k] == -1 && IsTransposed(k)) return true;
        }
        return false;
    }

    private readonly bool IsTransposed(int operand)
    {
        int* last = Plan + (operand + 1) * PlanCapacity + PlanRank - 1;
        return last[-1] == 1 && last[0] > 1;
    }

    /// <summary>Whole rows tile by tile: walked element by element, a transposed operand would take a cache line for each of them.</summary>
    [MethodImpl(Hot)]
    private void Tiles(void** p, nint* masks, int start, int count)
    {
        int length = Plan[PlanRank - 1];
        int head = Math.Min(count, (length - start % length) % length);
        if (head > 0) Blocks(p, masks, start, head);
        int end = start + count;
        start += head;
        int* index = stackalloc int[PlanRank];
        while (end - start >= length)
        {
            Locate(start, index);
            int rows = Math.Min(Math.Min(TileRows, Plan[PlanRank - 2] - index[PlanRank - 2]), (end - start) / length);
            Tiles(p, masks, index, start, rows);
            start += rows * length;
        }
        if (start < end) Blocks(p, masks, start, end - start);
    }

    [SkipLocalsInit, MethodImpl(Hot)]
    private readonly void Tiles(void** p, nint* masks, int* index, int start, int rows)
    {
        byte* buffers = stackalloc byte[Inputs * TileRows * TileColumns * sizeof(double)];
        int length = Plan[PlanRank - 1];
        for (int c = 0; c < length; c += TileColumns)
        {
            int columns = Math.Min(TileColumns, length - c);
            for (int k = 0; k < Inputs; k++)
            {
                if (Step[k] == -1) GatherTile(k, Offset(k, index) + (nint)c * Plan[(k + 1) * PlanCapacity + PlanRank - 1], Buffer(buffers, k), rows, columns);
            }
            for (int r = 0; r < rows; r++)
            {
                int at = start + r * length + c;
                for (int k = 0; k < Inputs; k++)
                {
                    if (Step[k] == 1) p[k] = (byte*)In[k] + (nint)at * InputSize[k];
                    else if (Step[k] == -1) p[k] = Buffer(buffers, k) + r * TileColumns * InputSize[k];
                }
                Chunk(p, masks, at, columns);
            }
        }
    }

    private static byte* Buffer(byte* buffers, int operand) => buffers + operand * TileRows * TileColumns * sizeof(double);

    /// <summary>Rows of <see cref="TileColumns"/> elements.</summary>
    private readonly void GatherTile(int operand, nint offset, byte* to, int rows, int columns)
    {
        int* last = Plan + (operand + 1) * PlanCapacity + PlanRank - 1;
        int size = InputSize[operand];
        byte* from = (byte*)In[operand] + offset * size;
        if (IsTransposed(operand))
        {
            switch (size)
            {
                case sizeof(byte): Transpose.Run(from, last[0], to, TileColumns, columns, rows, stream: false); break;
                case sizeof(int): Transpose.Run((int*)from, last[0], (int*)to, TileColumns, columns, rows, stream: false); break;
                default: Transpose.Run((long*)from, last[0], (long*)to, TileColumns, columns, rows, stream: false); break;
            }
            return;
        }
        for (int r = 0; r < rows; r++, from += (nint)last[-1] * size, to += TileColumns * size) Copy(from, last[0], to, columns, size);
    }

    /// <summary>Block by block, the operands that are not contiguous gathered into a buffer in the order of the output.</summary>
    [SkipLocalsInit, MethodImpl(Hot)]
    private void Blocks(void** p, nint* masks, int start, int count)
    {
        byte* buffers = stackalloc byte[MaxInputs * BlockLength * sizeof(double)];
        int* index = stackalloc int[2 * PlanRank];
        for (int end = start + count; start < end; start += BlockLength)
        {
            int n = Math.Min(BlockLength, end - start);
            Locate(start, index + PlanRank);
            for (int k = 0; k < Inputs; k++)
            {
                if (Step[k] == 1) p[k] = (byte*)In[k] + (nint)start * InputSize[k];
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
        int stride = Plan[(operand + 1) * PlanCapacity + inner], size = InputSize[operand];
        while (count > 0)
        {
            int n = Math.Min(Plan[inner] - index[inner], count);
            byte* from = (byte*)In[operand] + Offset(operand, index) * size;
            Copy(from, stride, to, n, size);
            to += n * size;
            count -= n;
            index[inner] += n;
            Carry(index);
        }
    }

    private static void Copy(byte* from, nint stride, byte* to, int count, int size)
    {
        switch (size)
        {
            case sizeof(byte): Copy(from, stride, to, count); break;
            case sizeof(int): Copy((int*)from, stride, (int*)to, count); break;
            default: Copy((long*)from, stride, (long*)to, count); break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | Hot)]
    private static void Copy<T>(T* from, nint stride, T* to, int count)
        where T : unmanaged
    {
        for (int i = 0; i < count; i++) to[i] = from[i * stride];
    }
}
