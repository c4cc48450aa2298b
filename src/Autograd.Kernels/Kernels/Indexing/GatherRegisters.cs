using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Kernels;

/// <summary>Reads of elements of 32 bits by eight indices at a time: <c>y[i] = x[i step + index[i] stride]</c>.</summary>
internal static unsafe class GatherRegisters
{
    /// <summary>Indices of a register.</summary>
    public static int Lanes => Vector512<long>.Count;

    /// <summary>Whether the processor gathers, and such elements.</summary>
    public static bool Fits<T>()
        where T : unmanaged => Avx2.IsSupported && sizeof(T) == sizeof(int);

    /// <summary>Reads by whole registers of indices; false where one of them is outside of [-size, size), before it is used.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static bool Run(int* x, nint step, nint stride, long size, long* index, int* y, nint registers)
    {
        // Offsets within a tensor are ints, as those of its layout are.
        Vector512<long> sizes = Vector512.Create(size), last = Vector512.Create(size - 1);
        Vector256<int> strides = Vector256.Create((int)stride), own = Vector256<int>.Indices * (int)step;
        for (; registers > 0; registers--, x += Lanes * step, index += Lanes, y += Lanes)
        {
            Vector512<long> at = Vector512.Load(index);
            at += (at >> 63) & sizes;
            // k and n - 1 - k are both not negative for k in [0, n).
            if (Vector512.LessThanAny(at | (last - at), Vector512<long>.Zero)) return false;
            Vector256<int> offsets = (Vector256.Narrow(at.GetLower(), at.GetUpper()) * strides) + own;
            Avx2.GatherVector256(x, offsets, sizeof(int)).Store(y);
        }
        return true;
    }
}
