using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>The loops of fused backward passes.</summary>
internal static unsafe partial class MapLoops
{
    /// <summary>gx = g f'(x), from g, x and y.</summary>
    public readonly struct UnaryBackward<T, F> : IMapLoop<T>
        where T : unmanaged
        where F : struct, IUnaryFormula
    {
        [MethodImpl(Loop)]
        public static void Run<V>(void* formula, void** p, nint* masks, nint n)
            where V : struct, ILane<V, T>
        {
            F f = Unsafe.AsRef<F>(formula);
            T* g = (T*)p[0], x = (T*)p[1], y = (T*)p[2], gx = (T*)p[3];
            nint last = n - V.Count, maskG = masks[0], maskX = masks[1], maskY = masks[2];
            V a = V.Load(g), b = V.Load(x), c = V.Load(y);
            for (nint i = 0; ;)
            {
                nint next = Math.Min(i + V.Count, last);
                V d = V.Load(g + (next & maskG)), e = V.Load(x + (next & maskX)), h = V.Load(y + (next & maskY));
                V.Store(a * f.Slope(b, c), gx + i);
                if (i == last) return;
                i = next;
                a = d;
                b = e;
                c = h;
            }
        }
    }

    /// <summary>The backward of gx = g S(x, y): with its cotangent c, c S for g and c g dS/dx for x, y moving with x.</summary>
    public readonly struct UnaryBackward2<T, F> : IMapLoop<T>
        where T : unmanaged
        where F : struct, IUnaryFormula
    {
        [MethodImpl(Loop)]
        public static void Run<V>(void* formula, void** p, nint* masks, nint n)
            where V : struct, ILane<V, T>
        {
            F f = Unsafe.AsRef<F>(formula);
            T* c = (T*)p[0], g = (T*)p[1], x = (T*)p[2], y = (T*)p[3], dg = (T*)p[4], dx = (T*)p[5];
            nint last = n - V.Count;
            for (nint i = 0; ; i = Math.Min(i + V.Count, last))
            {
                V cotangent = V.Load(c + (i & masks[0])), a = V.Load(x + (i & masks[2])), b = V.Load(y + (i & masks[3]));
                V slope = f.Slope(a, b);
                Dual<V> curve = f.Slope(new Dual<V>(a, V.One), new Dual<V>(b, slope));
                if (dg != null) V.Store(cotangent * slope, dg + i);
                if (dx != null) V.Store(cotangent * V.Load(g + (i & masks[1])) * curve.Tangent, dx + i);
                if (i == last) return;
            }
        }
    }

    /// <summary>g times each slope in one pass, only where it is wanted.</summary>
    public readonly struct Slopes<T, S> : IMapLoop<T>
        where T : unmanaged
        where S : struct, ISlopes
    {
        [MethodImpl(Loop)]
        public static void Run<V>(void* slopes, void** p, nint* masks, nint n)
            where V : struct, ILane<V, T>
        {
            S s = Unsafe.AsRef<S>(slopes);
            T* g = (T*)p[0], x = (T*)p[1], y = (T*)p[2], z = (T*)p[3], gx = (T*)p[4], gy = (T*)p[5], gz = default(S) is IThreeSlopes ? (T*)p[6] : null;
            nint last = n - V.Count;
            V a = V.Load(g), b = V.Load(x), c = V.Load(y), d = V.Load(z);
            for (nint i = 0; ;)
            {
                nint next = Math.Min(i + V.Count, last);
                V a2 = V.Load(g + (next & masks[0])), b2 = V.Load(x + (next & masks[1]));
                V c2 = V.Load(y + (next & masks[2])), d2 = V.Load(z + (next & masks[3]));
                if (gx != null) V.Store(a * s.Slope(0, b, c, d), gx + i);
                if (gy != null) V.Store(a * s.Slope(1, b, c, d), gy + i);
                if (default(S) is IThreeSlopes && gz != null) V.Store(a * s.Slope(2, b, c, d), gz + i);
                if (i == last) return;
                i = next;
                a = a2;
                b = b2;
                c = c2;
                d = d2;
            }
        }
    }
}
