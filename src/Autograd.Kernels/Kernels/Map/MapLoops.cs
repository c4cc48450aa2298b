using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>The loops over registers: one text per kind of operation, compiled once per formula and element type.</summary>
/// <remarks>
/// Every loop reads the register after next before it writes, and its last register ends with the last element: it
/// overlaps the one before instead of leaving a rest, and an output may lie exactly on an input.
/// </remarks>
internal static unsafe partial class MapLoops
{
    /// <summary>NoInlining and AggressiveOptimization: pulled into its caller or left to tiering, a loop runs 20 times slower.</summary>
    private const MethodImplOptions Loop = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    public readonly struct Unary<T, F> : IMapLoop<T>
        where T : unmanaged
        where F : struct, IUnaryFormula
    {
        [MethodImpl(Loop)]
        public static void Run<V>(void* formula, void** p, nint* masks, nint n)
            where V : struct, ILane<V, T>
        {
            F f = Unsafe.AsRef<F>(formula);
            T* x = (T*)p[0], y = (T*)p[1];
            nint last = n - V.Count, mask = masks[0];
            V a = V.Load(x);
            for (nint i = 0; ;)
            {
                nint next = Math.Min(i + V.Count, last);
                V b = V.Load(x + (next & mask));
                V.Store(f.Value(a), y + i);
                if (i == last) return;
                i = next;
                a = b;
            }
        }
    }

    public readonly struct Binary<T, F> : IMapLoop<T>
        where T : unmanaged
        where F : struct, IBinaryFormula
    {
        [MethodImpl(Loop)]
        public static void Run<V>(void* formula, void** p, nint* masks, nint n)
            where V : struct, ILane<V, T>
        {
            F f = Unsafe.AsRef<F>(formula);
            T* x = (T*)p[0], y = (T*)p[1], z = (T*)p[2];
            nint last = n - V.Count, maskX = masks[0], maskY = masks[1];
            V a = V.Load(x), b = V.Load(y);
            for (nint i = 0; ;)
            {
                nint next = Math.Min(i + V.Count, last);
                V c = V.Load(x + (next & maskX)), d = V.Load(y + (next & maskY));
                V.Store(f.Value(a, b), z + i);
                if (i == last) return;
                i = next;
                a = c;
                b = d;
            }
        }
    }

    public readonly struct Ternary<T, F> : IMapLoop<T>
        where T : unmanaged
        where F : struct, ITernaryFormula
    {
        [MethodImpl(Loop)]
        public static void Run<V>(void* formula, void** p, nint* masks, nint n)
            where V : struct, ILane<V, T>
        {
            F f = Unsafe.AsRef<F>(formula);
            T* x = (T*)p[0], y = (T*)p[1], z = (T*)p[2], w = (T*)p[3];
            nint last = n - V.Count, maskX = masks[0], maskY = masks[1], maskZ = masks[2];
            V a = V.Load(x), b = V.Load(y), c = V.Load(z);
            for (nint i = 0; ;)
            {
                nint next = Math.Min(i + V.Count, last);
                V d = V.Load(x + (next & maskX)), e = V.Load(y + (next & maskY)), h = V.Load(z + (next & maskZ));
                V.Store(f.Value(a, b, c), w + i);
                if (i == last) return;
                i = next;
                a = d;
                b = e;
                c = h;
            }
        }
    }

    /// <summary>A truth value, a byte an element, beside two numbers.</summary>
    public readonly struct Masked<T, F> : IMapLoop<T>
        where T : unmanaged
        where F : struct, IMaskedFormula
    {
        [MethodImpl(Loop)]
        public static void Run<V>(void* formula, void** p, nint* masks, nint n)
            where V : struct, ILane<V, T>
        {
            F f = Unsafe.AsRef<F>(formula);
            byte* m = (byte*)p[0];
            T* x = (T*)p[1], y = (T*)p[2], z = (T*)p[3];
            nint last = n - V.Count, maskM = masks[0], maskX = masks[1], maskY = masks[2];
            Mask<V> a = V.LoadMask(m);
            V b = V.Load(x), c = V.Load(y);
            for (nint i = 0; ;)
            {
                nint next = Math.Min(i + V.Count, last);
                Mask<V> d = V.LoadMask(m + (next & maskM));
                V e = V.Load(x + (next & maskX)), h = V.Load(y + (next & maskY));
                V.Store(f.Value(a, b, c), z + i);
                if (i == last) return;
                i = next;
                a = d;
                b = e;
                c = h;
            }
        }
    }

    /// <summary>Truth values as bytes of 0 or 1.</summary>
    public readonly struct Predicate<T, F> : IMapLoop<T>
        where T : unmanaged
        where F : struct, IPredicate
    {
        [MethodImpl(Loop)]
        public static void Run<V>(void* formula, void** p, nint* masks, nint n)
            where V : struct, ILane<V, T>
        {
            F f = Unsafe.AsRef<F>(formula);
            T* x = (T*)p[0], y = (T*)p[1];
            byte* z = (byte*)p[2];
            nint last = n - V.Count, maskX = masks[0], maskY = masks[1];
            for (nint i = 0; ; i = Math.Min(i + V.Count, last))
            {
                V.Store(f.Test(V.Load(x + (i & maskX)), V.Load(y + (i & maskY))), z + i);
                if (i == last) return;
            }
        }
    }
}
