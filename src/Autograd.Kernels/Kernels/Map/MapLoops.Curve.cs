using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>
/// The slopes Sx, Sy and Sz of a formula, weighed by their cotangents a, b and c, and how that sum moves with x, y or z. What a
/// slope does not read is left out and not multiplied by 0, which would make NaN of an infinity.
/// </summary>
/// <param name="slopes">The slopes.</param>
/// <param name="hasX">Whether there is an a.</param>
/// <param name="hasY">Whether there is a b.</param>
/// <param name="hasZ">Whether there is a c.</param>
internal readonly struct WeighedSlopes<S>(S slopes, bool hasX, bool hasY, bool hasZ)
    where S : struct, ISlopes
{
    private readonly SlopeReads byX = hasX ? Reads.OfSlope(slopes, 0) : 0;
    private readonly SlopeReads byY = hasY ? Reads.OfSlope(slopes, 1) : 0;
    private readonly SlopeReads byZ = hasZ ? Reads.OfSlope(slopes, 2) : 0;

    /// <summary>a Sx + b Sy + c Sz.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Sum<V>(V a, V b, V c, V x, V y, V z)
        where V : struct, IReal<V>
    {
        V sum = V.Zero;
        if (hasX) sum = a * slopes.Slope(0, x, y, z);
        if (hasY) sum = Plus(hasX, sum, b * slopes.Slope(1, x, y, z));
        if (default(S) is IThreeSlopes && hasZ) sum = Plus(hasX || hasY, sum, c * slopes.Slope(2, x, y, z));
        return sum;
    }

    /// <summary>Its derivative along one argument, the others at rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Along<V>(SlopeReads argument, V a, V b, V c, Dual<V> x, Dual<V> y, Dual<V> z)
        where V : struct, IReal<V>
    {
        bool first = (byX & argument) != 0, second = (byY & argument) != 0;
        V sum = V.Zero;
        if (first) sum = a * slopes.Slope(0, x, y, z).Tangent;
        if (second) sum = Plus(first, sum, b * slopes.Slope(1, x, y, z).Tangent);
        if (default(S) is IThreeSlopes && (byZ & argument) != 0) sum = Plus(first || second, sum, c * slopes.Slope(2, x, y, z).Tangent);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Plus<V>(bool begun, V sum, V term)
        where V : struct, IReal<V> => begun ? sum + term : term;
}

/// <summary>The loop of the second derivatives of formulas of two and three numbers.</summary>
internal static unsafe partial class MapLoops
{
    /// <summary>From g, the cotangents a, b and c of g Sx, g Sy and g Sz, x, y and z: a Sx + b Sy + c Sz, and g times how that moves with x, y and z.</summary>
    public readonly struct Curve<T, S> : IMapLoop<T>
        where T : unmanaged
        where S : struct, ISlopes
    {
        [MethodImpl(Loop)]
        public static void Run<V>(void* curve, void** p, nint* masks, nint n)
            where V : struct, ILane<V, T>
        {
            WeighedSlopes<S> s = Unsafe.AsRef<WeighedSlopes<S>>(curve);
            T* g = (T*)p[0], pa = (T*)p[1], pb = (T*)p[2], pc = (T*)p[3], px = (T*)p[4], py = (T*)p[5], pz = (T*)p[6];
            T* dg = (T*)p[7], dx = (T*)p[8], dy = (T*)p[9], dz = (T*)p[10];
            nint last = n - V.Count;
            for (nint i = 0; ; i = Math.Min(i + V.Count, last))
            {
                V a = V.Load(pa + (i & masks[1])), b = V.Load(pb + (i & masks[2])), c = default(S) is IThreeSlopes ? V.Load(pc + (i & masks[3])) : V.Zero;
                V x = V.Load(px + (i & masks[4])), y = V.Load(py + (i & masks[5])), z = V.Load(pz + (i & masks[6])), gradient = V.Load(g + (i & masks[0]));
                Dual<V> restX = new(x, V.Zero), restY = new(y, V.Zero), restZ = new(z, V.Zero);
                if (dg != null) V.Store(s.Sum(a, b, c, x, y, z), dg + i);
                if (dx != null) V.Store(gradient * s.Along(SlopeReads.X, a, b, c, new Dual<V>(x, V.One), restY, restZ), dx + i);
                if (dy != null) V.Store(gradient * s.Along(SlopeReads.Y, a, b, c, restX, new Dual<V>(y, V.One), restZ), dy + i);
                if (dz != null) V.Store(gradient * s.Along(SlopeReads.Z, a, b, c, restX, restY, new Dual<V>(z, V.One)), dz + i);
                if (i == last) return;
            }
        }
    }
}
