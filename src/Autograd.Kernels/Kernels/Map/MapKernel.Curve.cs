using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>Second derivatives of formulas of two and three numbers.</summary>
internal static unsafe partial class MapKernel
{
    /// <summary>
    /// The backward of <see cref="Slopes"/>: from g and the cotangents a of g Sx, b of g Sy and c of g Sz (some may be absent)
    /// dg = a Sx + b Sy + c Sz, dx = g (a dSx/dx + b dSy/dx + c dSz/dx), dy and dz likewise; outputs that are not wanted are empty
    /// and lie on no input.
    /// </summary>
    public static void Curve<T, S>(
        S slopes,
        MapOperand<T> g,
        MapOperand<T> a,
        MapOperand<T> b,
        MapOperand<T> c,
        MapOperand<T> x,
        MapOperand<T> y,
        MapOperand<T> z,
        Span<T> dg,
        Span<T> dx,
        Span<T> dy,
        Span<T> dz)
        where T : unmanaged
        where S : struct, ISlopes
    {
        var curve = new WeighedSlopes<S>(slopes, a.Layout is not null, b.Layout is not null, c.Layout is not null);
        var loop = Widest<T>.Loop<MapLoops.Curve<T, S>>();
        fixed (T* pg = g.Data, pa = a.Data, pb = b.Data, pc = c.Data, px = x.Data, py = y.Data, pz = z.Data, pdg = dg, pdx = dx, pdy = dy, pdz = dz)
        {
            var call = new MapCall(loop, Unsafe.AsPointer(ref curve), g.Layout!, Widest<T>.Width);
            call.In(pg, g.Layout, g.Data.Length, sizeof(T));
            call.In(pa, a.Layout, a.Data.Length, sizeof(T));
            call.In(pb, b.Layout, b.Data.Length, sizeof(T));
            call.In(pc, c.Layout, c.Data.Length, sizeof(T));
            call.In(px, x.Layout, x.Data.Length, sizeof(T));
            call.In(py, y.Layout, y.Data.Length, sizeof(T));
            call.In(pz, z.Layout, z.Data.Length, sizeof(T));
            call.Out(pdg, dg.Length, sizeof(T));
            call.Out(pdx, dx.Length, sizeof(T));
            call.Out(pdy, dy.Length, sizeof(T));
            call.Out(pdz, dz.Length, sizeof(T));
            call.Run();
        }
    }
}
