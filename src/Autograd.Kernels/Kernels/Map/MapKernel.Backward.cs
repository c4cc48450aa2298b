using System.Runtime.CompilerServices;
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
        var loop = Widest<T>.Loop<MapLoops.UnaryBackward<T, F>>();
        fixed (T* pg = g, px = x, py = y, pgx = gx)
        {
            var call = new MapCall(loop, Unsafe.AsPointer(ref f), gl, Widest<T>.Width);
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
        var loop = Widest<T>.Loop<MapLoops.UnaryBackward2<T, F>>();
        fixed (T* pc = c, pg = g, px = x, py = y, pdg = dg, pdx = dx)
        {
            var call = new MapCall(loop, Unsafe.AsPointer(ref f), cl, Widest<T>.Width);
            call.In(pc, cl, c.Length, sizeof(T));
            call.In(pg, gl, g.Length, sizeof(T));
            call.In(px, xl, x.Length, sizeof(T));
            call.In(py, yl, y.Length, sizeof(T));
            call.Out(pdg, dg.Length, sizeof(T));
            call.Out(pdx, dx.Length, sizeof(T));
            call.Run();
        }
    }

    /// <summary>
    /// gx = g Sx(x, y, z), gy = g Sy and gz = g Sz in one pass, at the full size of the output; each may be empty. Of a formula of two
    /// numbers z is the value, and there is no gz.
    /// </summary>
    public static void Slopes<T, S>(S slopes, MapOperand<T> g, MapOperand<T> x, MapOperand<T> y, MapOperand<T> z, Span<T> gx, Span<T> gy, Span<T> gz = default)
        where T : unmanaged
        where S : struct, ISlopes
    {
        var loop = Widest<T>.Loop<MapLoops.Slopes<T, S>>();
        fixed (T* pg = g.Data, px = x.Data, py = y.Data, pz = z.Data, pgx = gx, pgy = gy, pgz = gz)
        {
            var call = new MapCall(loop, Unsafe.AsPointer(ref slopes), g.Layout!, Widest<T>.Width);
            call.In(pg, g.Layout, g.Data.Length, sizeof(T));
            call.In(px, x.Layout, x.Data.Length, sizeof(T));
            call.In(py, y.Layout, y.Data.Length, sizeof(T));
            call.In(pz, z.Layout, z.Data.Length, sizeof(T));
            call.Out(pgx, gx.Length, sizeof(T));
            call.Out(pgy, gy.Length, sizeof(T));
            if (S.Count > 2) call.Out(pgz, gz.Length, sizeof(T));
            call.Run();
        }
    }
}
