using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>A loop over registers: pointers to its inputs and then its outputs, a mask an input, and at least a register of elements.</summary>
internal unsafe interface IMapLoop<T>
    where T : unmanaged
{
    /// <summary>The loop over registers of one kind.</summary>
    static abstract void Run<V>(void* formula, void** p, nint* masks, nint n)
        where V : struct, ILane<V, T>;
}

/// <summary>The widest registers that the processor computes with; all branches are constants.</summary>
internal static unsafe class Widest<T>
    where T : unmanaged
{
    /// <summary>The elements of one.</summary>
    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Vector512.IsHardwareAccelerated ? 64 : Vector256.IsHardwareAccelerated ? 32 : 16) / sizeof(T);
    }

    /// <summary>A loop over them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static delegate*<void*, void**, nint*, nint, void> Loop<TLoop>()
        where TLoop : struct, IMapLoop<T> =>
        Vector512.IsHardwareAccelerated ? &TLoop.Run<Lane512<T>>
        : Vector256.IsHardwareAccelerated ? &TLoop.Run<Lane256<T>>
        : &TLoop.Run<Lane128<T>>;
}
