namespace Autograd.Kernels;

/// <summary>Packing buffers of the matrix product: one pinned array a thread and use, grown when needed and kept.</summary>
internal static unsafe class MatMulScratch
{
    // A cache line, and the width of the widest register.
    private const int Alignment = 64;

    [ThreadStatic]
    private static byte[]? shared;

    [ThreadStatic]
    private static byte[]? strip;

    [ThreadStatic]
    private static byte[]? rows;

    /// <summary>Packed strips of B that all threads of one product read; belongs to the caller of the product.</summary>
    public static T* Shared<T>(nint count)
        where T : unmanaged => (T*)Aligned(ref shared, count * sizeof(T));

    /// <summary>One packed strip of B, read by the thread that packed it.</summary>
    public static T* Strip<T>(nint count)
        where T : unmanaged => (T*)Aligned(ref strip, count * sizeof(T));

    /// <summary>A copied block of A, read by the thread that copied it.</summary>
    public static T* Rows<T>(nint count)
        where T : unmanaged => (T*)Aligned(ref rows, count * sizeof(T));

    private static byte* Aligned(ref byte[]? buffer, nint bytes)
    {
        byte[]? array = buffer;
        if (array is null || array.Length < bytes + Alignment)
            buffer = array = GC.AllocateUninitializedArray<byte>(checked((int)(bytes + Alignment)), pinned: true);
        fixed (byte* p = array) return (byte*)(((nuint)p + (Alignment - 1)) & ~(nuint)(Alignment - 1));
    }
}
