using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>The loop of an optimiser's step: several outputs, each on the input it rewrites.</summary>
internal static unsafe partial class MapLoops
{
    public readonly struct Step<T, F> : IMapLoop<T>
        where T : unmanaged
        where F : struct, IStepFormula
    {
        [MethodImpl(Loop)]
        public static void Run<V>(void* formula, void** p, nint* masks, nint n)
            where V : struct, ILane<V, T>
        {
            F f = Unsafe.AsRef<F>(formula);
            int states = f.States;
            T* x = (T*)p[0], g = (T*)p[1], s0 = (T*)p[2], s1 = (T*)p[3], s2 = (T*)p[4];
            T* toX = (T*)p[5], to0 = (T*)p[6], to1 = (T*)p[7], to2 = (T*)p[8];
            nint last = n - V.Count, mask0 = masks[2], mask1 = masks[3], mask2 = masks[4];
            V a = V.Load(x), b = V.Load(g), c = V.Load(s0), d = V.Load(s1), e = V.Load(s2);
            for (nint i = 0; ;)
            {
                nint next = Math.Min(i + V.Count, last);
                V a2 = V.Load(x + next), b2 = V.Load(g + next);
                V c2 = V.Load(s0 + (next & mask0)), d2 = V.Load(s1 + (next & mask1)), e2 = V.Load(s2 + (next & mask2));
                f.Step(ref a, b, ref c, ref d, ref e);
                V.Store(a, toX + i);
                if (states > 0) V.Store(c, to0 + i);
                if (states > 1) V.Store(d, to1 + i);
                if (states > 2) V.Store(e, to2 + i);
                if (i == last) return;
                i = next;
                a = a2;
                b = b2;
                c = c2;
                d = d2;
                e = e2;
            }
        }
    }
}
