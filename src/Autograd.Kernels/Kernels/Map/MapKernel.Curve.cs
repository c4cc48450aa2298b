using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Second derivatives of formulas of two numbers.</summary>
internal static unsafe partial class MapKernel
{
    /// <summary>
    /// The backward of <see cref="BinaryBackward"/>, S its slopes and z at rest: from g and the cotangents a of g Sx and b of g Sy (one
    /// may be absent) dg = a Sx + b Sy, dx = g (a dSx/dx + b dSy/dx), dy and dz likewise; outputs that are not wanted are empty
    /// and lie on no input.
    /// </summary>
    public static void BinaryCurve<T, F>(
        F f,
        ReadOnlySpan<T> g,
        Layout gl,
        ReadOnlySpan<T> a,
        Layout? al,
        ReadOnlySpan<T> b,
        Layout? bl,
        ReadOnlySpan<T> x,
        Layout? xl,
        ReadOnlySpan<T> y,
        Layout? yl,
        ReadOnlySpan<T> z,
        Layout? zl,
        Span<T> dg,
        Span<T> dx,
        Span<T> dy,
        Span<T> dz)
        where T : unmanaged
        where F : struct, IBinaryFormula
    {
        var curve = new BinaryCurve<F>(f, al is null ? 0 : Reads.OfSlopeX(f), bl is null ? 0 : Reads.OfSlopeY(f), al is not null, bl is not null);
        delegate*<void*, void**, nint*, nint, void> loop =
            Vector512.IsHardwareAccelerated ? &MapLoops.BinaryCurve<T, Lane512<T>, F>
            : Vector256.IsHardwareAccelerated ? &MapLoops.BinaryCurve<T, Lane256<T>, F>
            : &MapLoops.BinaryCurve<T, Lane128<T>, F>;
        fixed (T* pg = g, pa = a, pb = b, px = x, py = y, pz = z, pdg = dg, pdx = dx, pdy = dy, pdz = dz)
        {
            var call = new MapCall(loop, Unsafe.AsPointer(ref curve), gl, Width<T>());
            call.In(pg, gl, g.Length, sizeof(T));
            call.In(pa, al, a.Length, sizeof(T));
            call.In(pb, bl, b.Length, sizeof(T));
            call.In(px, xl, x.Length, sizeof(T));
            call.In(py, yl, y.Length, sizeof(T));
            call.In(pz, zl, z.Length, sizeof(T));
            call.Out(pdg, dg.Length, sizeof(T));
            call.Out(pdx, dx.Length, sizeof(T));
            call.Out(pdy, dy.Length, sizeof(T));
            call.Out(pdz, dz.Length, sizeof(T));
            call.Run();
        }
    }
}
