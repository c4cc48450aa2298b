using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Slopes, and slopes of slopes: fused backward passes.</summary>
internal static unsafe partial class MapKernel
{
    /// <summary>gx = g Slope(x, y); x or y may be absent where the slope does not read it.</summary>
    public static void UnaryBackward<T, F>(
        F f, ReadOnlySpan<T> g, Layout gl, ReadOnlySpan<T> x, Layout? xl, ReadOnlySpan<T> y, Layout? yl, Span<T> gx)
        where T : unmanaged
        where F : struct, IUnaryFormula
    {
        delegate*<void*, void**, nint*, nint, void> loop =
            Vector512.IsHardwareAccelerated ? &MapLoops.UnaryBackward<T, Lane512<T>, F>
            : Vector256.IsHardwareAccelerated ? &MapLoops.UnaryBackward<T, Lane256<T>, F>
            : &MapLoops.UnaryBackward<T, Lane128<T>, F>;
        fixed (T* pg = g, px = x, py = y, pgx = gx)
        {
            var call = new MapCall(loop, Unsafe.AsPointer(ref f), gl, Width<T>());
            call.In(pg, gl, g.Length, sizeof(T));
            call.In(px, xl, x.Length, sizeof(T));
            call.In(py, yl, y.Length, sizeof(T));
            call.Out(pgx, gx.Length, sizeof(T));
            call.Run();
        }
    }

    /// <summary>The backward of <see cref="UnaryBackward"/> for the cotangent c of gx: dg = c Slope, dx = c g dSlope/dx; an output may be empty.</summary>
    public static void UnaryBackward2<T, F>(
        F f,
        ReadOnlySpan<T> c,
        Layout cl,
        ReadOnlySpan<T> g,
        Layout? gl,
        ReadOnlySpan<T> x,
        Layout? xl,
        ReadOnlySpan<T> y,
        Layout? yl,
        Span<T> dg,
        Span<T> dx)
        where T : unmanaged
        where F : struct, IUnaryFormula
    {
        delegate*<void*, void**, nint*, nint, void> loop =
            Vector512.IsHardwareAccelerated ? &MapLoops.UnaryBackward2<T, Lane512<T>, F>
            : Vector256.IsHardwareAccelerated ? &MapLoops.UnaryBackward2<T, Lane256<T>, F>
            : &MapLoops.UnaryBackward2<T, Lane128<T>, F>;
        fixed (T* pc = c, pg = g, px = x, py = y, pdg = dg, pdx = dx)
        {
            var call = new MapCall(loop, Unsafe.AsPointer(ref f), cl, Width<T>());
            call.In(pc, cl, c.Length, sizeof(T));
            call.In(pg, gl, g.Length, sizeof(T));
            call.In(px, xl, x.Length, sizeof(T));
            call.In(py, yl, y.Length, sizeof(T));
            call.Out(pdg, dg.Length, sizeof(T));
            call.Out(pdx, dx.Length, sizeof(T));
            call.Run();
        }
    }

    /// <summary>gx = g SlopeX(x, y, z) and gy = g SlopeY(x, y, z) in one pass, at the full size of the output; either may be empty.</summary>
    public static void BinaryBackward<T, F>(
        F f,
        ReadOnlySpan<T> g,
        Layout gl,
        ReadOnlySpan<T> x,
        Layout? xl,
        ReadOnlySpan<T> y,
        Layout? yl,
        ReadOnlySpan<T> z,
        Layout? zl,
        Span<T> gx,
        Span<T> gy)
        where T : unmanaged
        where F : struct, IBinaryFormula
    {
        delegate*<void*, void**, nint*, nint, void> loop =
            Vector512.IsHardwareAccelerated ? &MapLoops.BinaryBackward<T, Lane512<T>, F>
            : Vector256.IsHardwareAccelerated ? &MapLoops.BinaryBackward<T, Lane256<T>, F>
            : &MapLoops.BinaryBackward<T, Lane128<T>, F>;
        fixed (T* pg = g, px = x, py = y, pz = z, pgx = gx, pgy = gy)
        {
            var call = new MapCall(loop, Unsafe.AsPointer(ref f), gl, Width<T>());
            call.In(pg, gl, g.Length, sizeof(T));
            call.In(px, xl, x.Length, sizeof(T));
            call.In(py, yl, y.Length, sizeof(T));
            call.In(pz, zl, z.Length, sizeof(T));
            call.Out(pgx, gx.Length, sizeof(T));
            call.Out(pgy, gy.Length, sizeof(T));
            call.Run();
        }
    }

    /// <summary>The gradients of x, y and z in one pass from that of w = f(x, y, z), at the full size of the output; each may be empty.</summary>
    public static void TernaryBackward<T, F>(
        F f,
        ReadOnlySpan<T> g,
        Layout gl,
        ReadOnlySpan<T> x,
        Layout? xl,
        ReadOnlySpan<T> y,
        Layout? yl,
        ReadOnlySpan<T> z,
        Layout? zl,
        Span<T> gx,
        Span<T> gy,
        Span<T> gz)
        where T : unmanaged
        where F : struct, ITernaryFormula
    {
        delegate*<void*, void**, nint*, nint, void> loop =
            Vector512.IsHardwareAccelerated ? &MapLoops.TernaryBackward<T, Lane512<T>, F>
            : Vector256.IsHardwareAccelerated ? &MapLoops.TernaryBackward<T, Lane256<T>, F>
            : &MapLoops.TernaryBackward<T, Lane128<T>, F>;
        fixed (T* pg = g, px = x, py = y, pz = z, pgx = gx, pgy = gy, pgz = gz)
        {
            var call = new MapCall(loop, Unsafe.AsPointer(ref f), gl, Width<T>());
            call.In(pg, gl, g.Length, sizeof(T));
            call.In(px, xl, x.Length, sizeof(T));
            call.In(py, yl, y.Length, sizeof(T));
            call.In(pz, zl, z.Length, sizeof(T));
            call.Out(pgx, gx.Length, sizeof(T));
            call.Out(pgy, gy.Length, sizeof(T));
            call.Out(pgz, gz.Length, sizeof(T));
            call.Run();
        }
    }
}
