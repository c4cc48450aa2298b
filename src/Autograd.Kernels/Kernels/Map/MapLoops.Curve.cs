using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>
/// The slopes Sx and Sy of a formula, weighted by their cotangents a and b, and how that sum moves with x, y or z. What a
/// slope does not read is left out and not multiplied by 0, which would make NaN of an infinity.
/// </summary>
/// <param name="f">The formula.</param>
/// <param name="byX">What Sx reads; nothing where there is no a.</param>
/// <param name="byY">What Sy reads; nothing where there is no b.</param>
/// <param name="hasX">Whether there is an a.</param>
/// <param name="hasY">Whether there is a b.</param>
internal readonly struct BinaryCurve<F>(F f, SlopeReads byX, SlopeReads byY, bool hasX, bool hasY)
    where F : struct, IBinaryFormula
{
    /// <summary>a Sx + b Sy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V a, V b, V x, V y, V z)
        where V : struct, IReal<V>
    {
        V sum = V.Zero;
        if (hasX) sum = a * f.SlopeX(x, y, z);
        if (!hasY) return sum;
        V second = b * f.SlopeY(x, y, z);
        return hasX ? sum + second : second;
    }

    /// <summary>Its derivative along one argument, the others at rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Along<V>(SlopeReads argument, V a, V b, Dual<V> x, Dual<V> y, Dual<V> z)
        where V : struct, IReal<V>
    {
        bool movesX = (byX & argument) != 0;
        V sum = V.Zero;
        if (movesX) sum = a * f.SlopeX(x, y, z).Tangent;
        if ((byY & argument) == 0) return sum;
        V second = b * f.SlopeY(x, y, z).Tangent;
        return movesX ? sum + second : second;
    }
}

/// <summary>The loop of the second derivatives of formulas of two numbers.</summary>
internal static unsafe partial class MapLoops
{
    /// <summary>From g, the cotangents a and b of g Sx and g Sy, x, y and z: a Sx + b Sy, and g times how that moves with x, y and z.</summary>
    [MethodImpl(Loop)]
    public static void BinaryCurve<T, V, F>(void* curve, void** p, nint* masks, nint n)
        where T : unmanaged
        where V : struct, ILane<V, T>
        where F : struct, IBinaryFormula
    {
        BinaryCurve<F> f = Unsafe.AsRef<BinaryCurve<F>>(curve);
        T* g = (T*)p[0], pa = (T*)p[1], pb = (T*)p[2], px = (T*)p[3], py = (T*)p[4], pz = (T*)p[5];
        T* dg = (T*)p[6], dx = (T*)p[7], dy = (T*)p[8], dz = (T*)p[9];
        nint last = n - V.Count;
        for (nint i = 0; ; i = Math.Min(i + V.Count, last))
        {
            V a = V.Load(pa + (i & masks[1])), b = V.Load(pb + (i & masks[2])), gradient = V.Load(g + (i & masks[0]));
            V x = V.Load(px + (i & masks[3])), y = V.Load(py + (i & masks[4])), z = V.Load(pz + (i & masks[5]));
            Dual<V> restX = new(x, V.Zero), restY = new(y, V.Zero), restZ = new(z, V.Zero);
            if (dg != null) V.Store(f.Slope(a, b, x, y, z), dg + i);
            if (dx != null) V.Store(gradient * f.Along(SlopeReads.X, a, b, new Dual<V>(x, V.One), restY, restZ), dx + i);
            if (dy != null) V.Store(gradient * f.Along(SlopeReads.Y, a, b, restX, new Dual<V>(y, V.One), restZ), dy + i);
            if (dz != null) V.Store(gradient * f.Along(SlopeReads.Z, a, b, restX, restY, new Dual<V>(z, V.One)), dz + i);
            if (i == last) return;
        }
    }
}
